"""What helps with a case: the skill that its rule asks for, the language in which the customer wrote."""

from collections.abc import Mapping

from django.conf import settings

from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.language_names import name_of

from ..models import OpeningRule
from .choosing import Wish


def wish_of(rule: OpeningRule, signal: Signal | None) -> Wish:
    """For one voice, or where nothing was said."""
    if signal is None:
        return wish_for(rule, {})
    complaint = Complaint.objects.filter(signal=signal).values_list("language", flat=True).first()
    return wish_for(rule, signal.metadata, complaint or "")


def wish_for(rule: OpeningRule, metadata: Mapping[str, object], complaint_language: str = "") -> Wish:
    """A complaint knows its language; of other voices another system may have said it. Our own asks for nobody special."""
    said = complaint_language or metadata.get("language") or ""
    language = str(said).strip().casefold().replace("_", "-").partition("-")[0]
    if not 2 <= len(language) <= 3 or language == settings.LANGUAGE_CODE.partition("-")[0]:
        language = ""
    return Wish(language, name_of(language) if language else "", rule.skill)
