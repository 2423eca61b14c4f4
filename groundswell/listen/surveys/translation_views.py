"""Where the words of a survey go to translators and come back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from groundswell.foundation.access.rules import STEERS, for_roles

from .actions import keep_revision
from .editing import languages_of
from .fields import address_of
from .forms import TranslationsForm
from .language_names import name_of
from .models import Survey
from .queries import work_on
from .translations import Taken, missing_in, own_places, take_translations, translation_file


@for_roles(*STEERS)
def translations(request: HttpRequest, code: str) -> HttpResponse:
    """What is still to be translated, the table to take along, and the way back. What comes in waits to be published."""
    found = get_object_or_404(Survey, code=code, closed_at=None)
    form = TranslationsForm(request.POST or None, request.FILES or None)
    taken, status = Taken(), 200
    if request.method == "POST" and form.is_valid():
        data, taken = take_translations(work_on(found), form.cleaned_data["file"])
        if taken.words:
            keep_revision(found, data, at=timezone.now())
            told = ", ".join(f"{count} in {name_of(language)}" for language, count in taken.words.items())
            messages.success(
                request, f"Kept: words at so many places: {told}. Customers see them when you publish."
            )
        if not taken.problems:
            return redirect("surveys:translations", code)
    if taken.problems or form.errors:
        status = 422
    data = work_on(found)
    spoken = [
        {
            "name": name_of(language),
            "missing": [(one.where, address_of(one, language)) for one in missing_in(data, language)],
            "of": len(own_places(data, language)),
        }
        for language in languages_of(data)[1:]
    ]
    context = {
        "form": form,
        "survey": found,
        "spoken": spoken,
        "problems": taken.problems,
        "page_section": "listen",
    }
    return render(request, "surveys/translations.html", context, status=status)


@for_roles(*STEERS)
@require_safe
def table(request: HttpRequest, code: str) -> HttpResponse:
    """The words of the next version as a table for a spreadsheet."""
    content = translation_file(work_on(get_object_or_404(Survey, code=code)))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-words.csv"'
    return answer
