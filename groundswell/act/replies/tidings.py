"""What became of what somebody raised: each step is told to who raised it. What was announced has a letter of its own.

What customers answer who were asked whether it is better is told to who runs it and who told it, where they wrote something or it is worse.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from groundswell.act.council.models import Decision, Proposal
from groundswell.act.huddles.models import Elevation
from groundswell.act.huddles.queries import elevations_visible_to
from groundswell.act.huddles.tidings import about_raised
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .models import BetterAsk

DECIDED = {
    True: "What you raised on {day:day} was approved",
    False: "What you raised on {day:day} was decided: read why",
}
FOUND = {
    EffectReading.Verdict.WORKED: "What you raised on {day:day} worked, as measured",
    EffectReading.Verdict.DID_NOT: "What you raised on {day:day} did not work, as measured",
}


def what_moved(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Raised things that became an opportunity, were answered, proposed, decided, begun, or have a measured effect."""
    raised = Elevation.objects.order_by("pk")
    for one in raised.filter(joining__at__gt=since, joining__at__lte=until).select_related("joining"):
        yield about_raised(
            one,
            f"joined-{one.joining.pk}",
            "What you raised on {day:day} is an opportunity now",
            at=one.joining.at,
        )
    answered = raised.filter(setting_aside__at__gt=since, setting_aside__at__lte=until)
    for one in answered.select_related("setting_aside"):
        words = "What you raised on {day:day} was answered: read why"
        yield about_raised(one, "answered", words, at=one.setting_aside.at)
    for opportunity, step, words, at in _steps(since, until):
        for one in raised.filter(joining__opportunity=opportunity):
            yield about_raised(one, step, words, at=at)


def _steps(since: datetime, until: datetime) -> Iterator[tuple[int, str, str, datetime]]:
    """Which opportunity took which step, in which words, when. More money for the same work is none."""
    first = Proposal.objects.filter(proposed_at__gt=since, proposed_at__lte=until, adds_to=None)
    for proposal in first.filter(escalates=None).order_by("proposed_at"):
        words = "What you raised on {day:day} waits for a decision of the council"
        yield proposal.opportunity_id, f"proposed-{proposal.pk}", words, proposal.proposed_at
    taken = Decision.objects.filter(at__gt=since, at__lte=until, proposal__adds_to=None)
    for decision in taken.select_related("proposal").order_by("at"):
        words = DECIDED[decision.approved]
        yield decision.proposal.opportunity_id, f"decided-{decision.pk}", words, decision.at
    begun = Initiative.objects.filter(started_at__gt=since, started_at__lte=until)
    for work in begun.select_related("decision__proposal").order_by("started_at"):
        words = "What you raised on {day:day} is being worked on"
        yield work.decision.proposal.opportunity_id, f"begun-{work.pk}", words, work.started_at
    found = EffectReading.objects.filter(verdict__in=FOUND, measured_at__gt=since, measured_at__lte=until)
    for reading in found.select_related("initiative__decision__proposal").order_by("measured_at"):
        opportunity = reading.initiative.decision.proposal.opportunity_id
        yield (
            opportunity,
            f"measured-{reading.initiative_id}-{reading.verdict}",
            FOUND[reading.verdict],
            reading.measured_at,
        )


def answers_to_read(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Answers with words, and those that say worse, to the owner of the initiative and to who told it."""
    fresh = BetterAsk.objects.filter(answered_at__gt=since, answered_at__lte=until)
    to_read = fresh.filter(~Q(words="") | Q(answer=BetterAsk.Answer.WORSE)).order_by("pk")
    for ask in to_read.select_related("reply__announcement__initiative"):
        about = ask.reply.announcement
        for person in sorted({about.initiative.owner_id, about.by_id} - {None}):
            yield NewTiding(
                person_id=person,
                subject_id=ask.pk,
                key=f"better-{ask.pk}",
                at=ask.answered_at or until,
                words="A customer answered whether it is better now",
                link=f"{reverse('replies:announcement', args=[about.pk])}#better",
            )


def answers_visible_to(user: User) -> QuerySet[BetterAsk]:
    """Of what was announced within sight."""
    return BetterAsk.objects.filter(reply__announcement__initiative__in=initiatives_visible_to(user))


TIDINGS = (
    TidingKind(
        "raised.moved", "Something becomes of what I raised", "1 thing you raised moved on", "{n} things you raised moved on",
        "desk:home", what_moved, elevations_visible_to, usual=Pace.DAILY,
    ),
    TidingKind(
        "reply.answered", "What customers answer who were told what I did",
        "1 customer answered whether it is better now", "{n} customers answered whether it is better now",
        "replies:list", answers_to_read, answers_visible_to, usual=Pace.DAILY,
    ),
)  # fmt: skip
