"""The pages of scores."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import KindOfScore, Survey
from groundswell.listen.surveys.queries import current_version
from groundswell.look import downloads
from groundswell.look.addresses import plain_address
from groundswell.look.components import Tab
from groundswell.science.scores.definition import NPS
from groundswell.science.statistics.disclosure import SMALLEST_GROUP

from .answering import Whole, known_wordings
from .axes import AXES, Axis, axes_for
from .comparing import AGAINST, compare_pair, read_pair
from .comparison_pictures import comparison_charts
from .employees import employee_lines
from .explorer import answer_for, narrowings_of, permanent, voices_url
from .mix_words import mix_words
from .periods import PERIODS, periods_offered
from .question import ONLY_OF_VOICES, Question, UnreadableQuestion, read_question
from .rules import NAMES_CATEGORIES, READS_SCORES, may_compare_people
from .silence import silent_of
from .themes_compared import compared_themes, strip_of
from .tree import ends_of
from .unit_page import unit_answer
from .weighing import Weighed, weighed_for, weighed_picture


@for_roles(*READS_SCORES)
def explorer(request: HttpRequest) -> HttpResponse:
    """One question, answered in a sentence, a trend and a comparison."""
    question = _question(request, "by")
    axis, axes = _axis(request, question)
    answer = answer_for(question, request.user, axis)
    here, fixed = reverse("scores:explorer"), permanent(question)
    if file := downloads.file_asked(request, answer.charts, _origin(question)):
        return file
    return _page(
        request,
        "explorer",
        question,
        answer=answer,
        charts=_leaving(
            answer.charts, f"{here}?{question.address()}&by={axis.code}", f"{here}?{fixed}&by={axis.code}"
        ),
        axis=axis,
        ends=ends_of(answer.tree),
        voices_url=voices_url(question),
        silent=silent_of(question, answer.whole.tally, request.user),
        compare_url=_compare_address(question),
        certify_url=_certify_address(request, question, answer.whole),
        may_name_categories=request.user.role in NAMES_CATEGORIES,
        tabs=_tabs(axes, axis, lambda code: f"{here}?{question.address()}&by={code}"),
    )


@for_roles(*READS_SCORES)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One part of the organisation: where it stands, what moved, what it is made of."""
    place = get_object_or_404(units_visible_to(request.user), pk=pk)
    question = _question(request, without=("unit", "without"), unit=place)
    answer = unit_answer(question, request.user)
    here, fixed = reverse("scores:unit", args=[pk]), permanent(question.narrowed(unit=None))
    if file := downloads.file_asked(request, answer.charts, _origin(question)):
        return file
    return _page(
        request,
        "unit",
        question,
        unit=place,
        answer=answer,
        charts=_leaving(answer.charts, f"{here}?{question.address(unit=None)}", f"{here}?{fixed}"),
        ends=ends_of(answer.tree),
        voices_url=voices_url(question),
        compare_url=_compare_address(question),
        certify_url=_certify_address(request, question, answer.whole),
    )


@for_roles(*READS_SCORES)
def compare(request: HttpRequest) -> HttpResponse:
    """Two slices side by side: is the difference real, and where does it come from?"""
    question = _question(request, "by", "against")
    axis, axes = _axis(request, question)
    given = plain_address(request)
    try:
        pair = read_pair(question, given.get("against") or "before", request.user)
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    found = compare_pair(pair, axis, request.user, known_wordings(question))
    charts = comparison_charts(found, axis)
    here = f"{reverse('scores:compare')}?{{}}&against={pair.against}&by={{}}"
    origin = _origin(question, f", against {pair.second_words_within}")
    if file := downloads.file_asked(request, charts, origin):
        return file
    return _page(
        request,
        "compare",
        question,
        pair=pair,
        found=found,
        mix=mix_words(found.decomposition, axis.plural, pair.where) if found.decomposition else "",
        axis=axis,
        charts=_leaving(
            charts, here.format(question.address(), axis.code), here.format(permanent(question), axis.code)
        ),
        against=AGAINST.items(),
        first_url=voices_url(pair.first),
        second_url=voices_url(pair.second),
        tabs=[
            tab
            for tab in _tabs(axes, axis, lambda code: here.format(question.address(), code))
            if pair.is_over_time or tab.label != AXES["unit"].head
        ],
    )


@for_roles(*READS_SCORES)
def weighted(request: HttpRequest) -> HttpResponse:
    """Who answered of those who were asked, and the score when those who answered stand for all of them."""
    question = _question(request)
    found, here = weighed_for(question, request.user), reverse("scores:weighted")
    charts = {"sides": weighed_picture(found)} if isinstance(found, Weighed) else {}
    if file := downloads.file_asked(request, charts, _origin(question, ", weighted")):
        return file
    return _page(
        request,
        "weighted",
        question,
        found=found if charts else None,
        reason="" if charts else found,
        charts=_leaving(charts, f"{here}?{question.address()}", f"{here}?{permanent(question)}"),
        silent=None,
        explorer_url=f"{reverse('scores:explorer')}?{question.address()}",
    )


