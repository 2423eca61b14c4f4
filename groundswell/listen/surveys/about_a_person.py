"""What somebody was asked, and answers that they have not sent yet."""

from django.db.models import QuerySet

from groundswell.foundation.held import Held, Somebody, naming

from .models import AnswerDraft, Invitation


def _drafts(somebody: Somebody) -> QuerySet[AnswerDraft]:
    mine = AnswerDraft.objects.filter(customer__in=somebody.records)
    invited = AnswerDraft.objects.filter(invitation__customer__in=somebody.records)
    written = naming(AnswerDraft, ("answers",), somebody.names).values("pk")
    return AnswerDraft.objects.filter(
        pk__in=[
            *mine.values_list("pk", flat=True),
            *invited.values_list("pk", flat=True),
            *(row["pk"] for row in written),
        ]
    )


HELD = [
    Held("Answers not sent yet", AnswerDraft, find=_drafts),
    Held("Questions they were asked", Invitation, customer=["customer"]),
]
