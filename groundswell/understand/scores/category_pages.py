"""The page on which somebody says by what else scores may be compared."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address, words
from groundswell.understand.evidence.actions import LONGEST_NAME, count_by
from groundswell.understand.evidence.attributes import MOST_VALUES, names_seen
from groundswell.understand.evidence.errors import NoSuchAttribute
from groundswell.understand.evidence.queries import counted_attributes

from .rules import NAMES_CATEGORIES


class CategoryForm(forms.Form):
    """A name as its source calls it, and what pages call it."""

    name = forms.CharField(
        label="Name", max_length=LONGEST_NAME, help_text="As the other system or the survey calls it."
    )
    label = forms.CharField(
        label="What pages call it",
        max_length=LONGEST_NAME,
        required=False,
        help_text="The name itself when empty.",
    )


@for_roles(*NAMES_CATEGORIES)
def categories(request: HttpRequest) -> HttpResponse:
    """What is counted by, what came beside answers and is not, and a form for one more."""
    form = CategoryForm(request.POST or None, initial=read_address(request, name=words))
    if request.method == "POST" and form.is_valid() and _added(request, form.cleaned_data):
        return redirect("scores:categories")
    context = {
        "form": form,
        "counted": counted_attributes(),
        "seen": names_seen(),
        "most": MOST_VALUES,
        "page_section": "understand",
    }
    return render(request, "scores/categories.html", context)


def _added(request: HttpRequest, given: dict[str, Any]) -> bool:
    try:
        made = count_by(given["name"], given["label"], by=request.user, at=timezone.now())
    except NoSuchAttribute as refused:
        messages.error(request, str(refused))
        return False
    messages.success(
        request, f"Scores will be compared by “{made.label}”. Earlier voices are counted within minutes."
    )
    return True