@for_roles(*READS_SCORES)
def themes(request: HttpRequest) -> HttpResponse:
    """What customers talk about and what goes along with it."""
    question = _question(request)
    found = compared_themes(question, request.user)
    charts, here = {"themes": strip_of(found)}, reverse("scores:themes")
    if file := downloads.file_asked(request, charts, _origin(question)):
        return file
    context = {
        "question": question,
        "themes": found,
        "strip": _leaving(charts, f"{here}?{question.address()}", f"{here}?{permanent(question)}")["themes"],
        "kinds": KindOfScore.choices,
        "periods": PERIODS.items(),
        "page_section": "understand",
    }
    return render(request, "scores/themes.html", context)


@for_roles(*READS_SCORES)
def employees(request: HttpRequest, code: str) -> HttpResponse:
    """What employees said about their work, by part of the organisation within sight."""
    survey = get_object_or_404(Survey, code=code)
    if not current_version(survey).wording.is_confidential:
        raise Http404("This survey asks customers.")
    context = {
        "survey": survey,
        "lines": employee_lines(survey, request.user),
        "smallest": SMALLEST_GROUP,
        "page_section": "understand",
    }
    return render(request, "scores/employees.html", context)


def _page(request: HttpRequest, name: str, question: Question, **context: Any) -> HttpResponse:
    frame = {
        "question": question,
        "narrowings": narrowings_of(question),
        "kinds": KindOfScore.choices,
        "kind_words": KindOfScore(question.kind).label,
        "periods": periods_offered(question.today),
        "units": units_visible_to(request.user).order_by("name"),
        "touchpoints": Touchpoint.objects.select_related("stage"),
        "channels": Signal.Channel.choices,
        "page_address": question.address(unit=None),
        "page_section": "understand",
    }
    return render(request, f"scores/{name}.html", {**frame, **context})


def _question(request: HttpRequest, *also: str, without: tuple[str, ...] = (), **fixed: Any) -> Question:
    try:
        question = read_question(
            plain_address(request),
            request.user,
            timezone.localdate(),
            also=(*also, *downloads.ASKED),
            without=(*ONLY_OF_VOICES, *without),
        )
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    if question.employee and not may_compare_people(request.user):
        raise PermissionDenied("Scores of single colleagues are for their lead and the advocacy office.")
    return question.narrowed(**fixed)


def _axis(request: HttpRequest, question: Question) -> tuple[Axis, dict[str, Axis]]:
    """The axis that is asked for, and all that could be. Usually touchpoints; where there is one only, what tells more."""
    known = axes_for(request.user)
    usual = "touchpoint" if question.touchpoint is None else "unit" if question.unit is None else "segment"
    code = plain_address(request).get("by") or usual
    if code not in known:
        raise BadRequest(f"You can compare by {', '.join(known)}.")
    return known[code], known


def _tabs(axes: dict[str, Axis], axis: Axis, address: Any) -> list[Tab]:
    return [Tab(one.head, address(code), code == axis.code) for code, one in axes.items()]


def _leaving(charts: Any, address: str, fixed: str) -> dict[str, Any]:
    return downloads.with_downloads(charts, address, fixed)


def _compare_address(question: Question) -> str:
    return f"{reverse('scores:compare')}?{question.address()}"


def _certify_address(request: HttpRequest, question: Question, whole: Whole) -> str:
    """Where the figure is put on record, for those who draft; not for what no figure on record is narrowed to."""
    is_plain = not (
        question.segment
        or question.theme
        or question.attribute
        or question.employee
        or question.edition
        or question.without
    )
    if not (is_plain and whole.figure.is_known and request.user.sees_everything):
        return ""
    return f"{reverse('certified:draft')}?{permanent(question)}"


def _origin(question: Question, also: str = "") -> downloads.Origin:
    """Whose figures a file holds: kind, place, days, definition and the day of counting."""
    places = (
        question.unit, question.stage, question.touchpoint, question.theme, question.attribute,
        question.employee,
    )  # fmt: skip
    place = (
        ", ".join(str(one) for one in (*places, question.channel, question.segment) if one)
        or "the whole within sight"
    )
    place += f" outside {question.without}" if question.without else ""
    kind, span = KindOfScore(question.kind).label, question.span
    return downloads.Origin(
        of=f"{kind} score of {place}{also}",
        period=f"{span.words} ({span.since} to {span.until})",
        definition=f"{NPS.code} {NPS.version}",
        meaning=NPS.sentence,
        counted_on=question.today,
        file_name=f"{kind} {place} {span.fixed}".replace("..", " to "),
    )
