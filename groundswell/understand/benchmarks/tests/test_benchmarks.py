"""A study comes in whole or not at all, says where we stand with its margin, and never touches our own scores."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal
from groundswell.understand.benchmarks.actions import bring_study, note_growth, remove_study
from groundswell.understand.benchmarks.errors import StudyIsHere, StudyUnusable
from groundswell.understand.benchmarks.models import Rating, Study
from groundswell.understand.benchmarks.queries import standing_of, studies_visible_to
from groundswell.understand.benchmarks.reading import Rated, read_study
from tests.world import NOW, make_user

ABOUT = {
    "name": "Market study", "agency": "A third party", "market": "Everybody who buys",
    "field_from": date(2026, 1, 5), "field_until": date(2026, 1, 30), "own_brand": "Ours",
}  # fmt: skip


def long_file(rows):
    return "\n".join(
        ["respondent,brand,score", *(f"{who},{brand},{score}" for who, brand, score in rows)]
    ).encode()


def market(n=300):
    """Everybody rates us and the leader, every third person a small brand; the leader is better and ups and downs are shared."""
    rows = []
    for number in range(n):
        mood = number % 5
        rows += [
            (f"P{number}", "Ours", (10, 8, 6, 7, 9)[mood]),
            (f"P{number}", "Leader", (10, 9, 7, 8, 9)[mood]),
        ]
        if number % 3 == 0:
            rows.append((f"P{number}", "Small", (9, 9, 9, 8, 10)[mood]))
    return long_file(rows)


def bring(content=None, **given):
    return bring_study(content or market(), "study.csv", **{**ABOUT, **given}, by="test", at=NOW)


def test_both_forms_of_a_file_say_the_same():
    wide = b"Respondent;Ours;Leader\nA;9;10\nB;;3\n"
    long = long_file([("A", "Ours", 9), ("A", "Leader", 10), ("B", "Leader", 3)])
    expected = [Rated(1, "Ours", 9), Rated(1, "Leader", 10), Rated(2, "Leader", 3)]
    assert read_study(wide, "wide.csv") == read_study(long, "long.csv") == expected


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"who,brand,score\nA,Ours,9\n", "The first line names the columns"),
        (long_file([("A", "Ours", 11)]), "Line 2: “11” for Ours is no whole number from 0 to 10."),
        (long_file([("A", "Ours", "9.5")]), "Line 2: “9.5”"),
        (long_file([("A", "Ours", 9), ("A", "ours", 3)]), "Line 3: respondent “A” rates ours a second time."),
        (long_file([("", "Ours", 9)]), "Line 2: a rating has a respondent"),
        (b"respondent,brand,score\n", "There is no rating in this file."),
    ],
)
def test_a_file_that_cannot_be_used_says_which_line_and_why(content, problem):
    with pytest.raises(StudyUnusable) as refused:
        read_study(content, "study.csv")
    assert problem in str(refused.value)


def test_of_a_bad_file_nothing_stays(db):
    with pytest.raises(StudyUnusable):
        bring(market() + b"\nP1,Ours,12")
    with pytest.raises(StudyUnusable, match="The file names: Leader, Ours, Small"):
        bring(own_brand="Somebody else")
    assert not Study.objects.exists()


def test_the_same_file_comes_in_once(db):
    bring()
    with pytest.raises(StudyIsHere, match="“Market study”"):
        bring()
    assert Rating.objects.count() == 700


def test_the_relative_score_is_paired(db):
    standing = standing_of(bring())
    leader = standing.leader
    assert (leader.brand.name, leader.figure.n, round(leader.gap.points)) == ("Leader", 300, -40)
    independent = (standing.own.figure.margin**2 + leader.figure.margin**2) ** 0.5
    assert leader.gap.interval.width / 2 < 0.75 * independent
    assert standing.in_words.startswith("We stand 40 points behind Leader")


def test_a_brand_with_few_answers_leads_nobody(db):
    standing = standing_of(bring())
    small = next(one for one in standing.brands if one.brand.name == "Small")
    assert (small.is_short, small.figure.score > standing.leader.figure.score) == (True, True)


def test_win_and_loss_count_those_who_rated_both(db):
    standing = standing_of(bring())
    duel = standing.leader.duel
    assert (duel.won, duel.even, duel.lost, duel.share) == (0, 120, 180, 0.0)
    small = next(one for one in standing.brands if one.brand.name == "Small")
    assert small.duel.n == 100


def test_too_few_answers_are_no_standing(db):
    rows = [("A", "Ours", 9), ("B", "Ours", 9), ("A", "Leader", 3)]
    assert standing_of(bring(long_file(rows))).in_words == "Too few answers to say where we stand"


def test_nothing_of_a_study_becomes_a_voice_or_one_of_our_scores(world):
    bring()
    assert not Signal.objects.exists()


def test_growth_stands_beside_and_the_later_figure_counts(db):
    study = bring()
    note_growth(study, brand=None, percent=2.0, source="Statistics", by="test", at=NOW)
    note_growth(study, brand=None, percent=2.5, source="Statistics", by="test", at=NOW)
    standing = standing_of(study)
    assert standing.market_growth.percent == 2.5
    assert standing.own.growth is None


def test_studies_are_for_those_who_see_everything(world):
    study = bring()
    assert list(studies_visible_to(world.executive)) == [study]
    assert not studies_visible_to(world.lead).exists()
    assert not studies_visible_to(world.partner).exists()


def test_a_study_comes_in_by_the_page_and_goes_again(world, signed_in):
    office = signed_in(world.office)
    asked = {**ABOUT, "field_from": "2026-01-05", "field_until": "2026-01-30", "is_blind": "on"}
    bad = SimpleUploadedFile("study.csv", b"respondent,brand,score\nA,Ours,99\n")
    refused = office.post("/understand/benchmarks/new/", {**asked, "file": bad})
    assert refused.status_code == 422
    assert "Line 2: “99” for Ours" in refused.content.decode()
    sighted = SimpleUploadedFile("study.csv", market())
    assert (
        office.post("/understand/benchmarks/new/", {**asked, "is_blind": "", "file": sighted}).status_code
        == 422
    )
    good = SimpleUploadedFile("study.csv", market())
    made = office.post("/understand/benchmarks/new/", {**asked, "file": good}, follow=True)
    assert "We stand 40 points behind Leader" in made.content.decode()
    study = Study.objects.get()
    office.post(f"/understand/benchmarks/{study.pk}/growth/", {"percent": "3.5", "source": "Statistics"})
    page = office.get(f"/understand/benchmarks/{study.pk}/").content.decode()
    assert "The market grew by +3.5%" in page
    remove_study(study, by=world.office, at=NOW)
    assert "No study yet" in office.get("/understand/benchmarks/").content.decode()


def test_an_analyst_reads_and_does_not_bring(world, signed_in):
    study = bring()
    analyst = signed_in(make_user("Ana Analyst", world.root, User.Role.ANALYST))
    assert analyst.get(f"/understand/benchmarks/{study.pk}/").status_code == 200
    assert analyst.get("/understand/benchmarks/new/").status_code == 403
    assert signed_in(world.lead).get("/understand/benchmarks/").status_code == 403


@pytest.mark.parametrize("n", [30, 300])
def test_the_page_takes_the_same_queries_for_any_number_of_ratings(
    world, signed_in, django_assert_num_queries, n
):
    study = bring(market(n))
    office = signed_in(world.office)
    office.get("/")
    with django_assert_num_queries(9):
        assert office.get(f"/understand/benchmarks/{study.pk}/").status_code == 200


def test_the_executive_reads_on_their_first_page_where_we_stand(world, signed_in):
    bring()
    page = signed_in(world.executive).get("/").content.decode()
    assert "We stand 40 points behind Leader" in page
    assert "not to be set beside the score above" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_study_and_three(
    world, signed_in, django_assert_num_queries, count
):
    for number in range(count):
        bring(market(30 + number))
    office = signed_in(world.office)
    office.get("/")
    with django_assert_num_queries(9):
        assert office.get("/understand/benchmarks/").status_code == 200
