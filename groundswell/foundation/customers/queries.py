"""Ask about customers."""

from django.db.models import QuerySet

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


def contactable() -> QuerySet[Customer]:
    """Every customer to whom ``may_contact`` says yes, as one question."""
    allowing = Consent.objects.filter(purpose=Consent.Purpose.CONTACT, withdrawn_at=None).values("customer")
    return Customer.objects.filter(pk__in=allowing, ended_on=None).exclude(email=None).exclude(email="")
