"""An amount as people write it: with or without commas and the sign of the currency, and never read in two ways."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from groundswell.look.numbers import currency_symbol

PLAIN = re.compile(r"-?\d+(\.\d{1,2})?", re.ASCII)
WITH_COMMAS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d{1,2})?", re.ASCII)
SPACES = re.compile(r"\s")


class AmountField(forms.DecimalField):
    """Money in the organisation's currency, up to two places behind the point."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            max_digits=12, decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **given
        )

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError where it could be read in two ways, saying how to write it."""
        said = SPACES.sub("", str(value)) if value is not None else ""
        for sign in (currency_symbol(settings.CURRENCY), settings.CURRENCY):
            said = said.removeprefix(sign).removesuffix(sign)
        if said and not PLAIN.fullmatch(said) and not WITH_COMMAS.fullmatch(said):
            raise ValidationError(f"“{str(value)[:30]}” is not an amount. Write it as 38,000 or 38000.50.")
        return super().to_python(said.replace(",", ""))
