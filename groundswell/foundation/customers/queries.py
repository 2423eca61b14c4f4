"""Ask about customers."""

from .models import Consent, Customer


def canonical_email(text: str | None) -> str | None:
    """The form in which addresses are compared: trimmed, folded; None when there is none."""
    folded = (text or "").strip().casefold()
    return folded or None


def may_contact(customer: Customer | None) -> bool:
    """Whether we may write to this customer: an address and no withdrawn consent."""
    if customer is None or not customer.email or customer.ended_on:
        return False
    consents = customer.consents.filter(purpose=Consent.Purpose.CONTACT)
    return consents.filter(withdrawn_at=None).exists()
