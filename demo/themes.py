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
        "Delivery",
        "delivery, delivered, parcel, courier, tracking, depot, late delivery, arrived late, driver, box",
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
        "Website",
        "website, app, checkout, basket, log in, photos, search, filters, payment page, phone the button, online",
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
        "Club and newsletter",
        "club, points, newsletter, birthday voucher, member, offers, unsubscribe",
    ),
}
NEVER = {"delivery-delay": ["box pleat", "boxy"], "price-and-value": ["money back", "full return value"]}


def make_themes(at: datetime) -> dict[str, Theme]:
    """Make them, by code."""
    return {
        code: make_theme(name, code, terms.split(", "), by=BUILDER, at=at, never_terms=NEVER.get(code, []))
        for code, (name, terms) in THEMES.items()
    }
