"""Alive and ready, told apart."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from groundswell.foundation.timetable.queries import last_sign_of_life


def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


def ready(request: HttpRequest) -> JsonResponse:
    """The database answers; says whether the worker lives."""
    try:
        connection.ensure_connection()
        seen = last_sign_of_life()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": False}, status=503)
    lives = seen is not None and timezone.now() - seen < timedelta(seconds=60)
    return JsonResponse({"ready": True, "database": True, "worker": lives, "degraded": not lives})
