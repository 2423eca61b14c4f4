"""Twelve themes whose terms occur in what these customers write."""

from datetime import datetime

from demo.organisation import BUILDER
from groundswell.understand.themes.actions import make_theme
from groundswell.understand.themes.models import Theme

THEMES = {
    "sizing-and-fit": (
        "Sizing and fit",
        "size, sizing, fit, fitted, true to size, runs large, runs small, too big, too small, too short, too long, petite, tight, snug, waist",
    ),
    "fabric-quality": (
        "Fabric and making",
        "fabric, material, quality, stitching, seam, lining, cheaply made, itchy, thin, soft, cotton, linen, wool, see through",
    ),
    "returns-and-refunds": (
        "Returns and refunds",
        "refund, refunded, return, returned, sent it back, send it back, money back, voucher, exchange, return label",
    ),
    "delivery-delay": (
        "Delivery delay",
        "late, days late, day late, never came, tracking, depot, moved three times, stood still, says it was delivered",
    ),
    "price-and-value": (
        "Price and value",
        "price, pricey, expensive, worth, money, overpriced, discount, value, charged, sale",
    ),
    "staff-help": (
        "Help by our people",
        "staff, assistant, advisor, manager, helpful, friendly, rude, honest advice, team, seamstress, real person",
    ),
    "waiting-time": (
        "Waiting",
        "wait, waited, waiting time, queue, on hold, minutes at the till, still waiting, hurry, called me back, call back",
    ),
    "website": (
        "Website trouble",
        "basket, payment page failed, log in, pop up, filters forget, search shows, discount code, on my phone, pretty but slow, address twice, start again, in stock and then",
    ),
    "stock": ("Stock", "stock, in stock, out of stock, sold out, not available, last one, too few sizes"),
    "colour-and-look": (
        "Colour and look",
        "color, colour, print, pattern, beautiful, gorgeous, flattering, pretty, cute, style, design, lovely",
    ),
    "damaged-goods": (
        "Damage",
        "damaged, torn, broken, hole, ripped, shrunk, faded, fell apart, broke, zip, crushed, comes loose",
    ),
    "loyalty-club": (
        "Club points and offers",
        "points, expire, club discount, club I never joined, voucher arrived, nobody knew about the offer, every single day, unsubscribe, most offers",
    ),
}
NEVER = {"price-and-value": ["money back"]}


def make_themes(at: datetime) -> dict[str, Theme]:
    """Make them, by code."""
    return {
        code: make_theme(name, code, terms.split(", "), by=BUILDER, at=at, never_terms=NEVER.get(code, []))
        for code, (name, terms) in THEMES.items()
    }
