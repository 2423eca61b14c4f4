"""What people enter: plans, rules, whom to invite."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms

from groundswell.foundation.customers.actions import canonical
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.identity import canonical_phone
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.models import Survey

from .models import ContactRule, ListeningPlan, Wish
from .queries import surveys_for_customers


class InviteForm(forms.Form):
    """One customer to ask."""

    survey = forms.ModelChoiceField(label="Survey", queryset=Survey.objects.filter(closed_at=None))
    wish = forms.ChoiceField(label="How to ask", choices=Wish, initial=Wish.EMAIL, required=False)
    email = forms.EmailField(label="Customer's e-mail address", max_length=254, required=False)
    phone = forms.CharField(
        label="Customer's mobile number",
        max_length=40,
        required=False,
        help_text="Only where the customer is asked by text message.",
    )
    unit = forms.ModelChoiceField(label="Where it happened", queryset=Unit.objects.none(), required=False)
    touchpoint = forms.ModelChoiceField(
        label="Moment of the journey", queryset=Touchpoint.objects.all(), required=False
    )
    consents = forms.BooleanField(label="The customer agreed to be asked this way")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["survey"].queryset = surveys_for_customers()

    def clean(self) -> dict[str, Any]:
        """What the wish needs is given, and the number is one."""
        given = super().clean() or {}
        given["wish"] = given.get("wish") or Wish.EMAIL
        if given["wish"] == Wish.EMAIL and not given.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter the address to write to.")
        if given.get("wish") == Wish.TEXT and not given.get("phone"):
            self.add_error("phone", "Enter the number to write to.")
        if given.get("wish") == Wish.EITHER and not given.get("phone") and not given.get("email"):
            self.add_error("email", "Enter an address or a number.")
        return given

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"].strip()
        try:
            return canonical_phone(text) if text else ""
        except IdentityRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class PhoneForm(forms.Form):
    """Who is on the telephone, and what they are asked."""

    survey = forms.ModelChoiceField(
        label="What you ask", queryset=Survey.objects.none(), empty_label="Choose a survey"
    )
    name = forms.CharField(
        label="Who is it?", max_length=200, required=False, help_text="A name, or a customer number."
    )
    phone = forms.CharField(
        label="Their number", max_length=40, required=False, help_text="Such as +44 20 7946 0018."
    )
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        required=False,
        help_text="Without a number or an address nobody can get back to them.",
    )
    unit = forms.ModelChoiceField(
        label="Where it happened", queryset=Unit.objects.none(), required=False, empty_label=""
    )
    served = forms.BooleanField(label="I served this customer myself", required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["survey"].queryset = surveys_for_customers()
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_phone(self) -> str:
        return self._as_identity("phone")

    def clean_email(self) -> str:
        return self._as_identity("email")

    def _as_identity(self, kind: str) -> str:
        text: str = self.cleaned_data[kind]
        try:
            return canonical(kind, text) if text else ""
        except IdentityRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class RuleForm(forms.Form):
    """One amount of one rule."""

    kind = forms.ChoiceField(label="Rule", choices=ContactRule.Kind)
    amount = forms.IntegerField(
        label="Amount", min_value=0, max_value=730, help_text="0 switches the rule off."
    )
    survey = forms.ModelChoiceField(
        label="Only for this survey",
        queryset=Survey.objects.filter(closed_at=None),
        required=False,
        help_text="Only the days of one survey can differ from the rest.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("survey") and given.get("kind") != ContactRule.Kind.SURVEY_WINDOW:
            self.add_error(
                "survey", "Leave this empty, or choose the days between questions of the same survey."
            )
        if given.get("kind") in {"quiet_from", "quiet_until"} and (given.get("amount") or 0) > 23:
            self.add_error("amount", "Enter an hour from 0 to 23.")
        return given


class ListForm(forms.Form):
    """A list of people to be asked once."""

    survey = forms.ModelChoiceField(label="Survey", queryset=Survey.objects.filter(closed_at=None))
    people = forms.CharField(
        label="Whom you ask",
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One address in a line, or a CSV with names. Everybody is asked once, however often they stand here.",
    )
    file = forms.FileField(label="Or bring a file", required=False, help_text="CSV, up to 2 MB.")
    agreed = forms.CharField(
        label="Where they agreed to be asked",
        required=False,
        max_length=60,
        help_text="For example: order form, spring 2026. Leave it empty, and only those are asked who allowed it before.",
    )
    name = forms.CharField(label="Name of this list", max_length=120)
    starts_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    spread_days = forms.IntegerField(
        label="Spread over so many days", min_value=1, max_value=90, initial=1,
        help_text="Each person's day is drawn by lot.",
    )  # fmt: skip
    send_hour = forms.IntegerField(
        label="Hour of the day, on the customer's clock", min_value=0, max_value=23, initial=10
    )
    reminders_at_most = forms.IntegerField(
        label="Reminders at most", min_value=0, max_value=3, initial=0,
        help_text="They go to those only who keep silent.",
    )  # fmt: skip
    remind_after_days = forms.IntegerField(
        label="Days before a reminder", min_value=2, max_value=60, initial=7
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survey"].queryset = surveys_for_customers()

    def clean_file(self) -> str:
        brought = self.cleaned_data.get("file")
        if not brought:
            return ""
        if brought.size > 2_000_000:
            raise forms.ValidationError("This file is larger than 2 MB. Bring it in parts.")
        raw = brought.read()
        try:
            return str(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return str(raw.decode("cp1252", errors="replace"))

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if ListeningPlan.objects.filter(name=name).exists():
            raise forms.ValidationError("A plan or list has this name already. Choose another.")
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["text"] = given.get("file") or given.get("people") or ""
        if not given["text"].strip() and not self.errors:
            self.add_error("people", "Enter an address, or bring a file.")
        return given


ALWAYS = ("name", "survey", "wish", "starts_on")
CHOOSES = ("segments", "unit", "share", "quota")
FIELDS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ListeningPlan.Kind.WAVE: (*ALWAYS, "spread_days", "send_hour", *CHOOSES, "margin"),
        ListeningPlan.Kind.ROLLING: (*ALWAYS, "send_hour", *CHOOSES, "margin"),
        ListeningPlan.Kind.EPISODE: (*ALWAYS, "wait_hours", *CHOOSES),
    }
)
"""What a plan of each kind needs to know; who does not answer may be reminded by all of them."""

REMINDS = ("reminders_at_most", "remind_after_days")


class PlanForm(forms.ModelForm):
    """A listening plan of one kind, with what that kind needs and nothing else."""

    segments = forms.CharField(
        label="Only these segments", required=False, help_text="Separated by commas; empty asks all."
    )

    class Meta:
        model = ListeningPlan
        fields = [
            "name",
            "survey",
            "wish",
            "starts_on",
            "segments",
            "unit",
            "share",
            "margin",
            "quota",
            "expected_response",
            "send_hour",
            "spread_days",
            "wait_hours",
            "remind_after_days",
            "reminders_at_most",
        ]
        widgets = {"starts_on": forms.DateInput(attrs={"type": "date"})}
        labels = {
            "wish": "How it asks",
            "starts_on": "First day",
            "unit": "Only this unit",
            "share": "Share of customers, in per cent",
            "margin": "Or: margin wanted for each unit, in points",
            "quota": "Answers wanted from each unit",
            "expected_response": "Expected response, in per cent",
            "send_hour": "Hour of the day, on the customer's clock",
            "spread_days": "Spread a wave over so many days",
            "wait_hours": "Hours to wait after an episode",
            "remind_after_days": "Days before a reminder",
            "reminders_at_most": "Reminders at most",
        }

    def __init__(self, *args: Any, kind: str, may: frozenset[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        wanted = [
            *FIELDS_OF.get(kind, ("name",)),
            *(["expected_response"] if "margin" in FIELDS_OF.get(kind, ()) else []),
        ]
        wanted += REMINDS
        self.fields = {name: self.fields[name] for name in wanted if may is None or name in may}
        self.instance.kind = kind
        if "survey" in self.fields:
            surveys = surveys_for_customers()
            if kind == ListeningPlan.Kind.EPISODE:
                surveys = surveys.filter(touchpoint__isnull=False)
            self.fields["survey"].queryset = surveys
        if "wish" in self.fields:
            self.fields["wish"].required = False
        if "segments" in self.fields:
            self._name_segments()

    def _name_segments(self) -> None:
        segments = Customer.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True)
        known = list(segments.distinct()[:20])
        if self.instance.pk:
            self.initial["segments"] = ", ".join(self.instance.segments)
        if known:
            self.fields[
                "segments"
            ].help_text = f"Separated by commas; empty asks all. Known: {', '.join(known)}."

    def clean_wish(self) -> str:
        return self.cleaned_data["wish"] or Wish.EMAIL

    def clean_segments(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["segments"].split(",") if part.strip()]


class PauseForm(forms.Form):
    """Let a plan rest."""

    why = forms.CharField(label="Why it rests", max_length=300)


class BanForm(forms.Form):
    """Never contact this person."""

    why = forms.CharField(label="Why this person is never contacted", max_length=300)
