"""A printed page as a sheet of a file, and the file as an answer, or the page again where none could be made."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.text import slugify

from .making import PressFailed, pdf_of
from .reading import Sheet, sheet_of


def sheet_from(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    address: str,
    whole: str = "",
    one_page: bool = False,
) -> Sheet:
    """The page of this template as a sheet. What this reader does not see on the page is not in the file."""
    page = render_to_string(template, dict(context), request)
    return sheet_of(page, address=request.build_absolute_uri(address), whole=whole, one_page=one_page)


def answer_with(
    request: HttpRequest,
    sheets: Sequence[Sheet],
    *,
    name: str,
    otherwise: str,
    title: str = "",
    contents: bool = False,
) -> HttpResponse:
    """A file to keep, under a name that says what it is; ``otherwise`` is the address of the page it is made from."""
    try:
        made = pdf_of(sheets, title=title, contents=contents)
    except PressFailed as failure:
        messages.error(request, str(failure))
        return redirect(otherwise)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name)[:80] or "page"}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
