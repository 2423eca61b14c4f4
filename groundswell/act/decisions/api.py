"""The door through which other systems register decisions. What it acknowledges is stored; the same key is stored once."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, caller_of, object_of, refusal, unusable

from .errors import DecisionRefused, OtherContent
from .models import RegisteredDecision
from .rules import obliged_because
from .told import read_told, take_told


@csrf_exempt  # no session and no cookie: the token is the protection
def decisions(request: HttpRequest) -> HttpResponse:
    """POST one decision: 201 stored now, 200 stored before, 409 the key with other content, 422 what is wrong with it."""
    if request.method != "POST":
        return refusal("method", allow="POST")
    now = timezone.now()
    try:
        token = caller_of(request, now, ApiToken.Scope.DECISIONS)
        source = f"api:{token.name}"
        told = read_told(object_of(request))
        made, is_new = take_told(told, door=RegisteredDecision.Door.API, source=source, by=source, at=now)
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except OtherContent as other:
        return refusal("conflict", other.field, said=str(other))
    except DecisionRefused as strange:
        return unusable(str(strange), strange.field)
    assessment = made.assessments.first()
    reasons = obliged_because(
        made.amount, assessment.customers_touched if assessment else None, filed_at=made.filed_at
    )
    said = {
        "id": made.pk,
        "key": made.key,
        "is_assessed": assessment is not None,
        "assessment_is_owed": bool(reasons) and assessment is None,
    }
    return as_json(201 if is_new else 200, said)
