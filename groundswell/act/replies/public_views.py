"""What anybody may read: all that customers started, theme by theme; as a page, in a frame, as JSON and as a picture.

No cookie is set, no script runs, no person and no figure of ours is named.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from groundswell.foundation.organisation.queries import organisation_name
from groundswell.listen.channels.web.screens import wishes_of
from groundswell.listen.complaints.wording import words_in as complaint_words
from groundswell.listen.surveys.languages import spoken_here
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address
from groundswell.understand.themes.models import Theme

from .asking import answer_better
from .errors import AnsweredAlready
from .framing import named_site, sites
from .letters import language_for, told_in
from .models import Announcement, BetterAsk
from .picture import Drawn, picture_of
from .queries import public_themes, published_announcements, was_published
from .search import found_by
from .wording import SPOKEN, outcome_in, page_words, words_in

MOST = 20


def kept_for_a_minute(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Caches on the way may keep it so long, for each language: what is taken back is gone everywhere after it."""
    return cache_control(public=True, max_age=60)(vary_on_headers("Accept-Language")(view))


@dataclass(frozen=True, slots=True)
class Worded:
    """One announcement for one reader: what was said and done in ``tongue``, the rest in the reader's own language."""

    tongue: str
    said: str
    did: str
    came: str
    published: str

    @property
    def told(self) -> tuple[str, str, str]:
        return self.said, self.did, self.came


@require_safe
@kept_for_a_minute
def public(request: HttpRequest) -> HttpResponse:
    """What customers started, for everybody to read, in the language of the reader, with a page for each theme."""
    readers = {"lang": one_of(SPOKEN), "page": number_of_page}
    asked = read_address(request, is_public=True, **readers)
    language = _spoken(request, asked["lang"])
    rows = published_announcements().select_related("effect_reading").prefetch_related("wordings")
    page = page_of(rows, asked["page"], MOST)
    context = {
        "page": page,
        "told": _worded(page, language),
        "themes": public_themes(),
        "lang": asked["lang"],
        **_frame(language),
        **found_by(page, reverse("replies:public"), words_in(language)["public_lead"]),
    }
    return render(request, "replies/public.html", context)


@require_safe
@kept_for_a_minute
def theme(request: HttpRequest, code: str) -> HttpResponse:
    """The same for one theme, in the language of the reader where it is worded."""
    return _theme_page(request, code)


@require_safe
@kept_for_a_minute
@xframe_options_exempt
def theme_frame(request: HttpRequest, code: str) -> HttpResponse:
    """The same in a frame of the sites that were named, and of no other."""
    answer = _theme_page(request, code, is_framed=True)
    answer._csp_replace = {"frame-ancestors": sites() or ["'none'"]}
    return answer


@require_safe
@kept_for_a_minute
def theme_feed(request: HttpRequest, code: str) -> HttpResponse:
    """The same as JSON Feed 1.1: for any reader, and for the pages of the sites that were named."""
    found, language = _found(code), _language(request)
    if found is None:
        return _nothing(request, code)
    items = [
        {
            "id": f"{code}-{one.pk}",
            "date_published": one.published_at.isoformat(),
            "language": worded.tongue,
            "content_text": "\n\n".join(worded.told),
            "_you_said": worded.said,
            "_we_did": worded.did,
            "_what_came_of_it": worded.came,
        }
        for one in _told(found)
        for worded in [_worded_one(one, language)]
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{words_in(language)['said_subject']}: {found.name} · {organisation_name()}",
        "language": language,
        "items": items,
    }
    answer = JsonResponse(
        feed, json_dumps_params={"ensure_ascii": False}, content_type="application/feed+json"
    )
    site = named_site(request.headers.get("Origin", ""))
    if site:
        answer["Access-Control-Allow-Origin"] = site
    patch_vary_headers(answer, ["Origin"])
    return answer


