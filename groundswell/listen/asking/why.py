"""Why was this person asked, or not: everything that bears on it, in plain words, newest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils.timezone import localtime

from groundswell.foundation.customers.actions import canonical
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Consent, Customer, DoNotContact, Identity, Merge
from groundswell.foundation.customers.queries import canonical_email, living_customer, person_ids
from groundswell.listen.channels.outbox.models import LostAddress
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation, Survey

from .judging import candidate_for, history_of, rules_in_force
from .models import Ask, Draw, Episode, Way, Wish
from .queries import asked_by_telephone, known_about, surveys_for_customers
from .rules import obstacles

LOOK_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened, with the rule behind it and the date until which that rule holds."""

    at: datetime
    title: str
    detail: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether this survey may ask this person now; ``free_from`` is None while no date is known."""

    survey: Survey
    sentence: str
    is_free: bool
    free_from: datetime | None


def person_by(who: str) -> Customer | None:
    """The person behind an e-mail address, a telephone number or a customer number, however it is written and whichever
    record it belongs to."""
    kinds = [Identity.Kind.EMAIL] if "@" in who else [Identity.Kind.PHONE, Identity.Kind.EXTERNAL]
    for kind in kinds if who else ():
        try:
            value = canonical_email(who) if kind == Identity.Kind.EMAIL else canonical(kind, who)
        except IdentityRefused:
            continue
        held = Identity.objects.filter(kind=kind, value=value).select_related("customer").first()
        column = {Identity.Kind.EMAIL: "email", Identity.Kind.EXTERNAL: "external_id"}.get(kind)
        found = held.customer if held else column and Customer.objects.filter(**{column: value}).first()
        if found:
            return living_customer(found)
    return None


def person_numbered(pk: int) -> Customer | None:
    """The person to whom this record belongs."""
    found = Customer.objects.filter(pk=pk).first()
    return living_customer(found) if found else None


def standing_of(customer: Customer, *, at: datetime) -> list[Standing]:
    """What each open survey may do now with this person, and from when on."""
    rules = rules_in_force()
    known = known_about([customer.pk], reach=rules.reach, at=at)[customer.pk]
    history, found = history_of(known), []
    for survey in surveys_for_customers():
        candidate = candidate_for(known, survey, Way.PLANNED, media=Wish.EITHER.media)
        stops = obstacles(candidate, history, rules, at)
        words = " Then: ".join(stop.sentence for stop in stops) or "Nothing speaks against it."
        found.append(Standing(survey, words, not stops, stops[-1].until if stops else at))
    return found


def together(standing: list[Standing]) -> list[tuple[list[Survey], Standing]]:
    """Surveys with the same answer, once."""
    found: dict[tuple[str, datetime | None], list[Standing]] = defaultdict(list)
    for one in standing:
        found[one.sentence, one.free_from].append(one)
    return [([one.survey for one in same], same[0]) for same in found.values()]


def in_short(standing: list[Standing], *, banned: bool, at: datetime) -> str:
    """The answer in one sentence."""
    dates = [one.free_from for one in standing if one.free_from]
    if banned:
        return "Nobody asks this person."
    if any(one.is_free for one in standing):
        every = all(one.is_free for one in standing)
        return "Every survey may ask this person now." if every else "Some surveys may ask this person now."
    return f"May be asked again from {localtime(min(dates)):%-d %B %Y} on." if dates else "May not be asked."


def timeline_of(customer: Customer, *, at: datetime) -> list[Moment]:
    """Offers, sendings, suppressions, draws that passed by, consent and bans, over all records of this person."""
    records = person_ids(customer)
    asks = list(
        Ask.objects.filter(Q(customer_id__in=records) | Q(sending__invitation__customer_id__in=records))
        .select_related("plan", "survey", "sending", "sending__invitation__signal")
        .prefetch_related("suppressions", "plan__pauses")
    )
    moments = [moment for ask in asks for moment in _of_ask(ask)]
    moments += (
        _asked_otherwise(records)
        + _rung(records, at)
        + _not_drawn(customer, records, asks, at)
        + _passed_over(records, at)
    )
    moments += _allowed(records) + _merged(records) + _unreachable(records)
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _of_ask(ask: Ask) -> list[Moment]:
    what, moments = _named(ask), []
    if ask.plan and not ask.step:
        chance = f" by a chance of {ask.probability:.0%}" if ask.probability and ask.probability < 1 else ""
        moments.append(
            Moment(ask.offered_at, f"Drawn for {what}", f"Chosen by the plan “{ask.plan}”{chance}.")
        )
    for stop in ask.suppressions.all():
        moments.append(Moment(stop.at, f"Not asked: {what}", stop.sentence, stop.until))
    sending = getattr(ask, "sending", None)
    if sending is not None:
        title = f"{'Reminded' if ask.step else 'Asked'}: {what}"
        moments.append(Moment(sending.at, title, f"{ask.get_way_display()}. No rule spoke against it."))
        signal = getattr(sending.invitation, "signal", None)
        if signal is not None and not ask.step:
            moments.append(Moment(signal.submitted_at, f"Answered: {what}"))
    elif ask.plan and not ask.suppressions.all():
        moments.append(_waits(ask, what))
    return moments


def _waits(ask: Ask, what: str) -> Moment:
    plan = ask.plan
    if plan and plan.ended_at:
        return Moment(plan.ended_at, f"Not asked: {what}", "The plan ended before the question was due.")
    if plan and any(pause.ended_at is None for pause in plan.pauses.all()):
        return Moment(ask.due_at, f"Waits: {what}", "The plan is paused. Nothing is sent until it goes on.")
    if ask.held_until:
        words = "Quiet hours or a public holiday where this person lives."
        return Moment(ask.due_at, f"Held back: {what}", words, ask.held_until)
    return Moment(ask.due_at, f"Due: {what}", "The rules are looked at once more on that day.")


def _named(ask: Ask) -> str:
    return f"{ask.survey}" + (f", reminder {ask.step}" if ask.step else "")


def _asked_otherwise(records: set[int]) -> list[Moment]:
    invitations = Invitation.objects.filter(customer_id__in=records, sendings=None).select_related(
        "version__survey"
    )
    return [
        Moment(
            one.invited_at, f"Asked: {one.version.survey}", f"{one.get_purpose_display()}, outside the queue."
        )
        for one in invitations
    ]


def _rung(records: set[int], at: datetime) -> list[Moment]:
    """Questions of the last year by telephone."""
    return [
        Moment(moment, f"Asked by telephone: {survey}", "By a colleague.")
        for _, moment, _, survey in asked_by_telephone(records, since=at - LOOK_BACK)
    ]


def _not_drawn(customer: Customer, records: set[int], asks: list[Ask], at: datetime) -> list[Moment]:
    """Draws of the last year that fell on others."""
    mine = {(ask.plan_id, ask.occasion) for ask in asks}
    since = _known_since(records)
    draws = Draw.objects.filter(drawn_at__gte=max(at - LOOK_BACK, since or at - LOOK_BACK))
    draws = draws.select_related("plan__survey")
    return [
        Moment(draw.drawn_at, f"Not drawn for {draw.plan.survey}", _passed_by(draw, customer))
        for draw in draws
        if (draw.plan_id, draw.occasion) not in mine
    ]


def _known_since(records: set[int]) -> datetime | None:
    """When this person first allowed us something, spoke or was asked: a draw before that could not fall on them."""
    moments = [
        Consent.objects.filter(customer_id__in=records).aggregate(first=Min("given_at"))["first"],
        Signal.objects.filter(customer_id__in=records).aggregate(first=Min("received_at"))["first"],
        Invitation.objects.filter(customer_id__in=records).aggregate(first=Min("invited_at"))["first"],
    ]
    return min((moment for moment in moments if moment), default=None)


def _passed_over(records: set[int], at: datetime) -> list[Moment]:
    """Episodes of the last year about which no plan asks: by lot, segment, unit, or because there was no such plan."""
    lately = Episode.objects.filter(customer_id__in=records, arrived_at__gte=at - LOOK_BACK, asks=None)
    words = "No plan asks about this moment, or the lot fell on others."
    return [
        Moment(one.arrived_at, f"Not drawn after: {one.touchpoint}", words)
        for one in lately.select_related("touchpoint")
    ]


def _passed_by(draw: Draw, customer: Customer) -> str:
    """By what the draw went that day, whatever the plan is like now."""
    segments, place = draw.terms.get("segments"), draw.terms.get("unit")
    if segments and customer.segment not in segments:
        return f"The plan “{draw.plan}” asked other segments: {', '.join(segments)}."
    if place:
        return f"The plan “{draw.plan}” looked at {draw.population} customers of {place}; this person was not among those drawn."
    return f"The plan “{draw.plan}” drew by chance among {draw.population} customers. The lot fell on others."


def _allowed(records: set[int]) -> list[Moment]:
    moments = []
    for consent in Consent.objects.filter(customer_id__in=records, purpose=Consent.Purpose.ASKING):
        how = consent.get_channel_display().lower()
        if consent.given_at == consent.withdrawn_at:
            source = _begun(consent.withdrawn_source)
            moments.append(Moment(consent.given_at, f"Does not want to be asked: {how}", source))
            continue
        moments.append(Moment(consent.given_at, f"Allowed us to ask: {how}", _begun(consent.source)))
        if consent.withdrawn_at:
            detail = _begun(consent.withdrawn_source) or "Nobody asks from here on."
            moments.append(Moment(consent.withdrawn_at, f"Took the consent back: {how}", detail))
    for ban in DoNotContact.objects.filter(customer_id__in=records):
        moments.append(Moment(ban.at, "Marked as never to be asked", f"{ban.why} ({ban.by})"))
        if ban.ended_at:
            moments.append(Moment(ban.ended_at, "May be asked again"))
    return moments


def _begun(words: str) -> str:
    """As a sentence begins; STOP stays STOP."""
    return words[:1].upper() + words[1:]


def _merged(records: set[int]) -> list[Moment]:
    """Since when several records are asked as one person."""
    moments = []
    for merge in Merge.objects.filter(Q(kept_id__in=records) | Q(merged_id__in=records)):
        moments.append(Moment(merge.at, "Two records became one person", "Asked as one from here on."))
        if merge.undone_at:
            moments.append(Moment(merge.undone_at, "Taken apart again", "Asked as two people from here on."))
    return moments


def _unreachable(records: set[int]) -> list[Moment]:
    """Since when an address reaches nobody, with what the other side said."""
    moments = []
    for lost in LostAddress.objects.filter(message__customer_id__in=records):
        moments.append(Moment(lost.at, f"Nobody is reached at {lost.address}", lost.why))
        if lost.ended_at:
            moments.append(Moment(lost.ended_at, f"No longer lost: {lost.address}", lost.ended_by))
    return moments
