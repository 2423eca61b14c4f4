"""Customer advocacy office: is the loop alive, what hurts, what waits for us, can the data be trusted."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from groundswell.act.cases.figures import loop_figures
from groundswell.act.cases.queries import cases_visible_to, open_cases
from groundswell.act.council.answering import answered_in_time, since
from groundswell.act.council.owed import owed_by
from groundswell.act.council.queries import decisions_taken, open_proposals
from groundswell.act.council.wanted import wanted_of
from groundswell.act.huddles.calling_off import still_on
from groundswell.act.huddles.models import Huddle
from groundswell.act.opportunities.queries import elevations_to_triage
from groundswell.act.replies.queries import overtaken_announcements, to_be_told
from groundswell.foundation.access.models import User
from groundswell.foundation.erasing.queries import open_requests
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.journeys_read.weakest import read_the_journey
from groundswell.understand.scores.pictures import voices_url
from groundswell.understand.scores.question import Question
from groundswell.understand.scores.themes_compared import compared_themes
from groundswell.understand.themes.models import Theme
from groundswell.understand.watching.words import alerts_in_words

from .case_work import case_work
from .first_steps import first_steps, loop_steps
from .trusting import trust

MONTH, WEEK = timedelta(days=30), timedelta(days=7)


def home(user: User, at: datetime) -> dict[str, Any]:
    """The state of the whole loop."""
    question, wanted = Question(timezone.localdate()), wanted_of(user, at)
    recent = question.narrowed(period="30", every=True)
    return {
        "first_steps": first_steps(at),
        "loop_steps": loop_steps(user, at),
        "work": case_work(user, at),
        "wanted": wanted,
        "owed": owed_by(user, at),
        "asked": Invitation.objects.filter(invited_at__gt=at - MONTH).count(),
        "heard": recent.voices_for(user).count(),
        "heard_url": voices_url(recent),
        "loop": loop_figures(user, at, timedelta(days=100)),
        "noes": answered_in_time(decisions_taken(user), at),
        "noes_since": since(at),
        "held": Huddle.objects.filter(ended_at__gt=at - WEEK).count(),
        "planned": still_on(Huddle.objects.filter(planned_at__gt=at - WEEK, planned_at__lte=at)).count(),
        "alerts": alerts_in_words(user)[:5],
        "data_requests": open_requests()[:5],
        "unowned": (cases_visible_to(user) & open_cases()).filter(owner=None).count(),
        "to_triage": elevations_to_triage()[:5],
        "to_tell": to_be_told(user)[:5],
        "overtaken": overtaken_announcements()[:5],
        "to_decide": open_proposals(user).exclude(pk__in=[one.proposal.pk for one in wanted])[:5],
        "journey": read_the_journey(question, user),
        "themes": compared_themes(Question(timezone.localdate(), period="90"), user)[:4],
        "no_theme": not Theme.objects.filter(retired_at=None).exists(),
        **trust(question, user, at),
    }