@require_safe
@kept_for_a_minute
def theme_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The last one as a picture that the pages of the named sites show by its address."""
    found, language = _found(code), _language(request)
    if found is None:
        return _nothing(request, code)
    last = _worded_one(_told(found)[0], language)
    tongues = (last.tongue, last.tongue, language)
    drawn = Drawn(words_in(language), last.told, tongues, language, found.name, organisation_name())
    answer = HttpResponse(picture_of(drawn), content_type="image/svg+xml; charset=utf-8")
    is_named = named_site(request.headers.get("Referer", ""))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin" if is_named else "same-origin"
    patch_vary_headers(answer, ["Referer"])
    return answer


@never_cache
@csrf_exempt  # a public page without a session: the link is the protection
@require_http_methods(["GET", "HEAD", "POST"])
def better(request: HttpRequest, token: str) -> HttpResponse:
    """Is it better now? Looking changes nothing; three buttons answer, and the first answer stands."""
    ask = BetterAsk.objects.select_related("reply__announcement__taking_back").filter(token=token).first()
    if ask is None:
        return _nothing(request)
    if hasattr(ask.reply.announcement, "taking_back"):
        return _nothing(request, is_taken_back=True)
    if request.method == "POST" and request.POST.get("answer") in BetterAsk.Answer.values:
        try:
            answer_better(token, request.POST["answer"], request.POST.get("words", ""), at=timezone.now())
        except AnsweredAlready:
            return redirect("replies:better", token)
        return redirect(f"{request.path}?thanks=1")
    words = words_in(ask.language)
    context = {
        "ask": ask,
        "we_did": told_in(ask.reply.announcement, ask.language)[1],
        "choices": [(value, words[value]) for value in BetterAsk.Answer.values],
        "thanks": read_address(request, is_public=True, thanks=one_of(("1",)))["thanks"],
        **_frame(ask.language),
    }
    return render(request, "replies/better.html", context)


def _found(code: str) -> Theme | None:
    return public_themes().filter(code=code).first()


def _nothing(
    request: HttpRequest, code: str = "", *, is_taken_back: bool = False, is_framed: bool = False
) -> HttpResponse:
    """A page for strangers: all of it was taken back, or there never was anything."""
    words = words_in(language := _language(request))
    was = is_taken_back or was_published(code)
    context = {"headline": words["taken_back" if was else "nothing_here"], "is_framed": is_framed}
    status = 410 if was else 404
    return render(request, "replies/nothing_here.html", {**context, **_frame(language)}, status=status)


def _told(found: Theme) -> Sequence[Announcement]:
    of_theme = published_announcements().filter(initiative__decision__proposal__opportunity__theme=found)
    return list(of_theme.select_related("effect_reading").prefetch_related("wordings")[:MOST])


def _language(request: HttpRequest) -> str:
    return _spoken(request, read_address(request, is_public=True, lang=one_of(SPOKEN))["lang"])


def _spoken(request: HttpRequest, asked: str) -> str:
    return spoken_here([asked] if asked else wishes_of(request))


def _frame(language: str) -> dict[str, object]:
    return {**page_words(language), "complain_words": complaint_words(language)["complain"]}


def _worded(announcements: Iterable[Announcement], language: str) -> list[Worded]:
    return [_worded_one(one, language) for one in announcements]


def _worded_one(one: Announcement, language: str) -> Worded:
    said, did, came = told_in(one, language)
    tongue = language_for(one, language)
    if tongue != language:
        came = outcome_in(one.effect_reading, language)
    day = format_date(localdate(one.published_at), "long", locale="en_GB" if language == "en" else language)
    return Worded(tongue, said, did, came, words_in(language)["on"].format(day))


def _theme_page(request: HttpRequest, code: str, *, is_framed: bool = False) -> HttpResponse:
    """What stands about a theme; where nothing does any more or ever did, a page that says so."""
    found = _found(code)
    if found is None:
        return _nothing(request, code, is_framed=is_framed)
    lang = read_address(request, is_public=True, lang=one_of(SPOKEN))["lang"]
    language = _spoken(request, lang)
    context = {"is_framed": is_framed, "lang": lang, **_frame(language)}
    rows = _told(found)
    told = _worded(rows, language)
    about = found_by(rows, reverse("replies:theme", args=[code]), told[0].did)
    return render(request, "replies/theme.html", {**context, "theme": found, "told": told, **about})
