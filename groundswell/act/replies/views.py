"""You said, we did: what was told inside, to whom and what they answered; and which sites may show it."""

from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.queries import initiatives_visible_to, latest_reading
from groundswell.act.initiatives.rules import may_run
from groundswell.act.initiatives.words import worse_in_words
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.outbox.models import Medium
from groundswell.look.addresses import page_asked

from . import taking_back
from .actions import announce, audience_now
from .asking import answers_to
from .audience import Audience, audience_of, employees_behind, spoke_long_ago, voices_of_nobody_known
from .errors import ReplyRefused
from .forms import NAMES, AnnounceForm, SiteForm, TakeBackForm
from .framing import allow_site, forbid_site
from .letters import customer_words, text_words
from .models import Announcement, BetterAsk, FrameSite
from .people import SHOWN
from .queries import announcements_visible_to, public_themes, untold_initiatives
from .rules import is_overtaken, may_announce, what_may_be_claimed
from .wording import outcome_in

WORDS_LOOKED_AT, WORDS_SHOWN = 60, 12


@for_roles()
def replies(request: HttpRequest) -> HttpResponse:
    """What was announced, how many were told, and what nobody has told yet."""
    may = may_announce(request.user)
    context = {
        "page_section": "act",
        "page": page_asked(request, announcements_visible_to(request.user), 20),
        "untold": untold_initiatives(request.user) if may else (),
        "may_announce": may,
    }
    return render(request, "replies/list.html", context)


@for_roles()
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement: the words, who was told, who waits, and what they answered when asked whether it is better."""
    return _announcement(request, get_object_or_404(announcements_visible_to(request.user), pk=pk))


@require_POST
@for_roles(*STEERS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Off the public pages; what has not left leaves no more."""
    found = get_object_or_404(announcements_visible_to(request.user), pk=pk)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        return _announcement(request, found, form)
    try:
        taking_back.take_back(found, **form.cleaned_data, by=request.user, at=timezone.now())
    except ReplyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back. Nobody reads it in public any more.")
    return redirect("replies:announcement", pk)


def _announcement(
    request: HttpRequest, found: Announcement, form: TakeBackForm | None = None
) -> HttpResponse:
    may = may_announce(request.user)
    audience = audience_now(found)
    reads_words = may or may_run(request.user, found.initiative)
    written = BetterAsk.objects.filter(reply__announcement=found).exclude(words="").order_by("-answered_at")
    context = {
        "page_section": "act",
        "announcement": found,
        "answers": answers_to(found),
        "may_announce": may,
        "audience": audience,
        "waiting": len(audience.recipients) if may else 0,
        "colleagues": Person.objects.filter(replies__announcement=found) if may else (),
        "written": _each_once(written) if reads_words else (),
        "wordings": [(one, NAMES.get(one.language, one.language)) for one in found.wordings.all()],
        "theme": found.initiative.decision.proposal.opportunity.theme,
        "taken_back": getattr(found, "taking_back", None),
        "is_overtaken": is_overtaken(found),
        "take_back": form or TakeBackForm(),
    }
    return render(request, "replies/announcement.html", context, status=422 if form else 200)


@for_roles(*STEERS)
def new(request: HttpRequest, initiative_pk: int) -> HttpResponse:
    """Word it, look at it as it will arrive and at whom it reaches, and only then publish."""
    seen = initiatives_visible_to(request.user).select_related("decision__proposal__opportunity")
    initiative = get_object_or_404(seen, pk=initiative_pk)
    form, at = AnnounceForm(request.POST or None), timezone.now()
    audience, letters = audience_of(initiative, at), list[tuple[str, str]]()
    reading = latest_reading(initiative)
    if request.method == "POST" and form.is_valid():
        if "look" in request.POST or request.POST.get("looked_at") != form.as_looked_at():
            letters = _as_it_arrives(initiative, form, audience, at)
        else:
            try:
                made = announce(initiative, **form.wording(), by=request.user, at=at)
            except ReplyRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                n = made.replies.count()
                messages.success(request, f"Published, with {n} letter{'' if n == 1 else 's'} to begin with.")
                return redirect("replies:announcement", made.pk)
    context = {
        "page_section": "act",
        "initiative": initiative,
        "form": form,
        "letters": letters,
        "looked_at": form.as_looked_at() if letters else "",
        "what_came_of_it": what_may_be_claimed(reading),
        "got_worse": worse_in_words(reading.detail.get("guards", ())) if reading else "",
        "long_ago": spoke_long_ago(initiative, audience, at),
        "audience": audience,
        "ways": [
            (medium, NAMES.get(language, "language not known"), n) for medium, language, n in audience.by_way
        ],
        "left_out": [
            (show, why, audience.left_out[why]) for show, why in SHOWN.items() if why in audience.left_out
        ],
        "raised_by": Person.objects.filter(pk__in=employees_behind(initiative)),
        "unknown": voices_of_nobody_known(initiative, at),
    }
    return render(request, "replies/new.html", context, status=422 if form.errors else 200)


@for_roles(*STEERS)
def showing(request: HttpRequest) -> HttpResponse:
    """Which sites may show our public words in a frame, and how to put them there."""
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            allow_site(form.cleaned_data["address"], by=request.user, at=timezone.now())
        except ReplyRefused as refusal:
            form.add_error("address", str(refusal))
        else:
            return redirect("replies:showing")
    context = {
        "page_section": "act",
        "form": form,
        "sites": FrameSite.objects.all(),
        "themes": public_themes(),
        "root": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "replies/showing.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*STEERS)
def forbid(request: HttpRequest, site_pk: int) -> HttpResponse:
    """This site shows our words no longer."""
    forbid_site(get_object_or_404(FrameSite, pk=site_pk), by=request.user, at=timezone.now())
    messages.success(request, "That site shows our words no longer.")
    return redirect("replies:showing")


def _each_once(written: QuerySet[BetterAsk]) -> list[BetterAsk]:
    """The latest words; the same words with the same answer once."""
    found = {(one.words, one.answer): one for one in written[:WORDS_LOOKED_AT]}
    return list(found.values())[:WORDS_SHOWN]


def _as_it_arrives(
    initiative: Initiative, form: AnnounceForm, audience: Audience, at: datetime
) -> list[tuple[str, str]]:
    """The letter in each wording, and the text where somebody gets one, by what it is. Nothing is kept."""
    given, reading = form.wording(), latest_reading(initiative)
    first = given["language"]
    wordings = {first: (given["you_said"], given["we_did"]), **given["other"]}
    arrives = []
    for language, (said, did) in wordings.items():
        draft = Announcement(
            initiative=initiative, you_said=said, we_did=did, what_came_of_it=outcome_in(reading, language), language=first,
            effect_reading=reading, published_at=at,
        )  # fmt: skip
        arrives.append((f"E-mail, {NAMES[language]}", customer_words(draft, language)))
        if any(one.medium == Medium.TEXT for one in audience.recipients):
            arrives.append((f"Text, {NAMES[language]}", text_words(draft, language)))
    return arrives
