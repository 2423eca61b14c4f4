"""A form that is refused says what to write instead; what was done or refused has the focus."""

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

import groundswell
from groundswell.look.addresses import day, read_address, whole_number

FILTERS = re.compile(r'<form class="row filters".*?</form>', re.DOTALL)
BARE = re.compile(r'<label>(?:[^<]|<span[^>]*>[^<]*</span>)*<(?:input type="text"|textarea)')
CHOICES = [("a", "A")]


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.ChoiceField(choices=CHOICES), "", "Choose one."),
        (forms.ChoiceField(choices=CHOICES), "b", "“b” is not in the list. Choose what is."),
        (forms.MultipleChoiceField(choices=CHOICES), [], "Choose at least one."),
        (forms.BooleanField(), False, "Tick this."),
        (forms.IntegerField(), "12x", "Write a whole number in figures, such as 12."),
        (forms.IntegerField(max_value=104), "105", "Write 104 or less."),
        (forms.IntegerField(min_value=1), "0", "Write 1 or more."),
        (forms.DecimalField(), "1,5O", "Write a number in figures, such as 12 or 12.5."),
        (forms.DateField(), "2026-02-31", "Write a day that exists, as 2026-03-31."),
        (
            forms.DateTimeField(),
            "2026-02-31T10:00",
            "Write a day and a time that exist, as 2026-03-31 14:30.",
        ),
        (forms.TimeField(), "25:00", "Write a time of day, as 14:30."),
        (forms.EmailField(), "nobody", "Write an e-mail address, such as name@example.org."),
        (forms.FileField(), None, "Choose a file."),
    ],
    ids=lambda given: type(given).__name__ if isinstance(given, forms.Field) else "",
)
def test_a_field_says_what_to_write_instead(field: forms.Field, given: object, said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(given)
    assert refused.value.messages == [said]


def test_in_another_language_a_field_speaks_that_language() -> None:
    with override("de"):
        with pytest.raises(forms.ValidationError) as refused:
            forms.CharField().clean("")
        assert refused.value.messages == ["Dieses Feld ist zwingend erforderlich."]


def test_what_was_done_or_refused_has_the_focus_and_is_read_out() -> None:
    told = [Message(constants.ERROR, "No."), Message(constants.SUCCESS, "Yes.")]
    page = render_to_string("look/parts/messages.html", {"messages": told})
    first, second = re.findall(r'<div class="message[^>]*>', page)
    assert 'role="alert" tabindex="-1" autofocus' in first
    assert 'role="status" tabindex="-1">' in second


def test_a_range_that_is_asked_the_wrong_way_round_is_read_the_right_way_round() -> None:
    asking = RequestFactory().get("/?since=2026-11-20&until=2026-01-01&least=9&most=2")
    number = whole_number(0, 10)
    asked = read_address(asking, since=day, until=day, least=number, most=number)
    assert asked == {"since": date(2026, 1, 1), "until": date(2026, 11, 20), "least": 2, "most": 9}


def test_no_field_stands_bare_in_its_label() -> None:
    """Outside of a field or a row of filters it is smaller than a finger, and not wide enough for what is written."""
    pages = [path for path in Path(groundswell.__file__).parent.rglob("*.html") if path.is_file()]
    assert len(pages) > 200
    assert [path.name for path in pages if BARE.search(FILTERS.sub("", path.read_text()))] == []
