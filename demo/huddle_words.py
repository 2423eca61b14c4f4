"""What teams promise and raise."""

from dataclasses import dataclass

PROMISES = {
    "today": (
        "I ring the two customers whose refund is overdue and tell them the day.",
        "I put a second person on the returns desk on Saturday and tell you how it went.",
    ),
    "shop": (
        "I greet everybody at the fitting rooms within a minute.",
        "I try the York way of saying when the money comes, with the day on a card.",
        "I check the size rails twice a day and note what is missing.",
        "I open the second till when four people wait.",
        "I read one voice aloud at the start of each shift.",
        "I write down every return that needed a manager, so that we see why.",
        "I show the new colleague how to find an order without a receipt.",
        "I ask who waited longest before I close the fitting rooms.",
    ),
    "delivery-desk": (
        "I call the courier about the two depots with most late parcels.",
        "I write to customers before they ask when a parcel is late.",
        "I check twenty boxes for the new padding.",
        "I list the addresses that fail most often.",
    ),
    "hotline-early": (
        "I call back within the hour when I promise to.",
        "I summarise each call in one sentence before I close it.",
        "I sit with Chat for an hour to learn how they look up refunds.",
        "I note every call that I had to pass on.",
    ),
    "chat-team": (
        "I keep a chat open until the customer says that it is done.",
        "I write three better answers about refund days.",
        "I collect screenshots of the basket problem.",
        "I hand over with a summary, so that nobody tells it twice.",
    ),
    "leaders": (
        "I work a Saturday on the returns desk and tell you what I learn.",
        "I ring three customers who left us this month.",
        "I clear the rule about receipts with Finance.",
        "I sit in a huddle of a team that is not mine.",
        "I answer what Leeds raised, in person.",
    ),
}
CARRIED = (
    "The rota left no time; I do it this week.",
    "Half done: I need the list from the office.",
    "I was ill. Same promise, new week.",
)


@dataclass(frozen=True)
class Raised:
    """Something that a team raises in its huddle so many weeks ago; ``who`` is a place in the team."""

    team: str
    week: int
    who: int
    theme: str
    title: str
    problem: str


ELEVATIONS = (
    Raised(
        "delivery-desk",
        7,
        1,
        "delivery-delay",
        "The tracking page stands still",
        "Customers see no news for days while the courier knows more than we do.",
    ),
    Raised(
        "york",
        6,
        1,
        "staff-help",
        "One colleague too few on Saturdays",
        "Voices about waiting come from Saturday afternoons only. We cannot change the rota rules.",
    ),
    Raised(
        "chat-team",
        6,
        2,
        "website",
        "The basket empties itself",
        "Customers lose their basket when they sign in on a phone. We can only say sorry.",
    ),
    Raised(
        "hotline-early",
        5,
        1,
        "waiting-time",
        "Callers wait while we look up refunds",
        "Half of the calls ask where the refund is, and we have to open three systems to see it.",
    ),
    Raised(
        "nottingham",
        4,
        2,
        "sizing-and-fit",
        "A size 12 is not a size 12",
        "Two of our own collections differ by a whole size, and customers find out at home.",
    ),
    Raised(
        "leeds",
        3,
        1,
        "returns-and-refunds",
        "Web orders cannot be refunded at the door",
        "The till finds shop orders only. Customers with a web order still wait a week.",
    ),
    Raised(
        "chat-team",
        2,
        1,
        "returns-and-refunds",
        "No refund day in the chat",
        "We cannot see when the money of a web order arrives, so every such chat ends with a promise.",
    ),
    Raised(
        "york",
        2,
        2,
        "colour-and-look",
        "The window should show the spring colours",
        "Customers ask for the colours of the catalogue, and our window shows last season.",
    ),
    Raised(
        "leeds",
        1,
        2,
        "waiting-time",
        "The fitting rooms need a bell",
        "Customers wait for another size with nobody in sight. A bell at each room would help.",
    ),
)
