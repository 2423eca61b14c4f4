"""What a field says about what it cannot take: what to write instead. In other languages Django's own words stand."""

from django import forms
from django.core import validators
from django.utils.functional import lazystr
from django.utils.translation import get_language

DAY = "Write a day that exists, as 2026-03-31."
SAID = {
    forms.Field: {"required": "Fill this in."},
    forms.BooleanField: {"required": "Tick this."},
    forms.ChoiceField: {
        "required": "Choose one.",
        "invalid_choice": "“%(value)s” is not in the list. Choose what is.",
    },
    forms.MultipleChoiceField: {
        "required": "Choose at least one.",
        "invalid_choice": "“%(value)s” is not in the list. Choose what is.",
    },
    forms.ModelChoiceField: {
        "required": "Choose one.",
        "invalid_choice": "This is not in the list, or no longer. Choose what is.",
    },
    forms.ModelMultipleChoiceField: {
        "required": "Choose at least one.",
        "invalid_choice": "One of these is not in the list, or no longer. Choose what is.",
        "invalid_pk_value": "“%(pk)s” is not in the list. Choose what is.",
    },
    forms.IntegerField: {"invalid": "Write a whole number in figures, such as 12."},
    forms.DecimalField: {"invalid": "Write a number in figures, such as 12 or 12.5."},
    forms.FloatField: {"invalid": "Write a number in figures, such as 12 or 12.5."},
    forms.DateField: {"invalid": DAY},
    forms.DateTimeField: {"invalid": "Write a day and a time that exist, as 2026-03-31 14:30."},
    forms.TimeField: {"invalid": "Write a time of day, as 14:30."},
    forms.URLField: {"invalid": "Write an address that begins with https://."},
    forms.FileField: {"required": "Choose a file."},
}
LIMITS = {
    validators.MinValueValidator: "Write %(limit_value)s or more.",
    validators.MaxValueValidator: "Write %(limit_value)s or less.",
    validators.EmailValidator: "Write an e-mail address, such as name@example.org.",
}


class _Said:
    """Ours in English, theirs elsewhere, decided when it is shown."""

    def __init__(self, ours: str, theirs: object) -> None:
        self._ours, self._theirs = ours, theirs

    def __str__(self) -> str:
        return self._ours if (get_language() or "en").startswith("en") else str(self._theirs)


def say_what_to_write() -> None:
    """Every field of every form says so from now on."""
    for kind, words in SAID.items():
        held = dict(getattr(kind, "default_error_messages", {}))
        kind.default_error_messages = held | {
            code: lazystr(_Said(said, held.get(code, ""))) for code, said in words.items()
        }
    for kind, said in LIMITS.items():
        kind.message = lazystr(_Said(said, kind.message))
