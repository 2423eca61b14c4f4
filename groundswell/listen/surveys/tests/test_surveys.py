"""Surveys are begun, worded and published; the core question keeps scores comparable."""

import json

import pytest

from groundswell.listen.surveys.actions import publish_version
from groundswell.listen.surveys.definition import recommendation
from groundswell.listen.surveys.errors import DefinitionUnusable, SurveyRefusal
from groundswell.listen.surveys.files import bring_survey, read_survey_file, survey_file
from groundswell.listen.surveys.models import Survey, SurveyVersion
from groundswell.listen.surveys.patterns import PATTERN
from groundswell.listen.surveys.queries import current_version
from tests.world import NOW, make_signal

ASKS = "How likely are you to recommend us to a friend?"


def test_a_survey_counts_for_one_kind_of_score_for_ever(world):
    content = survey_file(world.experience).replace('"experience"', '"competitive"').encode()
    with pytest.raises(SurveyRefusal, match="Kinds never mix"):
        bring_survey(read_survey_file(content), code=None, usual_code="file", by="test", at=NOW)
    assert current_version(world.experience.survey) == world.experience


@pytest.mark.parametrize("begins_edition", [False, True])
def test_customers_and_employees_are_never_asked_by_one_survey(world, begins_edition):
    colleagues = PATTERN["employee"].definition
    with pytest.raises(SurveyRefusal, match="surveys of their own"):
        publish_version(
            world.relationship.survey, colleagues, by=world.office, at=NOW, begins_edition=begins_edition
        )


def test_an_edition_may_begin_without_another_wording(world):
    survey, present = world.relationship.survey, world.relationship
    made = publish_version(survey, present.definition, by=world.office, at=NOW, begins_edition=True)
    assert (made.number, made.core_edition, made.definition) == (2, 2, present.definition)
    same = publish_version(survey, present.definition, by=world.office, at=NOW)
    assert same == made


def test_a_changed_core_question_wants_a_new_edition(world):
    survey = world.experience.survey
    changed = recommendation("Would you come back?", "Why?")
    with pytest.raises(SurveyRefusal):
        publish_version(survey, changed, by=world.office, at=NOW)
    made = publish_version(survey, changed, by=world.office, at=NOW, begins_edition=True)
    assert (made.number, made.core_edition) == (2, 2)


def test_another_why_is_a_new_version_of_the_same_edition_and_the_old_one_stays(world):
    made = publish_version(
        world.experience.survey, recommendation(ASKS, "How come?"), by=world.office, at=NOW
    )
    assert (made.number, made.core_edition) == (2, 1)
    assert SurveyVersion.objects.get(pk=world.experience.pk).why_question == "Why?"


def test_publishing_the_same_words_makes_no_version(world):
    same = publish_version(world.experience.survey, recommendation(ASKS, "Why?"), by=world.office, at=NOW)
    assert same == world.experience


def test_a_survey_taken_out_comes_in_again_the_same(world):
    content = survey_file(world.experience).encode()
    Survey.objects.filter(code="delivery").update(code="other")
    told = bring_survey(
        read_survey_file(content), code=None, usual_code="file", by="test", at=NOW, is_rehearsal=False
    )
    assert "version 1 is" in told
    assert survey_file(current_version(Survey.objects.get(code="delivery"))).encode() == content


def test_a_rehearsal_stores_nothing(world):
    content = survey_file(world.experience).encode()
    bring_survey(
        read_survey_file(content), code="rehearsed", usual_code="x", by="test", at=NOW, is_rehearsal=True
    )
    assert not Survey.objects.filter(code="rehearsed").exists()


def test_a_code_that_cannot_be_a_link_is_refused(world):
    with pytest.raises(DefinitionUnusable):
        bring_survey(
            read_survey_file(survey_file(world.experience).encode()),
            code="a b/c",
            usual_code="x",
            by="t",
            at=NOW,
        )


def begin(client, **more):
    told = {"pattern": "product-fit", "title": "Our coat", "code": "coat"} | more
    return client.post("/listen/surveys/new/", told, follow=True).content.decode()


def test_a_survey_begins_with_the_questions_of_the_field(world, signed_in):
    page = begin(signed_in(world.office))
    assert "How would you feel if you could no longer use it?" in page
    assert "/s/coat/" in page


def test_a_short_name_is_used_once(world, signed_in):
    begin(signed_in(world.office))
    assert "Another survey has this short name" in begin(signed_in(world.office))


def test_earlier_versions_stay_readable_with_their_answers(world, signed_in):
    make_signal(9)
    publish_version(world.experience.survey, recommendation(ASKS, "How come?"), by=world.office, at=NOW)
    client = signed_in(world.lead)
    assert "Version 2" in client.get("/listen/surveys/delivery/").content.decode()
    assert "Why?" in client.get("/listen/surveys/delivery/versions/1/").content.decode()


def test_a_lead_reads_surveys_and_changes_none(world, signed_in):
    client = signed_in(world.lead)
    for path in ("edit/", "test/", "close/"):
        assert client.post(f"/listen/surveys/delivery/{path}").status_code == 403
    assert client.get("/listen/surveys/delivery/").status_code == 200


def test_the_qr_code_is_a_picture_without_scripts(world, signed_in):
    picture = signed_in(world.office).get("/listen/surveys/delivery/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")


def test_the_files_can_be_taken(world, signed_in):
    client = signed_in(world.office)
    assert (
        json.loads(client.get("/listen/surveys/delivery/file/").content)["schema"] == "groundswell.survey/1"
    )
    assert "pages" in json.loads(client.get("/listen/surveys/delivery/file/?as=surveyjs").content)


def test_a_closed_survey_asks_nobody(world, signed_in):
    signed_in(world.office).post("/listen/surveys/delivery/close/")
    assert signed_in(world.office).get("/s/delivery/").status_code == 410
