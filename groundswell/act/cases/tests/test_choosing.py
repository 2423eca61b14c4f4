"""Who gets a case: one pure function, tried with any people."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from groundswell.act.cases.routing.choosing import Candidate, Wish, choose

FRIDAY = date(2026, 6, 5)
ADA, BEN, CEM = (Candidate(number, name) for number, name in enumerate(("Ada", "Ben", "Cem"), 1))
NOBODY_SPECIAL = Wish()
FRENCH = Wish("fr", "French")

ids = st.integers(1, 8)
candidates = st.lists(
    st.builds(
        Candidate,
        person_id=ids,
        name=st.just("Somebody"),
        nearness=st.one_of(st.none(), st.integers(0, 4)),
        languages=st.frozensets(st.sampled_from(["fr", "de"])),
        skills=st.frozensets(st.sampled_from(["refunds", "leather"])),
        open_cases=st.integers(0, 5),
        away_until=st.one_of(st.none(), st.just(FRIDAY)),
        stand_in=st.one_of(st.none(), ids),
    ),
    unique_by=lambda one: one.person_id,
    max_size=8,
)
wishes = st.builds(Wish, st.sampled_from(["", "fr"]), st.just("French"), st.sampled_from(["", "refunds"]))


@given(candidates, wishes)
def test_nobody_absent_is_chosen_and_somebody_present_always_is(people, wish):
    chosen = choose(people, wish).person_id
    present = {one.person_id for one in people if one.away_until is None}
    may_take_it = {one.person_id for one in people if one.nearness is not None} & present
    assert chosen is None or chosen in present
    assert not may_take_it or chosen is not None


@given(candidates, wishes, st.randoms())
def test_the_order_of_the_candidates_changes_nothing(people, wish, random):
    mixed = list(people)
    random.shuffle(mixed)
    assert choose(mixed, wish) == choose(people, wish)


@given(st.integers(1, 6), st.integers(0, 40))
def test_equal_load_spreads(people, cases):
    team = [Candidate(number, "Somebody") for number in range(people)]
    for _ in range(cases):
        chosen = choose(team, NOBODY_SPECIAL).person_id
        team[chosen] = replace(team[chosen], open_cases=team[chosen].open_cases + 1)
    loads = [one.open_cases for one in team]
    assert max(loads) - min(loads) <= 1


@given(candidates, wishes)
def test_who_lacks_the_skill_gets_nothing_while_somebody_who_answers_has_it(people, wish):
    chosen = next((one for one in people if one.person_id == choose(people, wish).person_id), None)
    skilled = [
        one for one in people if one.nearness is not None and not one.away_until and wish.skill in one.skills
    ]
    assert not wish.skill or not skilled or wish.skill in chosen.skills


def test_the_reason_says_language_load_and_who_is_away():
    speaks = frozenset({"fr"})
    people = [
        replace(ADA, languages=speaks, open_cases=2),
        replace(BEN, languages=speaks, away_until=FRIDAY),
        replace(CEM, languages=speaks, open_cases=3),
    ]
    assert (
        choose(people, FRENCH).why
        == "Comes to Ada: speaks French, has the fewest open cases; Ben is away until 5 June."
    )


def test_a_stand_in_comes_before_whoever_answers_for_the_place_above():
    people = [
        replace(ADA, away_until=FRIDAY, stand_in=2, place="answers for Leeds"),
        replace(BEN, nearness=None),
        replace(CEM, nearness=2, place="answers for Shops"),
    ]
    choice = choose(people, NOBODY_SPECIAL)
    assert (choice.person_id, choice.why) == (2, "Comes to Ben: stands in for Ada; Ada is away until 5 June.")


def test_a_language_never_takes_a_case_out_of_its_place():
    people = [replace(ADA, place="answers for Leeds"), replace(BEN, nearness=3, languages=frozenset({"fr"}))]
    assert choose(people, FRENCH).why == "Comes to Ada: answers for Leeds; nobody who is here speaks French."


def test_where_everybody_is_away_nobody_is_chosen_and_it_is_said():
    choice = choose(
        [replace(ADA, away_until=FRIDAY), replace(BEN, away_until=FRIDAY, stand_in=1)], NOBODY_SPECIAL
    )
    assert choice.person_id is None
    assert choice.why.startswith("Nobody is here: Ada is away until 5 June; Ben is away until 5 June.")
