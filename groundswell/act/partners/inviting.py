"""Agencies come and go: made, their people invited by a link that ends, and the partnership ended at once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.history.actions import record

from .errors import InvitationOver, PartnershipEnded, SharedAlready, SignsInAlready
from .models import Agency, AgencyInvitation, AgencyMember
from .rules import must_say

LASTS = timedelta(days=7)


@transaction.atomic
def add_agency(name: str, *, does: str = "", by: object, at: datetime) -> Agency:
    """A partnership begins. It sees nothing until a board is shared with it."""
    name = must_say(name, "Say who they are.")
    if Agency.objects.filter(name__iexact=name).exists():
        raise SharedAlready(f"{name} is here. One agency that came back is made under a new name.")
    agency = Agency.objects.create(name=name, does=does.strip(), since=at)
    record("began partnership", agency, by=by, at=at, name=name)
    return agency


@transaction.atomic
def invite_to_agency(
    agency: Agency,
    *,
    name: str,
    email: str,
    language: str = "",
    by: object,
    at: datetime,
    lasts: timedelta = LASTS,
) -> tuple[AgencyInvitation, str]:
    """A link for one person, and the secret in it; it is shown once and kept nowhere. Raises SignsInAlready.

    In ``language`` they are told until they choose another; empty: in that of the organisation.

    Whoever of this agency left before comes back by a new link.
    """
    _held(agency)
    address = str(canonical_email(email))
    if User.objects.filter(email=address).exists() and _who_left(agency, address) is None:
        raise SignsInAlready(f"Somebody signs in with {address}. Invite them by another address.")
    token = secrets.token_urlsafe(32)
    invitation = AgencyInvitation.objects.create(
        agency=agency, name=must_say(name, "Say who it is for."), email=address, language=language,
        digest=digest_of(token), by=person_of(by), at=at, until=at + lasts,
    )  # fmt: skip
    record("invited partner", invitation, by=by, at=at, agency=agency.name, until=invitation.until)
    return invitation, token


def living_invitation(token: str, at: datetime) -> AgencyInvitation | None:
    """The invitation behind a link while it opens something."""
    open_ones = AgencyInvitation.objects.filter(
        digest=digest_of(token), accepted_at=None, withdrawn_at=None, until__gt=at, agency__ended_at=None
    )
    return open_ones.select_related("agency").first()


@transaction.atomic
def accept_invitation(token: str, *, password: str, at: datetime) -> AgencyMember:
    """Come in with a password of one's own. A link works once. Raises InvitationOver, PartnershipEnded,
    SignsInAlready, ValidationError."""
    held = AgencyInvitation.objects.select_for_update(of=("self",)).filter(digest=digest_of(token)).first()
    invitation = living_invitation(token, at)
    if held is None or invitation is None:
        raise InvitationOver("This link is no longer open. Ask whoever invited you for another one.")
    _held(invitation.agency)
    before = _who_left(invitation.agency, invitation.email)
    if before is None and User.objects.filter(email=invitation.email).exists():
        raise SignsInAlready("Somebody signs in with this address. Ask for an invitation to another one.")
    user = (
        before.user
        if before
        else User(username=invitation.email, email=invitation.email, role=User.Role.PARTNER)
    )
    user.first_name, user.is_active = invitation.name, True
    validate_password(password, user)
    user.set_password(password)
    user.save()
    held.accepted_at = at
    held.save(update_fields=["accepted_at"])
    member = before or AgencyMember(agency=invitation.agency, user=user)
    member.joined_at, member.left_at = at, None
    member.language = invitation.language or member.language
    member.save()
    record("came in as partner", member, by=user, at=at, agency=invitation.agency.name)
    return member


@transaction.atomic
def withdraw_invitation(invitation: AgencyInvitation, *, by: object, at: datetime) -> None:
    """The link opens nothing any more."""
    held = AgencyInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if held.accepted_at is None and held.withdrawn_at is None:
        held.withdrawn_at = at
        held.save(update_fields=["withdrawn_at"])
        record("withdrew invitation", held, by=by, at=at)


@transaction.atomic
def let_go(member: AgencyMember, *, by: object, at: datetime) -> None:
    """One person of an agency signs in no more, from this moment on, nor by a link that was sent to them before."""
    held = AgencyMember.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    if held.left_at is None:
        held.left_at = at
        held.save(update_fields=["left_at"])
        _close(held.user)
        unused = AgencyInvitation.objects.filter(agency=held.agency_id, email=held.user.email)
        unused.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
        record("let partner go", held, by=by, at=at)


@transaction.atomic
def end_partnership(agency: Agency, *, because: str, by: object, at: datetime) -> Agency:
    """Nobody of it sees anything from this moment on: sessions, sign-ins, links and boards end together."""
    agency = _held(agency)
    agency.ended_at, agency.ended_because = at, must_say(because, "Say why: it stands in the history.")
    agency.save(update_fields=["ended_at", "ended_because"])
    for member in agency.members.filter(left_at=None).select_related("user"):
        _close(member.user)
    agency.sharings.filter(ended_at=None).update(ended_at=at, ended_because=agency.ended_because)
    record("ended partnership", agency, by=by, at=at, because=agency.ended_because)
    return agency


def digest_of(token: str) -> str:
    """What of a link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _who_left(agency: Agency, address: str) -> AgencyMember | None:
    left = AgencyMember.objects.filter(agency=agency, user__email=address, left_at__isnull=False)
    return left.select_related("user").first()


def _close(user: User) -> None:
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


def _held(agency: Agency) -> Agency:
    held = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    if held.ended_at is not None:
        raise PartnershipEnded(f"{held} works with us no more since {held.ended_at:%d %B %Y}.")
    return held
