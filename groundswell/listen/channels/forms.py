"""What people enter: answers, files, addresses to invite."""

from django import forms

from groundswell.listen.surveys.models import KindOfScore

from .web.answers import LONGEST_COMMENT, Answer


class AnswerForm(forms.Form):
    """The one question and the why."""

    score = forms.IntegerField(
        min_value=0,
        max_value=10,
        error_messages={
            "required": "Choose a number from 0 to 10.",
            "invalid": "Choose a number from 0 to 10.",
        },
    )
    comment = forms.CharField(
        required=False, strip=False, max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 4})
    )
    submission = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def answer(self) -> Answer:
        """What the customer gave."""
        words = self.cleaned_data["comment"].replace("\r\n", "\n")
        return Answer(self.cleaned_data["score"], words if words.strip() else "")


class FileForm(forms.Form):
    """A feedback file to bring in."""

    file = forms.FileField(
        label="Feedback file",
        help_text="CSV with external_id, submitted_at and score; email, unit, touchpoint and comment if you have them.",
    )
    kind_of_score = forms.ChoiceField(
        label="What was asked", choices=KindOfScore, initial=KindOfScore.EXPERIENCE
    )
    date_order = forms.ChoiceField(
        label="How dates are written",
        choices=[("iso", "2026-12-31"), ("dmy", "31/12/2026"), ("mdy", "12/31/2026")],
        initial="iso",
    )
    rehearse = forms.BooleanField(label="Only say what would happen", required=False)
