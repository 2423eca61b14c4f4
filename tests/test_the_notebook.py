"""An analyst asks in a notebook and finds what the pages show."""

import pytest

import groundswell
from groundswell.engine.store import EvidenceStore
from groundswell.engine.tests.samples import evidence


@pytest.fixture
def home(tmp_path):
    store = EvidenceStore(tmp_path / "evidence")
    store.add(
        "one", evidence({"score": 10, "unit_id": 1}, {"score": 9, "unit_id": 1}, {"score": 3, "unit_id": 2})
    )
    store.remove([1])
    store.close()
    return tmp_path


def test_rows_are_a_relation_of_what_counts(home):
    with groundswell.connect(home) as found:
        assert found.rows().aggregate("count(*), sum(score)").fetchall() == [(2, 13)]
        assert found.sql("SELECT unit_id FROM evidence ORDER BY 1").fetchall() == [(1,), (2,)]


def test_scores_come_with_their_count_and_margin(home):
    with groundswell.connect(home) as found:
        rows = found.scores(by=["unit_id"]).to_pylist()
    assert [(row["unit_id"], row["n"], row["score"]) for row in rows] == [(1, 1, 100.0), (2, 1, -100.0)]
    assert all(-100 <= row["low"] < row["high"] <= 100 for row in rows)


def test_an_answer_may_stand_for_more_people_and_the_margin_knows(tmp_path):
    store = EvidenceStore(tmp_path / "evidence")
    store.add("one", evidence(*({"score": 10, "weight": 3000},) * 20, *({"score": 0},) * 20))
    store.close()
    with groundswell.connect(tmp_path) as found:
        (plain,), (row,) = found.scores().to_pylist(), found.scores(weighted=True).to_pylist()
    assert (plain["score"], row["score"], row["n"]) == (0.0, pytest.approx(50.0), 40)
    assert row["design_effect"] == pytest.approx(40 * (20 * 9 + 20) / 80**2)
    assert "design_effect" not in plain


def test_a_folder_may_have_any_name(tmp_path):
    home = tmp_path / "what's this? one"
    store = EvidenceStore(home / "evidence")
    store.add("one", evidence({"score": 10}, {"score": 9}))
    store.add("two", evidence({"score": 3, "signal_id": 7}))
    store.remove([0])
    store.close()
    with groundswell.connect(home) as found:
        assert found.sql("SELECT score FROM evidence ORDER BY 1").fetchall() == [(3,), (9,)]


def test_an_installation_without_evidence_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="GROUNDSWELL_HOME"):
        groundswell.connect(tmp_path)


def test_an_empty_store_has_no_rows(tmp_path):
    EvidenceStore(tmp_path / "evidence").close()
    with groundswell.connect(tmp_path) as found:
        assert found.rows().fetchall() == []
