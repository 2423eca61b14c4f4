"""Two competitive studies, a year apart: the whole market, double-blind, several brands per respondent."""

from datetime import timedelta

import numpy as np

from demo.chance import stream
from demo.months import Months
from demo.organisation import BUILDER
from groundswell.understand.benchmarks.actions import bring_study, note_growth

OURS = "Linden & Lark"
AGENCY = "Northgate Research"
MARKET = "Women and men from 18 to 70 who bought clothes in the last six months"
ASKED = 900
KNOWN = {OURS: 0.46, "Hartwell": 0.55, "Ferndale": 0.4, "Moss & Mallow": 0.3, "Bluebird": 0.16}
"""The share of the market that bought there."""
LEVELS = {
    1: {OURS: 7.7, "Hartwell": 8.2, "Ferndale": 7.7, "Moss & Mallow": 7.3, "Bluebird": 7.9},
    0: {OURS: 8.0, "Hartwell": 8.2, "Ferndale": 7.6, "Moss & Mallow": 7.4, "Bluebird": 7.9},
}
"""How good each brand is, a year ago and now; whoever likes one brand rather likes the others too."""
GROWTH = {
    1: {None: 2.1, OURS: 1.4, "Hartwell": 5.0, "Ferndale": 2.0, "Moss & Mallow": -1.8},
    0: {None: 2.6, OURS: 4.1, "Hartwell": 5.3, "Ferndale": 1.2, "Moss & Mallow": -2.5},
}


def bring_studies(seed: int, months: Months) -> None:
    """The earlier study first, each as the file that an agency sends."""
    for years_ago in (1, 0):
        until = months.today - timedelta(days=365 * years_ago + 40)
        study = bring_study(
            _file(seed, years_ago),
            "study.csv",
            name=f"Market study {until.year}",
            agency=AGENCY,
            market=MARKET,
            field_from=until - timedelta(days=20),
            field_until=until,
            own_brand=OURS,
            by=BUILDER,
            at=months.at - timedelta(days=365 * years_ago + 20),
        )
        brands = {brand.name: brand for brand in study.brands.all()}
        for name, percent in GROWTH[years_ago].items():
            source = (
                "Retail statistics" if name is None else "Own accounts" if name == OURS else "Annual report"
            )
            note_growth(
                study, brand=name and brands[name], percent=percent, source=source, by=BUILDER, at=study.at
            )


def _file(seed: int, years_ago: int) -> bytes:
    rng = stream(seed, f"benchmark {years_ago}")
    lines = ["respondent,brand,score"]
    for number in range(1, ASKED + 1):
        mild = rng.normal(0, 1.1)
        for brand, share in KNOWN.items():
            knows, feels = rng.random() < share, rng.normal(0, 1.7)
            if knows:
                score = int(np.clip(np.rint(LEVELS[years_ago][brand] + mild + feels), 0, 10))
                lines.append(f"P{number:04d},{brand},{score}")
    return "\n".join(lines).encode()
