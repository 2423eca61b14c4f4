"""Envelopes, releases, spends and refunds: no sum ever goes above the one that allows it."""

from datetime import date
from decimal import Decimal

import pytest

from groundswell.act.council.actions import conclude, decide, escalate, vote
from groundswell.act.council.asking_for_more import ask_for_more
from groundswell.act.council.errors import (
    AboveTheEnvelope,
    AboveTheLimit,
    AlreadyAsked,
    AlreadyConcluded,
    MoreThanApproved,
    MoreThanReleased,
    MoreThanSpent,
    NoEnvelope,
    NothingApproved,
    PeriodsOverlap,
    WordsMissing,
)
from groundswell.act.council.models import Decision, Envelope, Right
from groundswell.act.council.money import money_of, money_of_envelope, shares_of
from groundswell.act.council.spending import release_money, set_envelope, spend_money, take_back
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.foundation.history.queries import events_of
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_envelope, make_proposal

DAY = NOW.date()


def released(world, amount=6_000, approved=10_000):
    decision = make_approval(world, make_chamber(world).council, amount=approved)
    release_money(decision, Decimal(amount), what_for="First gate", by=world.office, at=NOW)
    return decision


def test_no_more_is_released_than_was_approved(world):
    decision = released(world)
    with pytest.raises(MoreThanApproved, match="£4,000 of £10,000 is not released yet, and this is £4,001"):
        release_money(decision, Decimal(4_001), what_for="Second gate", by=world.office, at=NOW)
    second = release_money(decision, Decimal(4_000), what_for="Second gate", by=world.office, at=NOW)
    assert (money_of(decision).released, second.by) == (10_000, world.office.person)
    assert [event.verb for event in events_of(second)] == ["released money"]


def test_no_more_is_spent_than_is_released(world):
    decision = released(world)
    given = {"on": DAY, "by": world.lead, "at": NOW}
    with pytest.raises(
        MoreThanReleased, match=r"£6,000 of £10,000 is left to spend, and this is £6,000\.01.*released first"
    ):
        spend_money(decision, Decimal("6000.01"), what_for="Scanners", **given)
    spend_money(decision, Decimal(6_000), what_for="Scanners", **given)
    money = money_of(decision)
    assert (money.spent, money.to_spend, money.to_release, money.left) == (6_000, 0, 4_000, 4_000)
    with pytest.raises(WordsMissing):
        release_money(decision, Decimal(1), what_for=" ", by=world.office, at=NOW)


def test_what_comes_back_may_be_spent_again_and_no_more_comes_back_than_went(world):
    decision = released(world)
    given = {"on": DAY, "by": world.lead, "at": NOW}
    spent = spend_money(decision, Decimal(6_000), what_for="Scanners", **given)
    back = take_back(spent, Decimal(2_000), why="One box returned", by=world.lead, at=NOW)
    assert [event.verb for one in (spent, back) for event in events_of(one)] == ["spent", "took back"]
    assert money_of(decision).to_spend == 2_000
    with pytest.raises(MoreThanSpent, match="£4,000 of this spend can come back"):
        take_back(spent, Decimal(4_001), why="More boxes", by=world.lead, at=NOW)


def test_a_no_has_no_money(world):
    chamber = make_chamber(world, quorum=1)
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    decision = decide(proposal, approved=False, reasons="Not now.", by=world.office, at=NOW)
    with pytest.raises(NothingApproved):
        release_money(decision, Decimal(1), what_for="A trick", by=world.office, at=NOW)
    assert (money_of(decision).approved, decision.envelope) == (0, None)


def test_when_the_work_ends_what_was_not_used_is_free_again_and_nothing_more_is_spent(world):
    decision = released(world)
    spent = spend_money(decision, Decimal(1_500), what_for="Scanners", on=DAY, by=world.lead, at=NOW)
    envelope = decision.envelope
    assert (money_of_envelope(envelope).committed, money_of_envelope(envelope).spent) == (10_000, 1_500)
    conclude(decision, by=world.office, at=NOW)
    assert money_of_envelope(envelope).committed == 1_500
    for deed in (release_money, lambda *a, **k: spend_money(*a, **k, on=DAY)):
        with pytest.raises(AlreadyConcluded):
            deed(decision, Decimal(1), what_for="Late", by=world.office, at=NOW)
    take_back(spent, Decimal(500), why="Credit note", by=world.lead, at=NOW)
    assert money_of_envelope(envelope).committed == 1_000


