"""The door through which other systems tell what customers agree to. What it acknowledges is stored."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import ApiToken

from .api.errors import Refused
from .api.posted import as_json, caller_of, object_of, refusal, unusable
from .consent_words import WordUnusable, read_told, take_told


@csrf_exempt  # no session and no cookie: the token is the protection
def consents(request: HttpRequest) -> HttpResponse:
    """POST one word of one customer: 200 with what holds now and whether that changed anything, 422 what is wrong."""
    if request.method != "POST":
        return refusal("method", allow="POST")
    now = timezone.now()
    try:
        token = caller_of(request, now, ApiToken.Scope.CONSENT)
        told = read_told(object_of(request), now=now)
        with transaction.atomic():
            allows, changed = take_told(told, by=f"api:{token.name}", at=now)
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except WordUnusable as strange:
        return unusable(str(strange), strange.field)
    return as_json(200, {"allows": allows, "changed": changed})
