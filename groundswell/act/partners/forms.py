"""What both sides fill in."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.language_names import languages_to_choose
from groundswell.look.file_fields import SeveralFilesField

from .errors import FileRefused
from .files.actions import AT_ONE_TIME
from .files.content import ENDINGS, LARGEST, Kind, NewFile, looked_at
from .models import Agency, IdeaAnswer

DAY = {"type": "date"}


def _long(label: str, rows: int = 3, **given: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **given)


class FilesField(SeveralFilesField):
    """Files that go with what is written, each looked at by its content."""

    def __init__(self) -> None:
        endings = [f".{end}" for kind in Kind for end in ENDINGS.get(kind, (kind.value,))]
        super().__init__(
            label="Files",
            required=False,
            help_text=f"Up to {AT_ONE_TIME}, each of {LARGEST >> 20} MB at most: PDF, pictures, office documents, CSV. "
            "Pictures lose place, device and time here. Documents and PDFs keep their author, remarks and old versions: look before.",
        )
        self.widget.attrs["accept"] = ",".join(endings)

    def clean(self, data: Any, initial: Any = None) -> list[NewFile]:
        """What each is. The browser asks for them again where one is refused: nothing is kept by halves."""
        if not data:
            return []
        given = super().clean(data, initial)
        try:
            return [looked_at(one.name, one.read(LARGEST + 1)) for one in given]
        except FileRefused as refusal:
            raise forms.ValidationError(f"{refusal} Choose the files again.") from refusal


class AgencyForm(forms.Form):
    """A company that begins to work with us."""

    name = forms.CharField(label="Name of the agency", max_length=120)
    does = forms.CharField(label="What it does", max_length=120, required=False)


class InviteForm(forms.Form):
    """One person of an agency."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail")
    language = forms.ChoiceField(
        label="Their language",
        choices=languages_to_choose("The language of the organisation"),
        required=False,
        help_text="Their invitation and what they hear of boards. They may choose another; the pages are in English.",
    )


class BecauseForm(forms.Form):
    """A reason."""

    because = forms.CharField(label="Why", max_length=300)


class PurposeForm(forms.Form):
    """What a board is for."""

    purpose = _long("What it is for, in words that may leave the house")


class ShareForm(forms.Form):
    """With whom, until when."""

    agency = forms.ModelChoiceField(
        label="Agency", queryset=Agency.objects.none(), empty_label="Choose an agency"
    )
    until_on = forms.DateField(label="Until, that day included", widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies


class BriefForm(forms.Form):
    """What we ask."""

    title = forms.CharField(label="Title", max_length=120)
    words = _long("What we ask", 5)
    files = FilesField()


class IdeaForm(forms.Form):
    """What somebody would try."""

    title = forms.CharField(label="Your idea in one line", max_length=120)
    words = _long("More about it", required=False)
    files = FilesField()


class AnswerForm(forms.Form):
    """What becomes of an idea."""

    verdict = forms.ChoiceField(label="What becomes of it", choices=IdeaAnswer.Verdict.choices)
    why = forms.CharField(label="Why", max_length=500)


class TaskForm(ShareForm):
    """Work by a day."""

    what = forms.CharField(label="What is to be done", max_length=200)
    due_on = forms.DateField(label="By", widget=forms.DateInput(attrs=DAY))
    until_on = None
    files = FilesField()
    field_order = ("what", "due_on", "agency", "files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].required = False
        self.fields["agency"].label = "Who does it"
        self.fields["agency"].empty_label = "We do"


class OutcomeForm(forms.Form):
    """What came of a task."""

    outcome = forms.CharField(label="What came of it", max_length=500)
    files = FilesField()


class RemarkForm(forms.Form):
    """A word."""

    words = _long("Your words", 2)


class ResultForm(forms.Form):
    """What came out."""

    title = forms.CharField(label="Title", max_length=120)
    words = _long("What came out so far")
    files = FilesField()


class VoiceForm(forms.Form):
    """A voice, and what is taken out of it by hand."""

    signal = forms.ModelChoiceField(queryset=Signal.objects.none(), widget=forms.HiddenInput)
    struck = forms.CharField(
        label="Take out as well", required=False, max_length=300, help_text="Words, with commas between them."
    )

    def __init__(self, *args: Any, voices: QuerySet[Signal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signal"].queryset = voices


class PasswordForm(forms.Form):
    """A password of one's own."""

    password = forms.CharField(
        label="Choose a password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="12 characters or more. A few words in a row are easy to keep.",
    )  # fmt: skip
