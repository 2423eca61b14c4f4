"""How somebody was thanked, spoke for us, was quoted and recommended us."""

from groundswell.foundation.held import Held

from .models import (
    Advocate,
    Ask,
    Gathering,
    Incentive,
    LinkVisits,
    Platform,
    ReferenceNeed,
    Referral,
    RefusedReferral,
    ReviewInvitation,
    Testimonial,
    Thanks,
    Wording,
)

HELD = [
    Held("Words they let us show", Wording, customer=["testimonial__advocate__customer"]),
    Held("What they let us show", Testimonial, customer=["advocate__customer"]),
    Held("What they were given", Incentive, customer=["advocate__customer"]),
    Held("How often their link was opened", LinkVisits, customer=["advocate__customer"]),
    Held("Codes that were not counted", RefusedReferral, customer=["customer", "advocate__customer"]),
    Held("Recommendations", Referral, customer=["customer", "advocate__customer"]),
    Held("What we asked them to do for us", Ask, customer=["advocate__customer"]),
    Held("Invitations to write a review", ReviewInvitation, customer=["customer"]),
    Held("That they speak for us", Advocate, customer=["customer"], signal=["first_signal"]),
    Held("Thanks", Thanks, signal=["signal"], customer=["message__customer"]),
]
WORDS = {
    Thanks: ("words",),
    Gathering: ("minutes", "place"),
    Platform: ("address",),
    ReferenceNeed: ("about",),
    Incentive: ("why",),
}
