"""What happened to somebody, and when they were asked or not and why."""

from groundswell.foundation.held import Held

from .models import Ask, Episode, Sending, Suppression

HELD = [
    Held("Questions that went out", Sending, customer=["ask__customer", "invitation__customer"]),
    Held("Questions held back, and why", Suppression, customer=["ask__customer"]),
    Held("Occasions to ask them", Ask, customer=["customer", "reminds__customer"]),
    Held("What happened to them", Episode, customer=["customer"]),
]
