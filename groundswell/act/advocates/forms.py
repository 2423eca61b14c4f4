"""What people fill in here: colleagues inside, customers on the public pages."""

from django import forms

from .models import Ask


class ThankForm(forms.Form):
    """The words of a thank-you."""

    words = forms.CharField(label="Your words", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class AskForm(forms.Form):
    """What an advocate is asked for."""

    kind = forms.ChoiceField(label="What do you ask for?", choices=Ask.Kind, widget=forms.RadioSelect)


class FriendForm(forms.Form):
    """Somebody who comes by a recommendation."""

    name = forms.CharField(label="Your name", max_length=200)
    email = forms.EmailField(label="Your e-mail address", max_length=254)
    may_write = forms.BooleanField(label="You may write to me", required=False)
