"""Themes made, reworded and retired by people, and what was said before."""

import pytest

from groundswell.foundation.history.queries import events_of
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.queries import Slice, tallies_by
from groundswell.understand.themes.actions import (
    bring_back_theme,
    change_theme,
    find_mentions,
    make_theme,
    retire_theme,
    search_on,
)
from groundswell.understand.themes.errors import ThemeRefused
from groundswell.understand.themes.models import Mention, Search, Theme
from groundswell.understand.theming.jobs import find_themes
from groundswell.understand.theming.queries import theme_list, wordings_of
from groundswell.understand.theming.trying import try_words, words_without_theme
from tests.world import NOW, World, make_signal

TODAY = NOW.date()


@pytest.fixture
def said(world: World) -> list[int]:
    """Three voices in Leeds that were read before anybody named a theme."""
    comments = ("The queue was endless.", "A long wait for a refund.", "Lovely shoes.")
    voices = [
        make_signal(score, words, unit=world.leeds) for score, words in zip((2, 3, 10), comments, strict=True)
    ]
    read_new_signals(at=NOW)
    return [voice.pk for voice in voices]


def queues(**more: object) -> Theme:
    return make_theme("Queues", "", ["Queue", " long  wait "], by="a test", at=NOW, **more)


def reworded(theme: Theme, terms: list[str], never: tuple[str, ...] = ()) -> Theme:
    return change_theme(
        theme, name=theme.name, description="", terms=terms, never_terms=never, by="a test", at=NOW
    )


def found(theme: Theme) -> set[int]:
    return set(theme.mentions.values_list("signal", flat=True))


def counted(theme: Theme) -> int:
    tallies = tallies_by("theme", Slice(since=TODAY.replace(day=1), until=TODAY))
    return tallies[theme.pk].n


def test_a_new_theme_is_found_in_what_was_said_before_and_counted(world: World, said: list[int]) -> None:
    theme = queues()
    assert (theme.code, theme.terms, found(theme)) == ("queues", ["queue", "long wait"], set())
    find_themes(NOW)
    assert found(theme) == set(said[:2])
    assert counted(theme) == 2
    assert Search.objects.get().counted_at == NOW


def test_where_nobody_wrote_yet_nothing_is_searched(world: World) -> None:
    queues()
    assert not Search.objects.exists()


def test_other_words_are_a_new_version_and_leave_what_they_still_show(world: World, said: list[int]) -> None:
    theme = queues()
    find_themes(NOW)
    stays = theme.mentions.get(signal=said[0]).pk
    theme = reworded(theme, ["queue", "shoes"])
    find_themes(NOW)
    assert found(theme) == {said[0], said[2]}
    assert set(theme.mentions.values_list("pk", "version")) >= {(stays, 2)}
    assert set(theme.mentions.values_list("version", flat=True)) == {2}
    assert counted(theme) == 2


def test_a_search_goes_on_where_it_stopped(world: World, said: list[int]) -> None:
    theme = queues()
    search = Search.objects.get()
    assert search_on(search, size=1, at=NOW)
    search.refresh_from_db()
    assert (search.looked, search.voices, found(theme)) == (1, 3, {said[0]})
    while search_on(search, size=1, at=NOW):
        pass
    assert found(theme) == set(said[:2])


def test_what_was_read_by_the_earlier_words_meanwhile_is_looked_at_again(
    world: World, said: list[int]
) -> None:
    theme = queues()
    find_themes(NOW)
    early = Theme.objects.get(pk=theme.pk)
    theme = reworded(theme, ["shoes"])
    late = make_signal(1, "The queue again.", unit=world.leeds)
    find_mentions([(late.pk, late.comment)], [early])
    find_themes(NOW)
    assert found(theme) == {said[2]}


def test_a_newer_wording_ends_the_search_for_the_earlier_one(world: World, said: list[int]) -> None:
    theme = reworded(queues(), ["shoes"])
    assert Search.objects.filter(ended_at=None).count() == 1
    find_themes(NOW)
    assert found(theme) == {said[2]}
    assert not Search.objects.filter(counted_at=None).exists()


def test_a_new_name_alone_searches_nothing(world: World, said: list[int]) -> None:
    theme = queues()
    find_themes(NOW)
    changed = change_theme(
        theme,
        name="Waiting",
        description="At the till",
        terms=theme.terms,
        never_terms=[],
        by="a test",
        at=NOW,
    )
    assert (changed.name, changed.version) == ("Waiting", 1)
    assert not Search.objects.filter(ended_at=None).exists()


