"""The addresses of a survey's doors; those that stand somewhere name the part of the organisation where they stand."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from groundswell.foundation.organisation.models import Unit

from .models import Survey


@dataclass(frozen=True, slots=True)
class Doors:
    """Where customers answer. ``printed`` stands in the QR code, ``place`` is what its pages carry along."""

    link: str
    printed: str
    kiosk: str
    place: str
    unit: Unit | None


def doors_of(survey: Survey, unit: Unit | None = None) -> Doors:
    """The doors of a survey, at one place or at none."""
    link = settings.BASE_URL + reverse("channels:open_answer", args=[survey.code])
    kiosk = settings.BASE_URL + reverse("channels:kiosk", args=[survey.code])
    at = {"unit": unit.code} if unit else {}
    place = f"?{urlencode(at)}" if at else ""
    return Doors(link + place, f"{link}?{urlencode({'via': 'qr'} | at)}", kiosk + place, place, unit)
