"""The door through which a till or a shop tells that somebody named an advocate's code at the first purchase."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, caller_of, object_of, refusal, unusable

from .claims import ClaimUnusable, read_claim, take_claim
from .models import Referral


@csrf_exempt  # no session and no cookie: the token is the protection
def referrals(request: HttpRequest) -> HttpResponse:
    """POST one code: 200 with whether it counts and, where not, why; 422 what is wrong. Sent twice it counts once."""
    if request.method != "POST":
        return refusal("method", allow="POST")
    now = timezone.now()
    try:
        token = caller_of(request, now, ApiToken.Scope.INTAKE)
        claim = read_claim(object_of(request), now=now)
        found = take_claim(claim, by=f"api:{token.name}", at=now)
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except ClaimUnusable as strange:
        return unusable(str(strange), strange.field)
    if isinstance(found, Referral):
        return as_json(200, {"counts": True, "why_not": None, "sentence": None})
    return as_json(200, {"counts": False, "why_not": found.why, "sentence": found.get_why_display()})