def test_a_retired_theme_keeps_what_was_found_and_takes_nothing_new(world: World, said: list[int]) -> None:
    theme = queues()
    find_themes(NOW)
    retire_theme(theme, by="a test", at=NOW)
    late = make_signal(1, "The queue again.", unit=world.leeds)
    read_new_signals(at=NOW)
    assert found(theme) == set(said[:2])
    bring_back_theme(Theme.objects.get(), by="a test", at=NOW)
    find_themes(NOW)
    assert found(theme) == {*said[:2], late.pk}


@pytest.mark.parametrize(
    ("name", "terms", "field"),
    [
        ("", ["queue"], "name"),
        ("queues", ["queue"], "name"),
        ("Tills", [], "terms"),
        ("Tills", ["!!"], "terms"),
        ("Tills", ["x" * 61], "terms"),
        ("Tills", [f"word{n}" for n in range(201)], "terms"),
    ],
)
def test_what_cannot_be_a_theme_is_refused_with_its_field(
    world: World, name: str, terms: list[str], field: str
) -> None:
    queues()
    with pytest.raises(ThemeRefused) as refused:
        make_theme(name, "", terms, by="a test", at=NOW)
    assert refused.value.field == field


def test_the_name_of_a_retired_theme_says_that_it_can_come_back(world: World) -> None:
    retire_theme(queues(), by="a test", at=NOW)
    with pytest.raises(ThemeRefused, match="bring it back"):
        queues()


def test_every_wording_stays_with_its_day(world: World, said: list[int]) -> None:
    theme = reworded(queues(), ["shoes"], ("queue",))
    find_themes(NOW)
    told = [(one.what, one.version, one.terms, one.never) for one in wordings_of(theme)]
    assert told == [("Reworded", 2, "shoes", "queue"), ("Made", 1, "queue, long wait", "")]
    assert wordings_of(theme)[0].counted_at == NOW
    assert events_of(theme).count() == 2


def test_the_list_counts_within_sight_only(world: World, said: list[int]) -> None:
    make_signal(1, "The queue in York.", unit=world.york)
    theme = queues()
    find_themes(NOW)
    for user, voices, comments in ((world.office, 3, 4), (world.lead, 2, 3), (world.york_lead, 1, 1)):
        told = theme_list(user, TODAY)
        assert [(line.theme, line.voices) for line in told.lines] == [(theme, voices)]
        assert (told.held, told.comments) == (voices, comments)


def test_words_are_tried_within_sight_before_they_are_made(world: World, said: list[int]) -> None:
    make_signal(1, "The queue in York.", unit=world.york)
    trial = try_words(["queue"], [], world.lead)
    assert (trial.found, trial.comments) == (1, 3)
    assert [(one.before, one.words, one.after) for one in trial.samples] == [
        ("The ", "queue", " was endless.")
    ]
    assert try_words(["queue"], ["endless"], world.lead).found == 0
    assert not Theme.objects.exists()


def test_a_try_shows_no_personal_data(world: World) -> None:
    make_signal(1, "The queue! Write to carla@people.example about it.", unit=world.leeds)
    (one,) = try_words(["queue"], [], world.office).samples
    assert "carla@people.example" not in one.before + one.words + one.after


def test_a_change_says_what_it_gains_and_loses(world: World, said: list[int]) -> None:
    theme = queues()
    find_themes(NOW)
    trial = try_words(["queue", "shoes"], [], world.office, of=theme)
    assert (trial.found, trial.gained, trial.lost) == (2, 1, 1)
    assert [one.words for one in trial.lost_samples] == ["long wait"]
    assert trial.samples[0].words == "shoes"


def test_words_that_no_theme_holds_are_told_by_who_uses_them(world: World) -> None:
    for n in range(25):
        make_signal(2, f"Parking was, number {n}.", unit=world.leeds)
        make_signal(10, f"Lovely coffee, number {n}.", unit=world.leeds)
    unheld = words_without_theme(world.office)
    assert [one.term for one in unheld.pains] == ["parking"]
    assert (unheld.comments, unheld.pains[0].here, unheld.pains[0].there) == (50, 25, 0)
    theme = make_theme("Parking", "", ["parking"], by="a test", at=NOW)
    find_themes(NOW)
    assert Mention.objects.filter(theme=theme).count() == 25
    assert words_without_theme(world.office).pains == []
