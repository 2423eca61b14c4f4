"""How somebody was thanked, spoke for us and recommended us."""

from groundswell.foundation.held import Held

from .models import Advocate, Ask, Referral, Thanks

HELD = [
    Held("Recommendations", Referral, customer=["customer", "advocate__customer"]),
    Held("What we asked them to do for us", Ask, customer=["advocate__customer"]),
    Held("That they speak for us", Advocate, customer=["customer"], signal=["first_signal"]),
    Held("Thanks", Thanks, signal=["signal"], customer=["message__customer"]),
]
WORDS = {Thanks: ("words",)}
