"""The door through which a checkout or a call centre asks what one customer was dealt by lot."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, caller_of, object_of, refusal, unusable

from .customers.asking import QuestionUnusable, lot_of


@csrf_exempt  # no session and no cookie: the token is the protection
def lots(request: HttpRequest) -> HttpResponse:
    """POST one customer of one initiative: 200 with what they were dealt, 422 what is wrong. Asked again, the answer is the same."""
    if request.method != "POST":
        return refusal("method", allow="POST")
    now = timezone.now()
    try:
        token = caller_of(request, now, ApiToken.Scope.LOTS)
        told = lot_of(object_of(request), reader=token.owner, at=now)
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except QuestionUnusable as strange:
        return unusable(str(strange), strange.field)
    return as_json(
        200,
        {
            "gets": told.gets,
            "has_begun": told.has_begun,
            "starts_on": told.starts_on.isoformat(),
            "part": told.part,
            "dealt_at": told.dealt_at.isoformat(),
        },
    )