def test_nothing_is_approved_above_what_is_left_of_the_envelope(world):
    chamber = make_chamber(world)
    Envelope.objects.filter(body=chamber.council).update(amount=15_000)
    make_approval(world, chamber.council, amount=10_000)
    with pytest.raises(AboveTheEnvelope, match="£5,000 of operating expense money is left"):
        make_approval(
            world, chamber.council, amount=5_001, opportunity=make_opportunity(world, title="Another")
        )
    third = make_approval(
        world, chamber.council, amount=5_000, opportunity=make_opportunity(world, title="A third")
    )
    assert money_of_envelope(third.envelope).left == 0


def test_without_an_envelope_of_the_day_only_what_costs_nothing_is_approved(world):
    chamber = make_chamber(world)
    Envelope.objects.update(begins_on=date(2025, 1, 1), ends_on=date(2026, 3, 10))
    with pytest.raises(NoEnvelope, match="has no operating expense money set aside"):
        make_approval(world, chamber.council)
    assert not Decision.objects.exists()
    free = make_approval(
        world, chamber.council, amount=0, opportunity=make_opportunity(world, title="Free of cost")
    )
    assert free.envelope is None


def test_periods_never_overlap_and_an_envelope_is_never_below_what_is_committed(world):
    chamber = make_chamber(world)
    given = {"by": world.office, "at": NOW}
    make_approval(world, chamber.council, amount=10_000)
    with pytest.raises(PeriodsOverlap, match="From 1 January 2026 to 31 December 2026 there is one"):
        set_envelope(
            chamber.council, "operating", begins_on=date(2026, 6, 1), ends_on=date(2027, 5, 31),
            amount=Decimal(1), **given,
        )  # fmt: skip
    year = {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    with pytest.raises(AboveTheEnvelope, match="£10,000 is committed already"):
        set_envelope(chamber.council, "operating", amount=Decimal(9_999), **year, **given)
    changed = set_envelope(chamber.council, "operating", amount=Decimal(10_000), **year, **given)
    assert (Envelope.objects.count(), money_of_envelope(changed).left) == (2, 0)
    assert [event.verb for event in events_of(changed)] == ["set an envelope"]
    summer = {"begins_on": date(2026, 6, 1), "ends_on": date(2026, 8, 31), "amount": Decimal(1)}
    assert set_envelope(chamber.council, "people", **summer, **given).begins_on == date(2026, 6, 1)
    for number in (2025, 2027):
        beside = {"begins_on": date(number, 1, 1), "ends_on": date(number, 12, 31), "amount": Decimal(1)}
        assert set_envelope(chamber.council, "operating", **beside, **given).begins_on.year == number


def test_a_period_ends_on_or_after_its_first_day(world):
    decision = make_approval(world, make_chamber(world).council)
    envelope = decision.envelope
    with pytest.raises(PeriodsOverlap, match="on or after"):
        set_envelope(
            envelope.body, "operating", begins_on=envelope.begins_on, ends_on=date(2025, 12, 31),
            amount=envelope.amount, by=decision.by.person, at=NOW,
        )  # fmt: skip


def more(world, decision, amount):
    given = {"recommended_by": world.lead.person, "by": world.office, "at": NOW}
    asked = ask_for_more(decision, solution="Wood has become dear.", amount=Decimal(amount), **given)
    for user in (world.office, world.lead):
        vote(asked, in_favour=True, by=user, at=NOW)
    return asked


YES = {"approved": True, "reasons": "The work is worth it.", "at": NOW}


def test_parts_of_one_matter_add_up_so_that_none_slips_under_a_limit(world):
    chamber = make_chamber(world, limit=20_000)
    opportunity = make_opportunity(world)
    first, second = (
        make_proposal(world, chamber.council, amount=12_000, opportunity=opportunity, solution=words)
        for words in ("The first half.", "The second half.")
    )
    hired = make_proposal(world, chamber.council, kind="people", amount=12_000, opportunity=opportunity)
    another = make_opportunity(world, title="Another")
    elsewhere = make_proposal(world, chamber.council, amount=12_000, opportunity=another)
    for proposal in (first, second, hired, elsewhere):
        for user in (world.office, world.lead):
            vote(proposal, in_favour=True, by=user, at=NOW)
    decide(first, by=world.office, **YES)
    with pytest.raises(AboveTheLimit, match="£12,000 of operating expense, with £12,000 approved before"):
        decide(second, by=world.office, **YES)
    assert escalate(second, why="It is one matter.", by=world.office, at=NOW).body == chamber.board
    Right.objects.create(body=chamber.council, kind=Right.Kind.PEOPLE, limit=20_000)
    with pytest.raises(NoEnvelope, match="no people money set aside"):
        decide(hired, by=world.office, **YES)
    make_envelope(chamber.council, kind=Right.Kind.PEOPLE)
    assert decide(hired, by=world.office, **YES).approved, "another kind of money has a limit of its own"
    assert decide(elsewhere, by=world.office, **YES).approved, "and so has another matter"


def test_work_that_needs_more_asks_for_the_difference_and_spends_it_where_it_runs(world):
    decision = released(world, amount=10_000)
    addition = decide(more(world, decision, 3_000), by=world.office, **YES)
    assert money_of(decision).to_release == 3_000
    with pytest.raises(NothingApproved, match="Go on there"):
        release_money(addition, Decimal(1), what_for="Wood", by=world.office, at=NOW)
    release_money(decision, Decimal(3_000), what_for="Wood", by=world.office, at=NOW)
    spend_money(decision, Decimal(11_000), what_for="Wood", on=DAY, by=world.lead, at=NOW)
    envelope = Envelope.objects.get(body=addition.proposal.body)
    assert (money_of_envelope(envelope).committed, money_of_envelope(envelope).spent) == (13_000, 11_000)
    conclude(decision, by=world.office, at=NOW)
    shares = shares_of(Decision.objects.all())
    assert [shares[one.pk].committed for one in (decision, addition)] == [10_000, 1_000]
    with pytest.raises(AlreadyConcluded):
        more(world, decision, 1_000)


def test_more_is_asked_for_once_at_a_time_and_counts_towards_the_limit(world):
    decision = make_approval(world, make_chamber(world, limit=20_000).council, amount=15_000)
    asked = more(world, decision, 6_000)
    with pytest.raises(AlreadyAsked, match="£6,000 more before it already"):
        more(world, decision, 1_000)
    with pytest.raises(AboveTheLimit):
        decide(asked, by=world.office, **YES)
    higher = escalate(asked, why="It is one matter.", by=world.office, at=NOW)
    assert higher.adds_to == decision
    vote(higher, in_favour=True, by=world.executive, at=NOW)
    decide(higher, by=world.executive, **YES)
    assert money_of(decision).approved == 21_000


def test_more_takes_no_further_place_at_the_work_in_progress_limit_and_owes_no_answer(world):
    decision = make_approval(world, make_chamber(world, wip=1).council)
    declined = decide(
        more(world, decision, 1_000), approved=False, reasons="Not now.", by=world.office, at=NOW
    )
    assert declined.answer_due_on is None
    assert decide(more(world, decision, 2_000), by=world.office, **YES).approved
    assert money_of(decision).approved == 12_000


def test_more_is_asked_for_on_the_page_of_the_decision(world, signed_in):
    decision = make_approval(world, make_chamber(world).council)
    page = f"/act/council/proposals/{decision.proposal_id}/"
    wanted = {"amount": "2500", "solution": "Wood is dear.", "recommended_by": world.lead.person.pk}
    office = signed_in(world.office)
    assert b"The work needs more money" in office.get(page).content
    assert office.post(f"{page}more/", {**wanted, "amount": "0"}).status_code == 422
    assert office.post(f"{page}more/", wanted).status_code == 302
    asked = decision.additions.get()
    assert "£2,500 more" in office.get(page).content.decode()
    assert "£2,500 more for" in office.get(f"/act/council/proposals/{asked.pk}/").content.decode()
    assert signed_in(world.lead).post(f"{page}more/", wanted).status_code == 409
    assert decision.additions.count() == 1
