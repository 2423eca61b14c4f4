"""What is filled in around a meeting."""

from django import forms


class MoveForm(forms.Form):
    """Another moment, or another place."""

    planned_at = forms.DateTimeField(
        label="When", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(
        label="Where", required=False, max_length=120, help_text="A room, or the address of a call."
    )
    why = forms.CharField(
        label="Why it moves",
        required=False,
        max_length=300,
        help_text="Every seat reads it. Needed for another moment.",
    )


class CallOffForm(forms.Form):
    """Why it does not take place."""

    because = forms.CharField(label="Why it is called off", max_length=300, help_text="Every seat reads it.")


class PlaceForm(forms.Form):
    """Another place on the agenda, or none: then the ranking holds again."""

    place = forms.IntegerField(required=False, min_value=1, max_value=99)
    why = forms.CharField(required=False, max_length=300)


class RemarkForm(forms.Form):
    """Words for the minutes."""

    words = forms.CharField(
        label="A remark", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
