"""The log of what was decided: searched, filtered, taken out as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import (
    day,
    filled,
    number_of_page,
    one_of,
    page_of,
    read_address,
    whole_number,
    words,
)
from groundswell.look.tables.csv_file import csv_chunks

from .answering import answer_in_words, answered_in_time, is_late, since
from .models import Decision
from .money import money_of_each
from .owed import mine_and_others, owed_after
from .queries import Asked, bodies_visible_to, decisions_asked, decisions_taken
from .written import how_it_stands

OUTCOMES = {
    "": "All",
    "approved": "Approved",
    "declined": "Declined",
    "dissent": "With dissent",
    "open": "With open conditions",
    "again": "To look at again now",
    "owed": "Something is owed",
    "judged": "A no that was to be answered by now",
    "late": "A no answered late, or not yet",
}
COLUMNS = ("Decided on", "Body", "Opportunity", "Decision", "Amount", "Kind", "Spent", "In favour", "Against", "Dissent", "Reasons", "Conditions", "Look again on", "By", "Answer promised by", "Answered on")  # fmt: skip


@for_roles()
def log(request: HttpRequest) -> HttpResponse:
    """Every decision that a person may see, the latest first."""
    asked = read_address(
        request,
        page=number_of_page,
        words=words,
        show=one_of(tuple(OUTCOMES)),
        body=whole_number(1, 10**9),
        since=day,
        until=day,
    )
    found, today = decisions_asked(request.user, _asked(asked)), localdate()
    page = page_of(found, asked["page"], 25)
    money = money_of_each(decision.pk for decision in page.object_list)
    reads_all = reads_the_whole_outer_loop(request.user)
    owed = owed_after(found, timezone.now()) if reads_all else []
    given = filled([(name, value) for name, value in asked.items() if name != "page"])
    is_all = page.number == 1 and not given
    mine, others = mine_and_others(owed if is_all else (), request.user)
    context = {
        "page_section": "act",
        "page": page,
        "lines": [
            (
                decision,
                money[decision.pk],
                [one for one in owed if one.decision == decision],
                answer_in_words(decision, today) if hasattr(decision, "answer") or not reads_all else "",
                is_late(decision, today),
            )
            for decision in page.object_list
        ],
        "mine": mine,
        "others": others,
        "asked": asked,
        "shown": OUTCOMES.items(),
        "in_time": answered_in_time(decisions_taken(request.user), timezone.now()) if is_all else None,
        "in_time_since": since(timezone.now()),
        "bodies": bodies_visible_to(request.user),
        "query": given,
    }
    return render(request, "council/log.html", context)


@for_roles()
def log_file(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file, within the same sight."""
    asked = read_address(
        request, words=words, show=one_of(tuple(OUTCOMES)), body=whole_number(1, 10**9), since=day, until=day
    )
    found = decisions_asked(request.user, _asked(asked))
    answer = StreamingHttpResponse(
        csv_chunks(COLUMNS, _rows(list(found))), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return answer


def _asked(asked: dict[str, object]) -> Asked:
    return Asked(**{name: asked[name] for name in ("words", "show", "body", "since", "until")})


def _rows(found: list[Decision]) -> Iterator[tuple[object, ...]]:
    money = money_of_each(decision.pk for decision in found)
    for one in found:
        votes = one.proposal.votes.all()
        yield (
            localdate(one.at), str(one.proposal.body), str(one.proposal.opportunity), "Approved" if one.approved else "Declined",
            one.proposal.amount, one.proposal.get_kind_of_money_display(), money[one.pk].spent,
            sum(vote.counts and vote.in_favour for vote in votes), sum(vote.counts and not vote.in_favour for vote in votes),
            " | ".join(vote.note for vote in votes if not vote.in_favour), one.reasons,
            " | ".join(map(how_it_stands, one.conditions.all())), one.review_on or "", one.who,
            one.answer_due_on or "", localdate(one.answer.at) if hasattr(one, "answer") else "",
        )  # fmt: skip
