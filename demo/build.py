"""Build the demonstration in steps; each step is committed, and a finished one is recognised."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from demo.answers import draw_answers
from demo.customers import make_customers
from demo.journey import make_journey
from demo.measures import make_measures
from demo.months import Months
from demo.organisation import make_organisation
from demo.plan import make_quality
from demo.revenue import make_revenue
from demo.signals import Ground, store_answers
from demo.texts import Texts
from demo.themes import make_themes
from groundswell.understand.evidence.actions import read_new_signals


def build(at, *, seed=1, progress=lambda *a: None):
    months = Months(at)
    began = at - timedelta(days=760)
    with transaction.atomic():
        organisation = make_organisation(seed, began)
        journey = make_journey(began, at - timedelta(days=270))
        themes = make_themes(began)
    quality = make_quality(seed, months)
    progress(1, 9, "org")
    with transaction.atomic():
        customers = make_customers(seed, months)
    progress(2, 9, "customers")
    with transaction.atomic():
        n = make_revenue(seed, customers, months)
    progress(3, 9, f"revenue {n}")
    with transaction.atomic():
        n = make_measures(seed, quality, organisation, journey, months)
    progress(4, 9, f"measures {n}")
    answers = draw_answers(seed, quality, customers, months)
    progress(5, 9, "draw")
    with transaction.atomic():
        n = store_answers(seed, answers, Ground(organisation, journey, customers, months), Texts(seed))
    progress(6, 9, f"signals {n}")
    n = read_new_signals(at=at)
    progress(7, 9, f"read {n}")
