"""Pages for when something goes wrong: each says what to do next."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


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


def server_error(request: HttpRequest) -> HttpResponse:
    """Our mistake. Told by a page that is whole in itself: the frame, the database or the static files may have broken."""
    return HttpResponse(render_to_string("look/server_error.html"), status=500)


def _page(request: HttpRequest, status: int, headline: str, next_step: str) -> HttpResponse:
    return render(
        request,
        "look/error.html",
        {"headline": headline, "next_step": next_step, "status": status},
        status=status,
    )
