"""What people fill in about offers and limits."""

from django import forms

from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import living_units

AMOUNT = {"min_value": 0, "max_digits": 12, "decimal_places": 2}


class OfferForm(forms.Form):
    """What the customer gets, what it is worth, and why."""

    what = forms.CharField(label="What the customer gets", max_length=200)
    amount = forms.DecimalField(label="Worth", min_value=0.01, max_digits=12, decimal_places=2)
    why = forms.CharField(label="Why", max_length=300)


class LimitForm(forms.Form):
    """Up to which amount a post makes good without asking."""

    post = forms.ChoiceField(choices=Person.Post)
    unit = forms.ModelChoiceField(
        living_units(), label="In", required=False, empty_label="The whole organisation"
    )
    most = forms.DecimalField(label="Up to, for one case", **AMOUNT)
