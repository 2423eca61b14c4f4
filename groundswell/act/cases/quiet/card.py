"""What the card of a case says about an account that is quiet."""

from datetime import datetime

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.accounts import members_of
from groundswell.foundation.customers.queries import whole_persons
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to, with_places
from groundswell.look.components import Fact
from groundswell.look.numbers import money
from groundswell.look.templatetags.look_words import day

from ..models import Case
from .looking import brought_by, heard_of


def facts_of(case: Case, *, names: bool, at: datetime) -> list[Fact]:
    """The account in facts; its name for those who read names. None where the case is about a voice."""
    if case.quiet is None:
        return []
    account = case.quiet.account
    brought = brought_by([account.pk], at).get(account.pk)
    members = members_of(account)
    last = case.quiet.last_heard_at
    facts = [
        ("Account", str(account) if names else account.get_kind_display()),
        ("Looked after by", str(account.owner) if account.owner else "Nobody"),
        ("Last heard", day(last) if last else "Never"),
        ("Asked since, without an answer", str(case.quiet.asked)),
        ("They brought in twelve months", money(float(brought)) if brought else "Not known"),
    ]
    contacts = ", ".join(f"{one.customer} ({one.get_part_display().lower()})" for one in members)
    return [Fact(*one) for one in facts] + ([Fact("Contacts", contacts)] if names and contacts else [])


def heard_since(case: Case, user: User) -> list[Signal]:
    """What anybody of the account said after the case was opened, newest first, as far as this person may read it."""
    if case.quiet is None:
        return []
    return list(_said(case, user).filter(submitted_at__gt=case.opened_at))


def before_the_silence(case: Case, user: User) -> list[Signal]:
    """What they said before."""
    return list(_said(case, user).filter(submitted_at__lte=case.opened_at)[:20])


def _said(case: Case, user: User) -> QuerySet[Signal]:
    members = members_of(case.quiet.account).values_list("customer_id", flat=True) if case.quiet else []
    said = signals_visible_to(user).filter(heard_of(whole_persons(members).records))
    return with_places(said.order_by("-submitted_at", "-pk"))
