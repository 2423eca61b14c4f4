"""What may be done on a board: each deed with its form, what it does, and what is said then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form

from groundswell.act.opportunities.voices import voices_behind
from groundswell.foundation.access.models import User

from . import forms, sharing, working
from .files.actions import take_file_back
from .models import Agency, Idea, PartnerBoard, SharedFile, SharedVoice, Sharing, Task
from .queries import living_sharings, voices_to_share


@dataclass(frozen=True, slots=True)
class Deed:
    """A form, what it does, what is said, and whether only those who run the initiative may."""

    form: type[Form]
    act: Callable[..., object]
    said: str
    inside: bool = False
    only_while_running: bool = False


DEEDS = {
    "idea": Deed(forms.IdeaForm, working.offer_idea, "Your idea is on the board.", only_while_running=True),
    "remark": Deed(forms.RemarkForm, working.say, "It is said."),
    "task": Deed(forms.TaskForm, working.set_task, "The work is on the board.", only_while_running=True),
    "brief": Deed(
        forms.BriefForm,
        sharing.write_brief,
        "The brief is on the board.",
        inside=True,
        only_while_running=True,
    ),
    "result": Deed(forms.ResultForm, sharing.share_result, "The result is on the board.", inside=True),
    "share": Deed(forms.ShareForm, sharing.share_board, "They see this board now.", inside=True),
    "voice": Deed(
        forms.VoiceForm, sharing.share_voice, "The voice is on the board, without names.", inside=True
    ),
}
PARTS: dict[str, tuple[type[Any], Deed]] = {
    "say": (Idea, Deed(forms.RemarkForm, working.say, "It is said.")),
    "say-of-work": (Task, Deed(forms.RemarkForm, working.say, "It is said.")),
    "take-file": (SharedFile, Deed(forms.forms.Form, take_file_back, "The file is gone.")),
    "finish": (Task, Deed(forms.OutcomeForm, working.finish_task, "It is done.")),
    "end-sharing": (
        Sharing,
        Deed(
            forms.BecauseForm,
            sharing.end_sharing,
            "They see this board no more, from this moment on.",
            inside=True,
        ),
    ),
    "answer": (Idea, Deed(forms.AnswerForm, working.answer_idea, "It is answered.", inside=True)),
    "take-back": (
        SharedVoice,
        Deed(forms.forms.Form, sharing.take_voice_back, "It stands here no more.", inside=True),
    ),
}


def for_form(deed: str, found: PartnerBoard, user: User, at: datetime) -> dict[str, Any]:
    """What the form of a deed chooses from."""
    if deed == "voice":
        behind = voices_behind(found.initiative.decision.proposal.opportunity)
        return {"voices": voices_to_share(found, user, behind)}
    if deed == "share":
        return {"agencies": Agency.objects.filter(ended_at=None)}
    on_board = living_sharings(at).filter(board=found).values("agency")
    return {"agencies": Agency.objects.filter(pk__in=on_board)} if deed == "task" else {}
