"""The page of benefits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, for_roles

from .queries import benefit_lines, total_of
from .report import benefit_picture, benefit_words, effect_words, opening_sentence, total_words


@for_roles(*LEADS, User.Role.ANALYST)
def benefits(request: HttpRequest) -> HttpResponse:
    """Promised against brought, one row an initiative."""
    lines = benefit_lines(request.user, timezone.now())
    total = total_of(lines)
    context = {
        "page_section": "prove",
        "sentence": opening_sentence(lines, total),
        "picture": benefit_picture(lines) if total else "",
        "rows": [(line, effect_words(line), benefit_words(line)) for line in lines],
        "total": total,
        "total_words": total_words(total),
    }
    return render(request, "benefits/list.html", context)
