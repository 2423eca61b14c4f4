"""What each answer is about, as the shop's own systems tell it beside the answer."""

import numpy as np

from demo.answers import Answers
from demo.chance import stream
from demo.plan import ASKS

PRODUCTS = ("Accessories", "Coats and jackets", "Dresses", "Knitwear", "Shoes")
AFTER_PAIN = (0.13, 0.15, 0.20, 0.14, 0.38)
OTHERWISE = (0.15, 0.18, 0.25, 0.25, 0.17)
"""Shoes disappoint more often than anything else: their sizes run small."""
WAITED = "wait_minutes"
ABOUT_A_PRODUCT = ("checkout", "delivery", "garment", "returns", "alterations", "fitting-room")


def metadata_of(seed: int, answers: Answers) -> list[dict[str, str | int]]:
    """What the shop's systems tell beside each answer: the product, or after a call for help the minutes of waiting."""
    helped = answers.ask == list(ASKS).index("order-help")
    waited = stream(seed, "waits").normal(12 - np.asarray(answers.score), 4).round().clip(0)
    return [
        {**product, WAITED: int(minutes)} if is_call else product
        for product, is_call, minutes in zip(_products_of(seed, answers), helped, waited, strict=True)
    ]


def _products_of(seed: int, answers: Answers) -> list[dict[str, str | int]]:
    chance = stream(seed, "products").random(len(answers))
    asked = [place for place, code in enumerate(ASKS) if code in ABOUT_A_PRODUCT]
    is_about = np.isin(answers.ask, asked)
    shares = np.where(np.asarray(answers.score)[:, None] <= 6, AFTER_PAIN, OTHERWISE)
    chosen = (chance[:, None] > np.cumsum(shares, axis=1)).sum(axis=1).clip(0, len(PRODUCTS) - 1)
    return [
        {"product": PRODUCTS[product]} if is_there else {}
        for product, is_there in zip(chosen, is_about, strict=True)
    ]
