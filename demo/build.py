"""Build the demonstration in steps. Each is committed; a half-built one is recognised and never mistaken for a whole one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from demo.accounts import make_accounts
from demo.advocates import make_advocates
from demo.alignment import align
from demo.answered_complaints import answer_earlier, ask_for_a_second_look, name_external_body, note_care
from demo.answers import draw_answers
from demo.asking import ask_lately
from demo.benchmarks import bring_studies
from demo.certified import certify_figures
from demo.channels import open_channels
from demo.coaching import coach_the_shop
from demo.colleagues import ask_colleagues
from demo.community import make_community
from demo.complaints import make_complaints, make_fresh_voices
from demo.customers import make_customers
from demo.data_requests import make_requests
from demo.huddles import run_huddles
from demo.initiatives import run_refund, run_welcome
from demo.inner_loop import RULES_DAYS, run_inner_loop
from demo.journey import make_journey
from demo.looks import look_back
from demo.measures import make_measures
from demo.months import Months
from demo.next_wording import word_next_version
from demo.organisation import BUILDER, DEMO_SHOP, ROOT, make_organisation
from demo.outer_loop import fill_register, measure_and_tell
from demo.partner_work import run_fitting, share_with_agency
from demo.plan import BEGGING_SHOP, REFUND_SHOPS, WELCOME_SHOPS, make_quality
from demo.practices import share_practices
from demo.programme import ask_those_told, roll_out_programme
from demo.referrals import make_earlier_referrals
from demo.register import work_on_the_register
from demo.revenue import make_revenue
from demo.sign_ins import make_sign_ins
from demo.signals import Ground, store_answers
from demo.stage import set_stage
from demo.texts import Texts
from demo.themes import make_themes
from demo.tidings import tell_colleagues
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.history.models import Event
from groundswell.foundation.organisation.models import Unit
from groundswell.prove.benefits.actions import reckon_benefit
from groundswell.understand.evidence.actions import read_new_signals, tidy_evidence

BUILT = "built the demonstration"
LABELS = (
    "The organisation and its journey",
    "Customers and what they allow",
    "Two years of revenue and measures",
    "Two years of answers",
    "Complaints and cases",
    "Reading every voice",
    "Thanks and advocates",
    "Huddles",
    "The outer loop",
    "Objectives and scorecards",
    "What it brought",
)

Progress = Callable[[int, int, str], Any]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true in the demonstration, for the product to find out."""

    seed: int
    weakest_touchpoint: str
    refund_shops: tuple[str, ...]
    refund_points: float
    welcome_shops: tuple[str, ...]
    welcome_points: float
    begging_shop: str
    demo_shop: str
    answers: int

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


class DemonstrationHalfBuilt(Exception):
    """An earlier build was interrupted. Start again with an empty home."""


def is_built() -> bool:
    """Whether the whole demonstration is here."""
    return Event.objects.filter(verb=BUILT).exists()


def is_half_built() -> bool:
    """Whether a build began and did not end."""
    return not is_built() and Unit.objects.filter(code=ROOT).exists()


def build(
    at: datetime, *, seed: int = 1, progress: Progress = lambda done, total, label: None
) -> Truth | None:
    """Build everything, dates relative to ``at``. None, and nothing done, where it is here already.

    Raises DemonstrationHalfBuilt after an interrupted build.
    """
    if is_built():
        return None
    if is_half_built():
        raise DemonstrationHalfBuilt("An earlier build was interrupted. Remove the data and start again.")
    return _Builder(at, seed, progress).run()


