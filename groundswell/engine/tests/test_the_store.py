"""Evidence is held exactly once, and a killed writer leaves nothing that counts."""

from datetime import date
from pathlib import Path

import pytest

from groundswell.engine import counting, cubes
from groundswell.engine.building import build_cubes
from groundswell.engine.histograms import Filter, UnknownDimension, histograms, tally
from groundswell.engine.store import EvidenceStore
from groundswell.engine.tidying import compact, forget_words, sweep

from .samples import evidence


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path)


def test_a_batch_is_added_once(store):
    assert store.add("one", evidence({"score": 10}, {"score": 3})) is True
    assert store.add("one", evidence({"score": 10}, {"score": 3})) is False
    assert store.rows() == 2


def test_several_batches_are_added_together_or_not_at_all(store):
    assert store.add(["one", "two"], evidence({"score": 10}, {"score": 3})) is True
    assert store.add(["two", "three"], evidence({"score": 5})) is False
    assert (store.rows(), store.holds("three")) == (2, False)


def test_an_unnamed_file_does_not_count_and_is_swept_away(store, tmp_path):
    store.add("one", evidence({"score": 10}))
    (orphan := tmp_path / "segments" / "2026-01-torn.parquet").write_bytes(b"half a file")
    assert histograms(store, [], Filter("experience"))[()][10] == 1
    assert sweep(store, older_than_seconds=-1) == 1
    assert not orphan.exists()


def test_many_small_segments_become_one_and_say_the_same(store):
    for number in range(12):
        store.add(f"batch {number}", evidence({"score": number % 11}))
    before = histograms(store, ["month"], Filter("experience"))
    assert compact(store, most=8) == 1
    assert len(store.snapshot().segments) == 1
    assert histograms(store, ["month"], Filter("experience")) == before


def test_after_compaction_a_batch_is_still_held(store):
    for number in range(12):
        store.add(f"batch {number}", evidence({"score": 5}))
    compact(store, most=1)
    assert store.add("batch 7", evidence({"score": 5})) is False


def test_replacing_all_leaves_only_the_new(store):
    store.add("one", evidence({"score": 10}, {"score": 3}))
    store.replace_all(["one", "two"], [evidence({"score": 3})])
    assert store.add("two", evidence({"score": 3})) is False
    assert histograms(store, [], Filter("experience"))[()] == (0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)


def test_histograms_count_each_score_by_dimension(store):
    store.add(
        "one",
        evidence(
            {"score": 10, "unit_id": 1},
            {"score": 9, "unit_id": 1},
            {"score": 0, "unit_id": 2},
            {"score": None},
        ),
    )
    found = histograms(store, ["unit_id"], Filter("experience"))
    assert found == {(1,): (0,) * 9 + (1, 1), (2,): (1,) + (0,) * 10}


def test_kinds_of_score_never_mix(store):
    store.add("one", evidence({"score": 10}, {"score": 2, "kind_of_score": "relationship"}))
    assert histograms(store, [], Filter("relationship"))[()] == (0, 0, 1) + (0,) * 8


def test_a_theme_counts_every_answer_that_mentions_it(store):
    store.add("one", evidence({"score": 1, "themes": [7, 8]}, {"score": 9, "themes": [7]}, {"score": 5}))
    assert sum(histograms(store, ["theme"], Filter("experience"))[(7,)]) == 2
    assert sum(histograms(store, [], Filter("experience", theme_id=8))[()]) == 1


def test_days_are_inclusive(store):
    store.add("one", evidence({"score": 1, "day": date(2026, 1, 4)}, {"score": 1, "day": date(2026, 1, 5)}))
    wanted = Filter("experience", since=date(2026, 1, 5), until=date(2026, 1, 5))
    assert sum(histograms(store, [], wanted)[()]) == 1


def test_an_answer_counts_for_as_many_as_it_stands_for_and_without_a_weight_for_itself(store):
    store.add("one", evidence({"score": 10, "weight": 2500}, {"score": 10}, {"score": 0, "weight": 500}))
    found = tally(store, [], Filter("experience"), weighted=True)
    assert (found.weights[0, 10], found.weights[0, 0]) == (3.5, 0.5)
    assert (found.squared_weights[0, 10], found.squared_weights[0, 0]) == (7.25, 0.25)
    assert found.counts[0].tolist() == [1, *[0] * 9, 2]


def test_a_weight_that_none_can_be_is_refused(store):
    for weight in (0, -1000, 50_001):
        with pytest.raises(ValueError, match="A weight is from 1 to 50000 thousandths"):
            store.add("one", evidence({"score": 10, "weight": weight}))
    assert store.rows() == 0


def test_cubes_are_built_while_a_file_still_lists_a_forgotten_word(store, monkeypatch):
    monkeypatch.setattr(cubes, "FEWEST_ROWS_A_CELL", 0)
    store.add("one", evidence({"score": 1, "segment": "home"}, {"score": 2, "segment": "Ann's own"}))
    store.remove([1])
    assert forget_words(store) == 1
    assert build_cubes(store) == len(cubes.CUBES) - 2  # no row has a theme
    assert histograms(store, ["segment"], Filter("experience")) == {("home",): (0, 1) + (0,) * 9}


def test_cubes_are_built_from_files_with_and_without_rows_that_are_gone(store, monkeypatch):
    monkeypatch.setattr(cubes, "FEWEST_ROWS_A_CELL", 0)
    store.add("one", evidence({"score": 9, "signal_id": 1}, {"score": 3, "signal_id": 2}))
    store.add("two", evidence({"score": 7, "signal_id": 3}))
    store.remove([2])
    assert build_cubes(store)
    assert histograms(store, ["channel"], Filter("experience")) == {("email",): (0,) * 7 + (1, 0, 1, 0)}


def test_a_cube_that_would_be_too_fine_is_not_begun_and_what_is_kept_is_the_same(store, monkeypatch):
    store.add("one", evidence(*({"score": 5, "unit_id": n * 7919 % 1000} for n in range(3000))))
    segments, words = store.snapshot().segments, store.snapshot().words
    whole = counting.count_here(segments, cubes.CUBES, words)
    monkeypatch.setattr(counting, "AT_ONCE", 900)
    begun = {cube.name for cube in counting._promising(segments, cubes.CUBES, words)}
    fine = {"unit_touchpoint", "employee", "unit_sentiment", "unit_day", "unit"}
    assert {cube.name for cube in cubes.CUBES} - begun == fine
    assert counting.count_here(segments, cubes.CUBES, words).keys() == whole.keys() > {"touchpoint"}


def test_an_unknown_dimension_is_refused(store):
    with pytest.raises(UnknownDimension, match="name; DROP"):
        histograms(store, ["name; DROP"], Filter("experience"))


def test_an_empty_store_has_no_histograms(store):
    assert histograms(store, [], Filter("experience")) == {}
