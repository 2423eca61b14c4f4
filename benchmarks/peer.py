"""What the intake is measured against: a plain page of the same framework that stores one signal durably."""

import json
import os
from datetime import datetime

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.peer_settings")

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

application = get_wsgi_application()

from groundswell.listen.signals.actions import NewSignal, receive_signal  # noqa: E402 the rooms are loaded now


@csrf_exempt
def store(request: HttpRequest) -> JsonResponse:
    """Store one answer as a signal, in one transaction."""
    given = json.loads(request.body)
    new = NewSignal(
        source="peer",
        key=given["external_id"],
        channel="web",
        kind_of_score="experience",
        score=given["score"],
        comment=given["comment"],
        submitted_at=datetime.fromisoformat(given["submitted_at"]),
    )
    return JsonResponse({"id": receive_signal(new, at=timezone.now()).signal_id}, status=201)


urlpatterns = [path("api/v1/responses", store)]
