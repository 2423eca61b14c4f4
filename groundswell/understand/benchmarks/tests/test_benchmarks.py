"""A study comes in whole or not at all, says where we stand with its margin, and never touches our own scores."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.foundation.access.models import User
from groundswell.listen.channels.files.tables import read_table, recognised
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import KindOfScore
from groundswell.understand.benchmarks.actions import bring_study, note_growth, remove_study
from groundswell.understand.benchmarks.errors import StudyIsHere, StudyUnusable
from groundswell.understand.benchmarks.models import Rating, Study
from groundswell.understand.benchmarks.queries import standing_of, studies_visible_to
from groundswell.understand.benchmarks.reading import COLUMNS, Rated, likely_brands, read_study
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.queries import Slice, score_of
from tests.world import NOW, make_signal, make_user

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


def read(content, file_name="study.csv"):
    table = read_table(content, file_name)
    return read_study(table, recognised(table.heads, COLUMNS), likely_brands(table))


def bring(content=None, **given):
    return bring_study(content or market(), "study.csv", **{**ABOUT, **given}, by="test", at=NOW)


def test_both_forms_of_a_file_say_the_same():
    wide = b"Respondent;Ours;Leader\nA;9;10\nB;;3\n"
    long = long_file([("A", "Ours", 9), ("A", "Leader", 10), ("B", "Leader", 3)])
    expected = [Rated(1, "Ours", 9), Rated(1, "Leader", 10), Rated(2, "Leader", 3)]
    assert read(wide).ratings == read(long).ratings == expected


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("A", "Ours", 11), "“11” for Ours is no whole number from 0 to 10."),
        (("A", "Ours", "9.5"), "“9.5” for Ours"),
        (("B", "ours", 3), "Respondent “B” rates ours a second time."),
        (("", "Ours", 9), "A rating has a respondent"),
    ],
)
def test_a_rating_that_cannot_be_used_says_its_row_and_why_and_the_others_stand(row, problem):
    found = read(long_file([("B", "Ours", 9), row, ("B", "Leader", 8)]))
    ((number, why),) = found.problems.told
    assert (number, len(found.ratings)) == (3, 2)
    assert problem in why


def test_a_score_may_carry_the_words_of_its_survey_tool():
    found = read(
        long_file(
            [("A", "Ours", "10 - extremely likely"), ("B", "Ours", "0 (not at all)"), ("C", "Ours", "9.0")]
        )
    )
    assert [one.score for one in found.ratings] == [10, 0, 9]


def test_a_column_of_other_numbers_is_no_brand():
    table = read_table(b"respid,age,Ours,Leader,city\nA,34,9,8,York\nB,61,,7,Leeds\n", "wide.csv")
    assert [table.heads[place] for place in likely_brands(table)] == ["Ours", "Leader"]


def test_the_question_that_all_columns_share_is_no_part_of_a_brand():
    wide = read(b"Panel ID;Recommend: Ours;Recommend: Our Rival\nA;9;10\n")
    assert [one.brand for one in wide.ratings] == ["Ours", "Our Rival"]


def test_what_nobody_can_recognise_is_asked_for():
    with pytest.raises(ValueError, match="Say which column names who answered"):
        read(b"who,brand,score\nA,Ours,9\n")


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


def upload(client, content):
    sent = {"file": SimpleUploadedFile("study.csv", content)}
    return client.post("/understand/benchmarks/new/", sent, follow=True)


def test_a_study_comes_in_by_the_page_and_goes_again(world, signed_in):
    office = signed_in(world.office)
    address = upload(office, market() + b"\nP1,Ours,99\nP2,Ours,3").redirect_chain[0][0]
    page = office.get(address).content.decode()
    assert "700 ratings of 3 brands can come in" in page
    assert "2 ratings cannot be used and would be left out" in page
    assert "“99” for Ours is no whole number" in page
    chosen = {"column_respondent": "0", "column_brand": "1", "column_score": "2"}
    asked = {**ABOUT, **chosen, "field_from": "2026-01-05", "field_until": "2026-01-30", "bring": "1"}
    assert office.post(address, asked).status_code == 422
    assert not Study.objects.exists()
    made = office.post(address, {**asked, "is_blind": "on"}, follow=True)
    assert "We stand 40 points behind Leader" in made.content.decode()
    assert "2 ratings of the file could not be used" in made.content.decode()
    study = Study.objects.get()
    office.post(f"/understand/benchmarks/{study.pk}/growth/", {"percent": "3.5", "source": "Statistics"})
    page = office.get(f"/understand/benchmarks/{study.pk}/").content.decode()
    assert "The market grew by +3.5%" in page
    remove_study(study, by=world.office, at=NOW)
    assert "No study yet" in office.get("/understand/benchmarks/").content.decode()


def test_a_newcomers_own_columns_are_mapped_and_looked_at_again(world, signed_in):
    office = signed_in(world.office)
    assert bring(own_brand="Ours").brands.get(is_own=True).name == "Ours"
    again = upload(office, market(40)).content.decode()
    assert '<option value="Ours" selected>' in again
    strange = "Wer;Alter;Wir;Die anderen\n" + "".join(
        f"p{n};{20 + n};{n % 11};{10 - n % 11}\n" for n in range(40)
    )
    looked = upload(office, strange.encode())
    assert "Which column is what?" in looked.content.decode()
    address = looked.redirect_chain[0][0]
    again = office.post(address, {"column_respondent": "0", "brands": ["2", "3"]})
    assert again.status_code == 200
    page = again.content.decode()
    assert "80 ratings of 2 brands can come in" in page
    assert "error-summary" not in page
    asked = {
        **ABOUT,
        "own_brand": "Wir",
        "field_from": "2026-01-05",
        "field_until": "2026-01-30",
        "is_blind": "on",
    }
    office.post(address, {**asked, "column_respondent": "0", "brands": ["2", "3"], "bring": "1"})
    study = Study.objects.latest("pk")
    assert {brand.name: brand.is_own for brand in study.brands.all()} == {"Wir": True, "Die anderen": False}
    assert office.get(address).status_code == 404


def test_a_study_and_our_own_score_are_never_in_one_figure(world):
    """The same people say 0 in a study and 10 to us: neither figure moves."""
    for _ in range(30):
        make_signal(10, unit=world.leeds, kind_of_score="relationship")
    read_new_signals(at=NOW)
    before = score_of(Slice("relationship"))
    study = bring(long_file([(f"P{n}", brand, 0) for n in range(60) for brand in ("Ours", "Leader")]))
    read_new_signals(at=NOW)
    assert score_of(Slice("relationship")) == before
    assert (standing_of(study).own.figure.score, standing_of(study).own.figure.n) == (-100, 60)
    assert {kind for kind in KindOfScore.values if score_of(Slice(kind)).n} == {"relationship"}


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
    with django_assert_num_queries(10):
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
    with django_assert_num_queries(10):
        assert office.get("/understand/benchmarks/").status_code == 200


def test_both_pictures_of_a_study_leave_their_page_as_files(world, signed_in):
    study, office = bring(), signed_in(world.office)
    for chart, words in (("scores", "Ours (we)"), ("gaps", "to Leader")):
        file = office.get(f"/understand/benchmarks/{study.pk}/?chart={chart}&as=csv").content.decode()
        assert words in file
        assert "double-blind" in file
