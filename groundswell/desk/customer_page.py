"""One customer on one page: who, what they said, what we did, what they allow and bring. All by what the viewer may see."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from groundswell.act.cases.models import Case
from groundswell.act.cases.queries import cases_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.accounts import Worth, members_of, worth_of, worth_of_account
from groundswell.foundation.customers.models import Account, Consent, Customer, Identity, Merge
from groundswell.foundation.customers.queries import consents_of, identities_of, memberships_of, person_ids
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.queries import complaints_visible_to
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in an account; no name and no link where the viewer has no voice of theirs within sight."""

    customer: Customer | None
    part: str
    membership_id: int
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account with its contacts and what it brings, to those who see everything."""

    account: Account
    contacts: list[Contact]
    worth: Worth | None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """What one viewer may see of one person."""

    customer: Customer
    identities: list[Identity]
    voices: QuerySet[Signal]
    cases: QuerySet[Case]
    complaints: QuerySet[Complaint]
    consents: list[Consent]
    worth: Worth
    accounts: list[AccountCard]
    merges: list[Merge]


def may_see(user: User, customer: Customer) -> bool:
    """Whoever sees everything; others only where a voice, a case or a complaint of this person is within sight."""
    if user.sees_everything:
        return True
    return _is_near(user, person_ids(customer))


def _is_near(user: User, ids: set[int]) -> bool:
    return (
        signals_visible_to(user).filter(customer_id__in=ids).exists()
        or cases_visible_to(user).filter(customer_id__in=ids).exists()
        or complaints_visible_to(user).filter(signal__customer_id__in=ids).exists()
    )


def page_of(customer: Customer, user: User, *, today: date) -> CustomerPage:
    """Compose the page. Ask ``may_see`` first."""
    ids = person_ids(customer)
    cases = cases_visible_to(user).filter(customer_id__in=ids).order_by("-opened_at")
    complaints = complaints_visible_to(user).filter(signal__customer_id__in=ids).order_by("-received_at")
    accounts = {one.account_id: one.account for one in memberships_of(customer)}
    return CustomerPage(
        customer=customer,
        identities=list(identities_of(customer)),
        voices=signals_visible_to(user).filter(customer_id__in=ids).order_by("-submitted_at", "-id"),
        cases=cases.select_related("signal__touchpoint", "quiet", "closure", "owner")[:SHOWN],
        complaints=complaints[:SHOWN],
        consents=list(consents_of(customer)),
        worth=worth_of(ids, today),
        accounts=[_card(account, user, today, ids) for account in accounts.values()],
        merges=list(Merge.objects.filter(kept_id__in=ids, undone_at=None).select_related("merged")),
    )


def _card(account: Account, user: User, today: date, ids: set[int]) -> AccountCard:
    contacts = [
        Contact(
            one.customer if may_see(user, one.customer) else None,
            one.get_part_display(),
            one.pk,
            one.customer_id in ids,
        )
        for one in members_of(account)
    ]
    return AccountCard(account, contacts, worth_of_account(account, today) if user.sees_everything else None)
