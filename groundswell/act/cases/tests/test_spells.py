"""When an account was quiet, by hand and by property."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from groundswell.act.cases.quiet.models import QuietSpell
from groundswell.act.cases.quiet.spells import Asked, Spell, open_spell, spells_of

AT = datetime(2026, 3, 11, 10, tzinfo=UTC)
A_DAY = timedelta(days=1)
DAYS_AGO = st.lists(st.integers(-20, 900).map(lambda days: AT - days * A_DAY), max_size=12)
ASKS = st.lists(
    st.builds(Asked, st.integers(-20, 900).map(lambda days: AT - days * A_DAY), st.booleans()), max_size=12
)


def test_a_voice_ends_the_spell_and_the_next_silence_begins_another() -> None:
    heard = [AT - 300 * A_DAY, AT - 150 * A_DAY]
    assert spells_of("silent", 90, heard=heard, asked=[], known_since=AT - 320 * A_DAY, until=AT) == [
        Spell(AT - 210 * A_DAY, AT - 150 * A_DAY, AT - 300 * A_DAY, 0),
        Spell(AT - 60 * A_DAY, None, AT - 150 * A_DAY, 0),
    ]


def test_where_nobody_knows_since_when_an_account_is_ours_its_silence_is_not_counted() -> None:
    assert spells_of("silent", 90, heard=[], asked=[], known_since=None, until=AT) == []


def test_who_never_answered_does_not_stop_answering() -> None:
    asked = [Asked(AT - days * A_DAY, is_answered=False) for days in (300, 250, 60, 50)]
    assert spells_of("faded", 14, heard=[AT - 200 * A_DAY], asked=asked, known_since=None, until=AT) == []


@given(st.sampled_from(QuietSpell.Sign.values), st.integers(1, 200), DAYS_AGO, ASKS)
def test_spells_never_overlap_hold_no_voice_and_lie_in_the_past(sign, days, heard, asked) -> None:
    spells = spells_of(sign, days, heard=heard, asked=asked, known_since=AT - 800 * A_DAY, until=AT)
    for one in spells:
        assert one.since <= AT
        assert not any(one.since < moment < (one.until or AT) for moment in heard if moment <= AT)
    for one, following in pairwise(spells):
        assert one.until is not None
        assert one.until <= following.since
    assert [one for one in spells if one.until is None] in ([], spells[-1:])


@given(st.sampled_from(QuietSpell.Sign.values), st.integers(1, 200), DAYS_AGO, ASKS, st.integers(0, 400))
def test_what_was_quiet_on_a_day_stays_so_however_late_it_is_looked_at(sign, days, heard, asked, ago) -> None:
    day = AT - ago * A_DAY
    known = AT - 800 * A_DAY
    then = open_spell(spells_of(sign, days, heard=heard, asked=asked, known_since=known, until=day))
    now = spells_of(sign, days, heard=heard, asked=asked, known_since=known, until=AT)
    was = [one for one in now if one.since <= day and (one.until is None or one.until > day)]
    assert [one.since for one in was] == ([then.since] if then else [])
