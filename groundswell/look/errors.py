"""Pages for when something goes wrong: each says what to do next."""

from urllib.parse import urlencode, urlsplit

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from .typed import typed_in


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request could not be read; where we know why, it says so."""
    said = str(exception) if isinstance(exception, BadRequest) else ""
    next_step = said or "Go back, check what you entered, and send it again."
    return _page(request, 400, "That request could not be read", next_step)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Somebody else may open this."""
    reason = str(exception) or "Your role does not open this page. Ask your administrator if you need it."
    return _page(request, 403, "This page is not open to you", reason)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here, or nothing within sight."""
    return _page(
        request,
        404,
        "There is nothing here",
        "The address may be mistyped, or it lies outside the part you may see.",
    )


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that was open while somebody signed in or out in the same browser."""
    next_step = "Somebody signed in or out in this browser since the page was opened, or it keeps no cookies. Open the page again and send it once more."
    return _page(request, 403, "This was not sent", next_step, *_back(request))


def signed_out(request: HttpRequest) -> HttpResponse:
    """A form of somebody whose sign-in ended meanwhile."""
    back = _back(request)[0]
    next_url = f"{reverse('account_login')}?{urlencode({'next': back})}"
    return _page(
        request,
        403,
        "You are signed out, so this was not sent",
        "Sign in, and send it once more.",
        next_url,
        "Sign in",
    )


def _back(request: HttpRequest) -> tuple[str, str]:
    """The page that the form stood on, where the browser says it and it is ours."""
    came = urlsplit(request.headers.get("referer", ""))
    is_ours = came.netloc == request.get_host() and came.path.startswith("/")
    return (came.path, "Open it again") if is_ours else ("/", "Go to the start")


def server_error(request: HttpRequest) -> HttpResponse:
    """Our mistake. Told by a page that is whole in itself: the frame, the database or the static files may have broken."""
    return HttpResponse(render_to_string("look/server_error.html"), status=500)


def _page(
    request: HttpRequest, status: int, headline: str, next_step: str, next_url: str = "", next_label: str = ""
) -> HttpResponse:
    context = {
        "headline": headline,
        "next_step": next_step,
        "next_url": next_url,
        "next_label": next_label,
        "status": status,
        "typed": typed_in(request),
    }
    return render(request, "look/error.html", context, status=status)
