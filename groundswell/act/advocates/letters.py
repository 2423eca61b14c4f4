"""What we write to promoters and advocates."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal

from .models import Advocate, Ask, Thanks


def suggested_words(signal: Signal) -> str:
    """A thank-you to start from; whoever sends it makes it their own."""
    about = f" about {signal.touchpoint.name.lower()}" if signal.touchpoint else ""
    who = f"{signal.employee.first_name} and the whole team have" if signal.employee else "We have"
    return f"Thank you for your kind words{about}. {who} read them, and they made our day."


def thank_you(thanks: Thanks, *, by: Person | None, invites: bool) -> dict[str, str]:
    """Subject and body of a thank-you; with the question whether the customer speaks for us, unless they do already."""
    address = settings.BASE_URL + reverse("advocates:join", args=[thanks.token])
    context = {
        "thanks": thanks,
        "customer": thanks.signal.customer,
        "by": by,
        "invites": invites,
        "address": address,
    }
    return {"subject": "Thank you", "body": render_to_string("advocates/thank_you.txt", context)}


def request(ask: Ask, *, by: Person | None) -> dict[str, str]:
    """Subject and body of one ask; a referral carries the advocate's personal link."""
    context = {
        "ask": ask,
        "customer": ask.advocate.customer,
        "by": by,
        "address": referral_address(ask.advocate),
    }
    return {
        "subject": "May we ask you for something?",
        "body": render_to_string("advocates/ask.txt", context),
    }


def referral_address(advocate: Advocate) -> str:
    """The personal link that an advocate gives to a friend."""
    return settings.BASE_URL + reverse("advocates:referred", args=[advocate.referral_code])
