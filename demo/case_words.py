"""What people write when they follow a case up, and why it had happened."""

CHILDREN = {
    "Our rules": ("The refund takes too long", "The return rules are unclear"),
    "Technology": ("The website lost it", "The return label failed"),
    "Delivery": ("The parcel was late", "The parcel was damaged"),
    "Service": ("Nobody was free to help", "Wrong information was given", "A promise was forgotten"),
    "Product": ("Sizes differ between pieces", "The fabric did not last"),
}
CAUSES = {
    "returns": ("The refund takes too long",) * 4
    + ("The return rules are unclear", "The return label failed"),
    "delivery": ("The parcel was late",) * 3 + ("The parcel was damaged",),
    "order-help": ("Nobody was free to help", "Wrong information was given", "A promise was forgotten"),
    "complaint-handling": ("A promise was forgotten", "Our rules", "Wrong information was given"),
    "shop-visit": ("Nobody was free to help",) * 2 + ("Wrong information was given", "Price"),
    "fitting-room": ("Sizes differ between pieces", "Nobody was free to help"),
    "garment": ("Sizes differ between pieces", "The fabric did not last", "Information"),
    "alterations": ("Service", "A promise was forgotten"),
    "browsing": ("Information", "The website lost it"),
    "checkout": ("The website lost it", "Price"),
    "newsletter": ("Information", "Our rules"),
    "loyalty-club": ("Our rules", "Information"),
    "brand": ("Price", "Service", "Product", "The refund takes too long"),
}
CONTACT_NOTES = {
    True: (
        "Listened. The customer had waited for news and had none.",
        "Apologised and explained what happens next.",
        "Rang at lunch. A good talk; they were surprised that somebody called.",
        "They want it put right, nothing more.",
        "Explained what went wrong on our side.",
    ),
    False: ("No answer, left a message.", "Mailbox full.", "Engaged. Trying again later."),
}
CLOSING_NOTES = {
    "recovered": (
        "Refund sent the same day.",
        "Found the size in another shop and had it sent.",
        "Put right while we spoke.",
    ),
    "answered": (
        "Explained, the customer accepts it.",
        "Told them when it comes and why.",
        "Thanked them: we did not know.",
    ),
    "goodwill": (
        "Postage paid back and a voucher sent.",
        "Alteration done again at no cost.",
        "Ten pounds off the next order.",
    ),
    "unreachable": ("Two attempts, no answer. Wrote an e-mail.", "Left two messages."),
    "learned": ("Nobody to ring. Talked about it in the huddle.", "No address. Noted for the team."),
}
AGAIN = {
    True: (
        "Thank you for calling, I did not expect it.",
        "You put it right. Thank you.",
        "The refund is here now.",
        "",
        "",
        "Somebody listened, that is rare.",
    ),
    False: (
        "Still not what was promised.",
        "",
        "Nice call, but the refund is not here.",
        "I heard sorry and saw nothing.",
    ),
}