class _Builder:
    """The steps in their order, each in one transaction."""

    def __init__(self, at: datetime, seed: int, progress: Progress) -> None:
        self.at, self.seed, self.progress = at, seed, progress
        self.months, self.done = Months(at), 0
        self.rules_from = at - timedelta(days=RULES_DAYS)

    @contextmanager
    def _step(self) -> Iterator[None]:
        self.progress(self.done, len(LABELS), LABELS[self.done])
        with transaction.atomic():
            yield
        self.done += 1

    def run(self) -> Truth:
        """All steps; the last one says that the demonstration is whole."""
        self._listen()
        self._act()
        self._align_and_prove()
        self.progress(len(LABELS), len(LABELS), "Ready")
        return self.truth

    def _listen(self) -> None:
        at, seed, months = self.at, self.seed, self.months
        began = at - timedelta(days=760)
        with self._step():
            self.organisation = make_organisation(seed, began)
            self.journey = make_journey(began, at - timedelta(days=275))
            word_next_version(self.journey, self.at)
            self.themes = make_themes(began)
        self.quality = make_quality(seed, months)
        with self._step():
            self.customers = make_customers(seed, months)
            make_accounts(seed, self.customers, months)
        with self._step():
            make_revenue(seed, self.customers, months)
            make_measures(seed, self.quality, self.organisation, self.journey, months)
        self.ground = Ground(self.organisation, self.journey, self.customers, months)
        self.texts = Texts(seed)
        with self._step():
            answers = draw_answers(seed, self.quality, self.customers, months)
            self.count = store_answers(seed, answers, self.ground, self.texts)
            ask_colleagues(seed, self.organisation, at)

    def _act(self) -> None:
        at, seed, organisation = self.at, self.seed, self.organisation
        with self._step():
            name_external_body(self.rules_from - timedelta(days=700))
            make_complaints(seed, self.ground, self.texts, self.rules_from)
            answer_earlier(seed, self.rules_from)
            make_fresh_voices(seed, self.ground, self.texts)
            open_channels(seed, self.ground, self.texts)
            run_inner_loop(seed, self.ground, self.rules_from)
            ask_lately(seed, self.ground, at)
            note_care(seed, at)
            ask_for_a_second_look(at)
        with self._step():
            read_new_signals(at=at)
            tidy_evidence(at=at)
            bring_studies(seed, self.months)
            look_back(at)
        with self._step():
            make_earlier_referrals(seed, at)
            make_advocates(seed, organisation, at)
            make_community(seed, organisation, at)
        with self._step():
            self.raised = run_huddles(seed, organisation, self.themes, at)
            share_practices(organisation, self.journey.touchpoints, at)
        with self._step():
            stage = set_stage(organisation, self.journey.touchpoints, self.themes, self.months)
            self.refund, self.welcome, self.fitting = (
                run_refund(stage),
                run_welcome(stage),
                run_fitting(stage),
            )
            self.stage = stage
            fill_register(stage, self.raised)
            measure_and_tell(stage, self.refund, self.welcome)
            roll_out_programme(
                stage, list(REFUND_SHOPS[0][:2]), [shop for wave in REFUND_SHOPS for shop in wave]
            )
            ask_those_told(stage, seed)
            work_on_the_register(stage)

    def _align_and_prove(self) -> None:
        with self._step():
            users = {user.role: user for user in make_sign_ins(self.organisation)}
            align(self.organisation, self.journey.touchpoints, users, self.months)
            office = users[User.Role.OFFICE]
            certify_figures(self.organisation, self.journey.touchpoints, office, self.months)
            make_requests(office, self.at)
            coach_the_shop(self.organisation, users, self.at)
            share_with_agency(self.stage, self.fitting, office, users[User.Role.PARTNER])
            tell_colleagues(self.organisation, self.at)
        with self._step():
            for initiative in (self.refund, self.welcome):
                reckon_benefit(initiative, at=self.at)
            record(
                BUILT,
                self.organisation.units[ROOT],
                by=BUILDER,
                at=self.at,
                seed=self.seed,
                answers=self.count,
            )

    @property
    def truth(self) -> Truth:
        """What the product should find."""
        return Truth(
            seed=self.seed,
            weakest_touchpoint="returns",
            refund_shops=tuple(shop for wave in REFUND_SHOPS for shop in wave),
            refund_points=self.quality.lift(),
            welcome_shops=WELCOME_SHOPS,
            welcome_points=0.0,
            begging_shop=BEGGING_SHOP,
            demo_shop=DEMO_SHOP,
            answers=self.count,
        )
