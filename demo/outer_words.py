"""The register, the proposals and what was said about them."""

from dataclasses import dataclass

REFUND, WELCOME = "Refund at the door within two days", "Welcome script at the door"


@dataclass(frozen=True)
class Issue:
    """An opportunity: where it hurts, how grave it is, and the effort in person-days."""

    theme: str
    touchpoint: str
    title: str
    problem: str
    impact: str
    effort: tuple[int, int]
    days_ago: int
    owner: str


REFUND_ISSUE = Issue(
    "returns-and-refunds", "returns", "Refunds take far too long",
    "Customers wait up to three weeks for their money. The till may not pay out without head office, and nobody can say when the money comes.",
    "attrition", (60, 110), 285, "shops",
)  # fmt: skip
WELCOME_ISSUE = Issue(
    "staff-help", "shop-visit", "Customers feel unseen when they come in",
    "Some customers say that nobody greeted them. A common welcome may help.",
    "annoyance", (15, 30), 255, "shops",
)  # fmt: skip
ISSUES = (
    Issue("delivery-delay", "delivery", "Parcels come late and nobody says so",
          "The courier misses days before holidays, and the tracking page does not say it.", "attrition", (70, 140), 120, "web-shop"),
    Issue("sizing-and-fit", "garment", "The same size fits differently",
          "Sizes differ between our collections, so customers order two and return one.", "annoyance", (90, 200), 95, "web-shop"),
    Issue("waiting-time", "order-help", "Callers wait on hold",
          "At noon and after six callers wait more than ten minutes.", "complaint", (25, 50), 60, "service-centre"),
    Issue("website", "checkout", "Baskets are lost on the phone",
          "Signing in empties the basket, and payment fails more often on small screens.", "attrition", (30, 55), 45, "web-shop"),
    Issue("fabric-quality", "garment", "Fabrics that do not last",
          "Thin fabrics and open seams come up in reviews of three collections.", "annoyance", (60, 160), 80, "chief operating officer"),
    Issue("loyalty-club", "loyalty-club", "Club points vanish",
          "Points expire without a word, and the till and the card disagree.", "annoyance", (40, 70), 150, "web-shop"),
)  # fmt: skip
SEATS = (
    ("chief customer officer", "Customers", True),
    ("chief operating officer", "Operations", False),
    ("shops", "Shops", False),
    ("web-shop", "Web shop", False),
    ("service-centre", "Service centre", False),
    ("head of customer advocacy", "The voices", False),
)
BOARD = (
    ("chief executive", "The company", True),
    ("chief financial officer", "Money", False),
    ("chief operating officer", "Operations", False),
    ("chief customer officer", "Customers", False),
)
HEARD = "The courier's contract ends in May: begin before, or we pay for both until September."
DISSENT = "Web orders are left out. I fear two classes of customers; let us do the web first."
EARLY = (
    ("leeds", 1, "Refunds need a manager and head office", "Every return waits for a call back from head office. Customers stand at the desk and we can only say sorry."),
    ("york", 2, "Nobody can say when the money comes", "We give a voucher number and a promise. The customer comes back a week later and is angry with us."),
    ("nottingham", 1, "The returns desk blocks the till", "A return takes twenty minutes because the till may not pay out. The queue behind is lost."),
    ("web-returns", 2, "Parcels wait a week before anybody books them", "The refund starts when the parcel is booked, and booking waits for a form that nobody reads."),
)  # fmt: skip
YOU_SAID = "Refunds take far too long, and nobody can tell me when my money comes."
WE_DID = (
    "In ten shops your money is now paid back at the door, on the spot or within two days, without a call to head office. "
    "More shops follow, and web orders come next."
)
YOU_SAID_IN_GERMAN = (
    "Auf mein Geld nach einer Rücksendung warte ich zu lange, und niemand kann mir sagen, wann es kommt."
)
WE_DID_IN_GERMAN = "In zehn Läden erstattet die Kasse jetzt sofort oder innerhalb von zwei Tagen, ohne Anruf in der Zentrale. Weitere Läden folgen, danach Bestellungen im Netz."
SOLVABLE = {
    "delivery-delay": (40, 75),
    "sizing-and-fit": (20, 60),
    "waiting-time": (50, 85),
    "website": (60, 90),
    "fabric-quality": (20, 50),
}
CAUSES = (
    "The courier misses the day that we promised",
    "The depot hands the parcels over after the courier has left",
    "The picking list is printed at noon",
    "A supervisor signs every list, and comes in at noon",
)
SPEAKS = "On 14 of 20 days the list lay signed at noon and the van had left at eleven."
REMOVAL = {
    "removed": "The supervisor’s signature under the picking list", "what": "approval", "times_a_year": (1_100, 1_300),
    "kept_safe": "The signature caught double picks; the scanner refuses them since last year.",
}  # fmt: skip
LATE = "The parcel was late"
SAME = "Cases close with what customers write about: the money comes late for one and the same reason."
SAME_SCRIPT = "One and the same script slows the pictures and empties the basket on small screens."
CAUGHT_UP = "The study of this autumn tells no difference any more. What helped stands among the initiatives; we look again next year."
