"""Made-up content for the style guide. Nothing here is a customer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from groundswell.look.components import Fact, Figure, Tab, TraceStep, Voice
from groundswell.look.icons import ICONS

NOW = datetime(2026, 5, 14, 10, 30, tzinfo=UTC)
DEFINITION = (
    "Recommendation score: share of 9 and 10 less share of 0 to 6, all answers of the period, 95% interval."
)


class SampleForm(forms.Form):
    """Every kind of field, for the eye."""

    summary = forms.CharField(
        label="What did you promise the customer?", help_text="One sentence, as you said it."
    )
    due_on = forms.DateField(label="By when?", widget=forms.DateInput(attrs={"type": "date"}))
    cause = forms.ChoiceField(
        label="What was the cause?",
        choices=[
            ("late", "The parcel came late"),
            ("size", "The size chart misled"),
            ("other", "Something else"),
        ],
        widget=forms.RadioSelect,
    )
    owner = forms.ChoiceField(label="Who takes it on?", choices=[("a", "Amira Khan"), ("j", "Joris de Wit")])
    note = forms.CharField(label="What should a colleague know?", widget=forms.Textarea, required=False)
    tell = forms.BooleanField(label="Tell the customer when it is done", required=False)


def frame() -> dict[str, Any]:
    """What surrounds a page."""
    places = ("Today", "Listen", "Understand", "Act", "Align", "Prove")
    return {
        "navigation": [
            {
                "label": place,
                "url": f"#{place.lower()}",
                "icon": place.lower(),
                "is_current": place == "Understand",
            }
            for place in places
        ],
        "viewer": {"name": "Amira Khan", "role": "Team lead", "unit": "Service centre, Leeds"},
        "unit_trail": [
            {"label": "Larch & Loom", "url": "#all"},
            {"label": "Service", "url": "#service"},
            {"label": "Service centre, Leeds", "url": "#leeds"},
        ],
        "unit_choices": [{"label": "Web shop", "url": "#web"}, {"label": "Shops, North", "url": "#north"}],
        "search_url": "#search",
        "sign_out_url": "#sign-out",
    }


def parts() -> dict[str, Any]:
    """What the parts show."""
    wrong = SampleForm({"summary": "", "due_on": "soon", "owner": "a"})
    return {
        "now": NOW,
        "icon_names": list(ICONS),
        "sure": Figure(31.6, 1204, 28.2, 35.1, period="April 2026", definition=DEFINITION, label="Service centre, Leeds"),
        "below": Figure(-14.2, 342, -21.8, -6.4, period="April 2026", definition=DEFINITION, label="Delivery"),
        "thin": Figure(50, 8, -4, 100, period="April 2026", is_thin=True, reason="30 answers would do", label="Returns desk"),
        "nothing": Figure(None, 0, period="April 2026", label="Gift cards"),
        "voice": Voice(
            "The first parcel never came. Your colleague in Leeds called me back the same day, found it, and had a second "
            "one at my door by Friday. I had already written you off.",
            9, "promoter", "Mrs H. Okafor", NOW - timedelta(days=3), "Call to the service centre",
            "Service centre, Leeds", "E-mail survey", ("Delivery", "Being called back"), "#voice",
        ),
        "painful": Voice(
            "Three weeks, two wrong sizes, and nobody answers. I give up.",
            1, "detractor", "A customer since 2019", NOW - timedelta(days=1), "Returns", "Web shop",
            "Complaint form", ("Returns", "Sizes"), "#painful",
        ),
        "wordless": Voice("Lovely coat, and the fit is right.", None, "", "", "12 May 2026", "Product page"),
        "trace_steps": [
            TraceStep("She told us", "done", "voice", "E-mail survey", NOW - timedelta(days=12), url="#1"),
            TraceStep("Heard as: delivery, being called back", "done", "theme", "Read by the machine, confirmed by Joris de Wit", NOW - timedelta(days=12)),
            TraceStep("Case 1042: called back in 3 hours, won back", "done", "case", "Amira Khan", NOW - timedelta(days=11), "Root cause: the depot scans parcels twice.", "#2"),
            TraceStep("Opportunity: one scan at the depot", "done", "opportunity", "Raised in the Leeds huddle", NOW - timedelta(days=9), url="#3"),
            TraceStep("The council approves a trial in three depots", "done", "decision", "Priya Nair, chair", NOW - timedelta(days=4), url="#4"),
            TraceStep("Initiative: single scan", "current", "initiative", "Tom Abara", NOW - timedelta(days=2), "Two of three depots run it.", "#5"),
            TraceStep("Effect against depots without it", "todo", "effect", detail="12 weeks of answers make it sure."),
            TraceStep("Tell her what changed", "todo", "reply"),
        ],
        "fact_list": [
            Fact("Customer", "Mrs H. Okafor", "#customer"), Fact("Order", "LL-20418, £84"),
            Fact("Bought since", "2019"), Fact("Answered on", "11 May 2026"),
        ],
        "tab_list": [Tab("Voices", "#v", True, 1204), Tab("Themes", "#t", count=17), Tab("Trend", "#r")],
        "page": Paginator(range(1204), 50).page(3),
        "overdue_at": NOW - timedelta(hours=50), "soon_at": NOW + timedelta(hours=3),
        "open_at": NOW + timedelta(days=2), "done_early": NOW + timedelta(hours=1), "done_late": NOW + timedelta(days=3),
        "wrong_form": wrong, "form": SampleForm(),
        "rows": [
            ("Service centre, Leeds", Figure(31.6, 1204, 28.2, 35.1), [22, 24, 27, 25, 29, 31.6], "kept", "Kept"),
            ("Web shop", Figure(18.0, 5310, 16.1, 19.9), [21, 20, 22, 19, 18, 18], "plain", "Open"),
            ("Delivery", Figure(-14.2, 342, -21.8, -6.4), [-2, -4, -9, -8, -12, -14.2], "overdue", "Overdue"),
            ("Returns desk", Figure(50, 8, -4, 100, is_thin=True), [50.0], "thin", "Too few"),
        ],
    }  # fmt: skip
