"""The pages around the editor: how a survey begins, where customers come in, what each version changed, who answers."""

import pytest

from groundswell.listen.channels.inviting import invite
from groundswell.listen.surveys.actions import publish_version
from groundswell.listen.surveys.definition import recommendation
from groundswell.listen.surveys.models import Survey
from groundswell.listen.surveys.patterns import PATTERNS
from tests.world import NOW, make_customer

from .test_surveys import ASKS, begin


def test_each_beginning_says_which_kind_of_score_it_counts_for(world, signed_in):
    page = signed_in(world.office).get("/listen/surveys/new/").content.decode()
    for pattern in PATTERNS:
        assert f"<b>{pattern.name}</b>" in page
        assert f"Kind of score: {pattern.score_name}" in page
    assert {pattern.score_name for pattern in PATTERNS} == {
        "Relationship score",
        "Experience score",
        "Competitive benchmark",
        "Employees",
    }


def test_a_competitive_benchmark_begins_with_several_brands(world, signed_in):
    begin(signed_in(world.office), pattern="benchmark", code="market")
    survey = Survey.objects.get(code="market")
    assert survey.kind_of_score == "competitive"
    brand = survey.versions.get().wording.question("brand")
    assert (brand.required, len(brand.choices)) == (True, 4)


@pytest.mark.parametrize("pattern", ["transactional", "satisfaction"])
def test_a_first_question_that_names_the_moment_needs_one(world, signed_in, pattern):
    client = signed_in(world.office)
    assert "names the moment in its first question" in begin(client, pattern=pattern)
    assert not Survey.objects.filter(code="coat").exists()
    begin(client, pattern=pattern, touchpoint=world.delivery.pk)
    assert Survey.objects.get(code="coat").touchpoint == world.delivery


def test_a_survey_without_a_moment_whose_question_names_one_says_so(world, signed_in):
    client = signed_in(world.office)
    begin(client, pattern="satisfaction", touchpoint=world.delivery.pk)
    assert "this survey has none" not in client.get("/listen/surveys/coat/").content.decode()
    Survey.objects.filter(code="coat").update(touchpoint=None)
    assert "this survey has none" in client.get("/listen/surveys/coat/").content.decode()


def test_every_door_stands_on_its_row_and_the_code_can_be_printed(world, signed_in):
    client = signed_in(world.lead)
    page = client.get("/listen/surveys/delivery/").content.decode()
    for door in ("Open link", "QR code", "Kiosk", "Web site", "Telephone"):
        assert f"<b>{door}</b>" in page
    assert "data-survey=&quot;delivery&quot;" in page
    assert "Where they stand" in page
    assert (
        "/listen/surveys/delivery/qr.svg" in client.get("/listen/surveys/delivery/poster/").content.decode()
    )


def test_questions_and_languages_stand_in_words(world, signed_in):
    page = signed_in(world.lead).get("/listen/surveys/delivery/").content.decode()
    assert "Recommendation, 0 to 10" in page
    assert "Own words" in page
    assert "In English." in page


def test_a_version_says_what_changed_since_the_one_before_and_since_any_other(world, signed_in):
    survey = world.experience.survey
    publish_version(survey, recommendation(ASKS, "How come?"), by=world.office, at=NOW)
    publish_version(survey, recommendation(ASKS, "What for?"), by=world.office, at=NOW)
    client = signed_in(world.lead)
    last = client.get("/listen/surveys/delivery/versions/3/").content.decode()
    assert "“How come?” became “What for?”" in last
    first = client.get("/listen/surveys/delivery/versions/3/?since=1").content.decode()
    assert "“Why?” became “What for?”" in first
    assert "What changed since" not in client.get("/listen/surveys/delivery/versions/1/").content.decode()
    assert client.get("/listen/surveys/delivery/versions/9/").status_code == 404


def test_the_list_says_how_many_of_those_invited_answered(world, signed_in, client):
    invitations = [
        invite(make_customer(), world.experience, by=world.office, at=NOW, touchpoint=world.delivery)
        for _ in range(4)
    ]
    client.post(f"/a/{invitations[0].token}/", {"q": "score", "score": "9", "go": "send"})
    client.post("/s/delivery/", {"q": "score", "score": "9", "go": "send", "submission": "x"})
    page = signed_in(world.lead).get("/listen/surveys/").content.decode()
    row = page.split("/listen/surveys/delivery/")[1].split("</tr>")[0]
    assert '<td class="number" data-label="Invited">4</td>' in row
    assert '<td class="number" data-label="Response rate">25%</td>' in row
    assert '<td class="number" data-label="Answers by any door">2</td>' in row


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_surveys(
    world, signed_in, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(world.office)
    with CaptureQueriesContext(connection) as few:
        client.get("/listen/surveys/")
    for code in ("one", "two", "three"):
        begin(client, code=code)
    with CaptureQueriesContext(connection) as many:
        client.get("/listen/surveys/")
    assert len(many) == len(few)
