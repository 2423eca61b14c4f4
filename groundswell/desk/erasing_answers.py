"""The office answers what a customer asked about themselves, and the customer is told."""

from datetime import datetime

from django.db import transaction

from groundswell.foundation.erasing.actions import answer_request
from groundswell.foundation.erasing.models import Request, RequestAnswer
from groundswell.listen.channels.outbox.models import Message


@transaction.atomic
def refuse_request(request: Request, *, why: str, by: object, at: datetime) -> RequestAnswer:
    """Not done, with the reason, which the customer reads. It is an answer that we owe: no consent is asked."""
    answer = answer_request(request, RequestAnswer.Outcome.REFUSED, why=why, by=by, at=at)
    if request.customer and request.customer.email:
        Message.objects.get_or_create(
            key=f"data-request-{request.pk}",
            defaults={
                "address": request.customer.email,
                "subject": "About what you asked us",
                "body": f"You asked us: {request.get_kind_display()}\n\nWe cannot do that now. {answer.why}\n\n"
                "You may write to us, or to the authority that watches over data protection where you live.",
                "written_at": at,
                "due_at": at,
            },
        )
    return answer


def told_of(request: Request) -> str:
    """What became of it, in one sentence for the colleague who answered."""
    if Message.objects.filter(key=f"data-request-{request.pk}").exists():
        return "Answered. The customer is told why by e-mail."
    return "Answered."
