"""What people fill in about offers and limits."""

from decimal import Decimal

from django import forms

from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import living_units
from groundswell.look.amounts import AmountField


class OfferForm(forms.Form):
    """What the customer gets, what it is worth, and why."""

    what = forms.CharField(label="What the customer gets", max_length=200)
    amount = AmountField(label="Worth", min_value=Decimal("0.01"))
    why = forms.CharField(label="Why", max_length=300)


class LimitForm(forms.Form):
    """Up to which amount a post makes good without asking."""

    post = forms.ChoiceField(choices=Person.Post)
    unit = forms.ModelChoiceField(
        living_units(), label="In", required=False, empty_label="The whole organisation"
    )
    most = AmountField(label="Up to, for one case", min_value=0)
