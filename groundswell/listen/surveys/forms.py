"""What colleagues enter about a survey."""

from django import forms
from django.utils.text import slugify

from groundswell.foundation.journeys.models import Touchpoint

from .definition import as_data
from .errors import DefinitionUnusable, Problem
from .files import LARGEST_FILE, read_survey_file
from .formats.brought import Brought
from .models import KindOfScore, Survey
from .patterns import PATTERN, PATTERNS


class NewSurveyForm(forms.Form):
    """A survey to begin: what it is called, what it is about, and what it begins with."""

    pattern = forms.ChoiceField(
        label="Begin with",
        choices=[(one.code, one.name) for one in PATTERNS],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label="What colleagues call it", max_length=120)
    code = forms.SlugField(
        label="Short name for its link",
        max_length=60,
        required=False,
        help_text="Lower-case letters, digits and -, such as after-delivery. Empty: made of what colleagues call it.",
    )
    touchpoint = forms.ModelChoiceField(
        label="Moment of the journey",
        queryset=Touchpoint.objects.all(),
        required=False,
        empty_label="No single moment",
        help_text="Which one the first question asks about: after an episode, and in a satisfaction survey.",
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower() or slugify(self.cleaned_data.get("title", ""))[:60]
        if not code:
            raise forms.ValidationError("Give it a short name in Latin letters: it stands in the link.")
        if Survey.objects.filter(code=code).exists():
            raise forms.ValidationError("Another survey has this short name. Choose a different one.")
        return code

    def clean(self) -> None:
        pattern = PATTERN.get(self.cleaned_data.get("pattern", ""))
        if pattern and pattern.names_the_moment and not self.cleaned_data.get("touchpoint"):
            words = (
                f"“{pattern.name}” names the moment in its first question. Choose which one it asks about."
            )
            self.add_error("touchpoint", words)


class SurveyFileForm(forms.Form):
    """A survey that comes as a file."""

    file = forms.FileField(
        label="Survey file",
        help_text="Qualtrics (.qsf), LimeSurvey (.lss), SurveyJS (.json) or our own (.json).",
    )

    def clean_file(self) -> Brought:
        """What the file holds. What makes it unusable stands in ``problems``."""
        given = self.cleaned_data["file"]
        self.problems: list[Problem] = []
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(
                f"A survey has at most {LARGEST_FILE >> 20} MiB. Choose a smaller file."
            )
        try:
            return read_survey_file(given.read())
        except DefinitionUnusable as unusable:
            self.problems = unusable.problems
            raise forms.ValidationError("This file could not be used.") from unusable


class TranslationsForm(forms.Form):
    """A spreadsheet with words in other languages."""

    file = forms.FileField(
        label="Spreadsheet with the words", help_text="CSV, with the column names of the one you took."
    )

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise forms.ValidationError(f"It has at most {LARGEST_FILE >> 20} MiB. Choose a smaller file.")
        content: bytes = given.read()
        return content


class KeepSurveyForm(forms.Form):
    """What a survey from a file is called here; the survey itself waits in the page."""

    definition = forms.JSONField(widget=forms.HiddenInput)
    title = forms.CharField(label="What colleagues call it", max_length=120)
    code = forms.SlugField(
        label="Short name for its link",
        max_length=60,
        help_text="Lower-case letters, digits and -, such as after-delivery.",
    )
    kind_of_score = forms.ChoiceField(
        label="Who is asked", choices=KindOfScore, initial=KindOfScore.EXPERIENCE
    )

    clean_code = NewSurveyForm.clean_code


def keep_form_for(brought: Brought) -> KeepSurveyForm:
    """The form with what the file says about itself."""
    title = brought.title[:120]
    return KeepSurveyForm(
        initial={
            "definition": as_data(brought.definition),
            "title": title,
            "code": brought.outer.get("code") or slugify(title)[:60],
            "kind_of_score": brought.outer.get("kind_of_score", KindOfScore.EXPERIENCE),
        }
    )
