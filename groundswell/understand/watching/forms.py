"""What people fill in about what is watched."""

from __future__ import annotations

from typing import Any

from django import forms

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.queries import living_units
from groundswell.listen.surveys.models import KindOfScore, Survey

from .models import Settlement, WatchedSeries


class WatchForm(forms.Form):
    """One more figure to watch."""

    what = forms.ChoiceField(label="What", choices=WatchedSeries.What)
    kind_of_score = forms.ChoiceField(
        label="Kind of score",
        choices=[
            ("", "No score"),
            *((k.value, k.label) for k in (KindOfScore.EXPERIENCE, KindOfScore.RELATIONSHIP)),
        ],
        required=False,
        help_text="For a score only.",
    )
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.all(), required=False, empty_label="Every touchpoint"
    )
    unit = forms.ModelChoiceField(
        living_units(), label="Part", required=False, empty_label="The whole organisation"
    )
    survey = forms.ModelChoiceField(
        Survey.objects.filter(closed_at=None),
        required=False,
        empty_label="No survey",
        help_text="For a response rate.",
    )
    limits = forms.ChoiceField(
        label="Limits",
        choices=WatchedSeries.Limits,
        help_text="Widen them where hundreds answer each week: else nearly every week would be an alarm.",
    )
    owner = forms.ModelChoiceField(colleagues(), required=False, empty_label="Whoever answers for the place")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        what = given.get("what")
        if what == WatchedSeries.What.SCORE and not given.get("kind_of_score"):
            self.add_error("kind_of_score", "Choose which kind: the kinds never mix.")
        if what == WatchedSeries.What.RESPONSE and not given.get("survey"):
            self.add_error("survey", "Choose the survey.")
        if what != WatchedSeries.What.SCORE:
            given["kind_of_score"], given["touchpoint"] = "", None
        if what == WatchedSeries.What.RESPONSE:
            given["unit"] = None
        else:
            given["survey"] = None
        return given


class OwnerForm(forms.Form):
    """Who is told from now on."""

    to = forms.ModelChoiceField(colleagues(), label="Owner")


class SettleForm(forms.Form):
    """What explains it, or that nothing does."""

    kind = forms.ChoiceField(label="What it was", choices=Settlement.Kind, widget=forms.RadioSelect)
    words = forms.CharField(
        label="What explains it",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as “New courier since Monday”. Colleagues read it beside the chart.",
    )
    begins_anew = forms.BooleanField(
        label="The usual is another from now on: leave the weeks before out of the chart", required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == Settlement.Kind.EXPLAINED and not given.get("words", "").strip():
            self.add_error("words", "Say in a sentence what explains it.")
        return given
