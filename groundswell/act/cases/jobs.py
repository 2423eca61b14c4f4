"""Regular work of the inner loop."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from groundswell.foundation.organisation.queries import calendar_of, hours_of
from groundswell.foundation.timetable.jobs import Job
from groundswell.understand.journeys_read.costs import YEAR, note_handled
from groundswell.understand.journeys_read.models import Work

from .actions import ask_again, follow_complaints
from .clock import due_by
from .errors import CaseRefusal
from .escalation.climbing import climb
from .letters.answered import join_replies
from .models import Case
from .opening import open_cases_for
from .pausing import go_on_with_cases
from .queries import cases_to_ask_again, rules_about_accounts, rules_about_voices
from .routing.rehoming import keep_owners


def open_cases(at: datetime) -> str:
    """Answers join their case; a case opens for every other signal that deserves one; cases go with their complaint."""
    joined = join_replies(at=at)
    opened = sum(len(open_cases_for(rule, at=at)) for rule in rules_about_voices(at))
    went = follow_complaints(at=at)
    said = [f"opened {opened} cases"] if opened else []
    said += [f"joined {joined} answers"] if joined else []
    return ", ".join([*said, f"{went} cases went with their complaint"] if went else said)


def open_for_quiet_accounts(at: datetime) -> str:
    """A case opens for every key account that is quiet."""
    opened = sum(len(open_cases_for(rule, at=at)) for rule in rules_about_accounts(at))
    return f"opened {opened} cases of quiet accounts" if opened else ""


def ask_customers_again(at: datetime) -> str:
    """Ask again where the case has been closed for as many working hours as its rule says."""
    asked = 0
    hours_by_unit = {}
    for case in cases_to_ask_again(at):
        if case.unit_id not in hours_by_unit:
            hours_by_unit[case.unit_id] = hours_of(calendar_of(case.unit))
        if due_by(case.closure.at, case.rule.ask_again_after_hours, hours_by_unit[case.unit_id]) > at:
            continue
        try:
            ask_again(case, at=at)
        except CaseRefusal:
            continue
        asked += 1
    return f"asked {asked} customers again" if asked else ""


def go_on(at: datetime) -> str:
    """Let the clock run again where the customer spoke, or the time to wait is over."""
    went = go_on_with_cases(at=at)
    return f"went on with {went} cases" if went else ""


def rehome(at: datetime) -> str:
    """Cases of who is away or left go to who is there."""
    went = keep_owners(at=at)
    return f"{went} cases went to who is there" if went else ""


def tell_of_clocks(at: datetime) -> str:
    """Tell who stands on the ladder of promises that are due or late."""
    written = climb(at=at)
    return f"told {written} people" if written else ""


def count_for_the_journey(at: datetime) -> str:
    """Tell the journey how many cases a year each touchpoint makes, so that it knows what handling costs."""
    until = timezone.localdate(at)
    opened = Case.objects.filter(opened_at__gt=at - YEAR, signal__touchpoint__isnull=False).order_by()
    found = dict(opened.values_list("signal__touchpoint").annotate(n=Count("pk")))
    note_handled(Work.CASE, found, since=until - YEAR + timedelta(days=1), until=until)
    return ""


JOBS = [
    Job("open cases", every=timedelta(seconds=5), work=open_cases),
    Job("look for quiet accounts", every=timedelta(hours=1), work=open_for_quiet_accounts),
    Job("go on with cases", every=timedelta(minutes=1), work=go_on),
    Job("keep owners", every=timedelta(minutes=1), work=rehome),
    Job("watch cases", every=timedelta(minutes=1), work=tell_of_clocks),
    Job("ask customers again", every=timedelta(minutes=1), work=ask_customers_again),
    Job("count cases of the journey", every=timedelta(hours=6), work=count_for_the_journey),
]
