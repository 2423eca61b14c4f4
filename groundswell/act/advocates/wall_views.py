"""Inside: which words are shown. In public: the wall, in a frame of another site, and as a feed."""

from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.organisation.queries import organisation_name
from groundswell.listen.complaints.wording import languages_to_choose
from groundswell.look.addresses import one_of, page_asked, read_address

from .errors import AdvocateRefusal
from .forms import WordsForm
from .models import Testimonial
from .queries import name_shown, on_the_wall, testimonials_visible_to, that_may_be_shown
from .rooms import tabs_of
from .testifying import place, propose_words, take_down
from .wording import SPOKEN, language_of, page_words, words_in

MOST = 60
DEEDS = {"place": place, "take-down": take_down}


@dataclass(frozen=True, slots=True)
class Shown:
    """Words on the wall, and the name that stands below them; empty for none."""

    testimonial: Testimonial
    name: str


@for_roles(*STEERS)
def words_list(request: HttpRequest) -> HttpResponse:
    """All words that customers let us show, with what is shown, what waits for a yes and what was taken back."""
    page = page_asked(request, testimonials_visible_to(request.user), 20)
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "words"),
        "page": page,
        "form": WordsForm(auto_id=False),
        "shown": on_the_wall().count(),
        "may_be_shown": set(that_may_be_shown().values_list("pk", flat=True)),
    }
    return render(request, "advocates/words.html", context)


@require_POST
@for_roles(*STEERS)
def decide_wall(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Place words, take them down, or ask the customer whether other words may stand there."""
    found = get_object_or_404(testimonials_visible_to(request.user), pk=pk)
    by, at, form = request.user.person, timezone.now(), WordsForm(request.POST)
    try:
        if how in DEEDS:
            DEEDS[how](found, by=by, at=at)
        elif how != "propose":
            raise Http404("Words are placed, taken down or proposed.")
        elif form.is_valid():
            propose_words(found, form.cleaned_data["words"], by=by, at=at)
        else:
            messages.error(request, "Write the words that you propose, at most 1,000 characters.")
            return redirect("advocates:words")
    except AdvocateRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            {"place": "On the wall.", "take-down": "Shown no more."}.get(
                how, "The customer is asked. Theirs stand until then."
            ),
        )
    return redirect("advocates:words")


@never_cache
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """What customers let us show, for everybody to read. Read anew each time, so that a word taken back is gone at once."""
    return render(request, "advocates/wall.html", _wall(request))


@never_cache
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def wall_frame(request: HttpRequest) -> HttpResponse:
    """The same to stand in a frame of any site, without scripts."""
    return render(request, "advocates/wall.html", {**_wall(request), "is_framed": True})


@never_cache
@require_safe
def wall_feed(request: HttpRequest) -> HttpResponse:
    """The same as JSON Feed 1.1, for any site to read by GET. No cookie and no sign-in is ever asked for."""
    language = _language(request)
    items = [
        {
            "id": str(one.testimonial.pk),
            "content_text": one.testimonial.agreed_words,
            "date_published": one.testimonial.placed_at.isoformat() if one.testimonial.placed_at else "",
            "language": one.testimonial.language,
            "authors": [{"name": one.name or words_in(language)["a_customer"]}],
            "_disclosure": words_in(language)["gift"] if one.testimonial.was_given_something else None,
        }
        for one in _rows()
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{words_in(language)['wall_title']} · {organisation_name()}",
        "home_page_url": request.build_absolute_uri("/wall/"),
        "feed_url": request.build_absolute_uri("/wall.json"),
        "description": words_in(language)["wall_lead"].format(len(items), that_may_be_shown().count()),
        "items": items,
    }
    answer = JsonResponse(
        feed, json_dumps_params={"ensure_ascii": False}, content_type="application/feed+json"
    )
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = "GET, HEAD"
    return answer


def _wall(request: HttpRequest) -> dict[str, Any]:
    language = _language(request)
    rows, of = _rows(), that_may_be_shown().count()
    words = words_in(language)
    lead = words["wall_lead"].format(len(rows), of)
    languages = languages_to_choose()
    return {"rows": rows, "lead": lead, "languages": languages, **page_words(language)}


def _language(request: HttpRequest) -> str:
    asked = read_address(request, is_public=True, lang=one_of(SPOKEN))
    return language_of(request, asked["lang"])


def _rows() -> list[Shown]:
    return [Shown(one, name_shown(one)) for one in on_the_wall()[:MOST]]
