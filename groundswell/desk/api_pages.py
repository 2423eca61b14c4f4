"""The API described: for programs by OpenAPI, for people on a page. Each room says in its ``described.py`` what it answers."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundswell.listen.channels.api.describing import Operation, document
from groundswell.listen.channels.api.errors import PROBLEMS

from .api_words import Call, call_of


@cache
def operations() -> tuple[Operation, ...]:
    """Everything that other systems may do here, in the order in which the rooms tell of it."""
    rooms = [room for room in reversed(settings.ROOMS) if find_spec(f"{room}.described")]
    return tuple(one for room in rooms for one in import_module(f"{room}.described").OPERATIONS)


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The document that programs read."""
    described = document(operations(), version=settings.VERSION, server=settings.BASE_URL)
    return JsonResponse(described, json_dumps_params={"ensure_ascii": False})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people. It says nothing about anybody and needs no sign-in."""
    calls: list[Call] = [call_of(one, settings.BASE_URL) for one in operations()]
    refusals = [(name, *said) for name, said in PROBLEMS.items()]
    return render(request, "desk/api.html", {"calls": calls, "refusals": refusals})
