"""What people fill in to write to a customer."""

from typing import Any

from django import forms

from ..models import Case, CaseLetter


class LetterForm(forms.Form):
    """Subject and words; the name of whoever writes stands below by itself."""

    subject = forms.CharField(max_length=150)
    words = forms.CharField(label="Your letter", max_length=8000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].initial = subject_for(case)


def subject_for(case: Case) -> str:
    """That of the thread so far, else what it is about."""
    last = (
        CaseLetter.objects.filter(case=case)
        .order_by("-at")
        .values_list("message__subject", flat=True)
        .first()
    )
    if last:
        return last if last.casefold().startswith("re:") else f"Re: {last}"
    if case.signal is None:
        return "How are things with you?"
    theirs = str(case.signal.metadata.get("subject") or "")[:140]
    if theirs:
        return theirs if theirs.casefold().startswith("re:") else f"Re: {theirs}"
    about = case.signal.touchpoint
    return f"What you told us about {about.name.lower()}" if about else "What you told us"
