"""Who is told: a colleague by their person, somebody of an agency by their sign-in."""

from __future__ import annotations

from groundswell.act.partners.models import AgencyMember
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import language_of_organisation, language_of_unit


def rows_of(user: User) -> dict[str, int]:
    """By which field what was told to somebody is found and kept. Nobody's rows are those of a sign-in without a person."""
    if user.role == User.Role.PARTNER:
        return {"partner_id": user.pk}
    return {"person_id": user.person_id or 0}


def may_hear(user: User) -> bool:
    """Whether there is somebody to tell behind this sign-in."""
    return user.role == User.Role.PARTNER or user.person_id is not None


def user_of(*, person_id: int | None, partner_id: int | None) -> User | None:
    """The open sign-in of whoever is told; None where nobody signs in any more."""
    open_ones = User.objects.filter(is_active=True).select_related("person")
    if partner_id is not None:
        return open_ones.filter(pk=partner_id, role=User.Role.PARTNER).first()
    return open_ones.filter(person=person_id, person__left_on=None).exclude(role=User.Role.PARTNER).first()


def first_name(user: User) -> str:
    """How a letter begins."""
    return str(user).split()[0]


def address_of(user: User) -> str:
    """Where letters go."""
    return user.person.email if user.person else user.email


def speaker_of(user: User) -> Person | AgencyMember | None:
    """Who has a language behind this sign-in: a colleague, or somebody of an agency."""
    return getattr(user, "agency_member", None) if user.role == User.Role.PARTNER else user.person


def usual_language_of(user: User) -> str:
    """In which language somebody is told who chose none: that of their part, outside that of the organisation."""
    return language_of_unit(user.person.unit) if user.person else language_of_organisation()


def language_of_reader(user: User) -> str:
    """In which language somebody is told."""
    speaker = speaker_of(user)
    return (speaker.language if speaker else "") or usual_language_of(user)
