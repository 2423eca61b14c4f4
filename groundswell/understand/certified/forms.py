"""What the office says beside a step."""

from django import forms


class CertifyForm(forms.Form):
    """Certify a draft."""

    note = forms.CharField(
        label="What should a reader know?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(forms.Form):
    """Withdraw a figure."""

    reason = forms.CharField(
        label="Why does it no longer stand?", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
