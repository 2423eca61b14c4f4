"""What employees say about their work leads back to nobody: by no door, in no list, notice, count or row."""

from datetime import timedelta

import pytest
from django.db.models import Count
from django.test import Client

from groundswell.foundation.history.models import Event
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.response_rules import ResponseRules
from groundswell.listen.channels.api.survey_rules import read_survey_response
from groundswell.listen.channels.api.wordings import wording
from groundswell.listen.channels.notices.actions import subscribe
from groundswell.listen.channels.notices.models import Notice
from groundswell.listen.channels.notices.writing import write_notices
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.draining import _said
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.actions import begin_survey, close_survey
from groundswell.listen.surveys.models import SurveyVersion
from groundswell.listen.surveys.patterns import PATTERN
from groundswell.listen.surveys.queries import closed_surveys
from tests.world import NOW, make_customer, make_signal

SENT = {"external_id": "A-1", "submitted_at": "2026-03-11T10:17:43Z", "survey": "pulse"}


@pytest.fixture
def pulse(world) -> SurveyVersion:
    return begin_survey(
        "pulse", "Pulse", "relationship", PATTERN["employee"].definition, by=world.office, at=NOW
    )


def said(pulse: SurveyVersion, world, *, at=NOW) -> Signal:
    """Somebody answers by a door that knows much about them."""
    new = NewSignal(
        source="app",
        key="1",
        channel="api",
        kind=Signal.Kind.EMPLOYEE,
        submitted_at=at,
        unit_id=world.leeds.pk,
        customer_id=make_customer().pk,
        employee_id=world.frontline.person.pk,
        version_id=pulse.pk,
        metadata={"device": "ward-7"},
    )
    return Signal.objects.get(pk=receive_signal(new, at=at + timedelta(seconds=2)).signal_id)


def test_the_row_of_an_answer_holds_no_person_and_no_hour(pulse, world):
    signal = said(pulse, world)
    assert (signal.customer_id, signal.employee_id, signal.invitation_id, signal.metadata) == (
        None,
        None,
        None,
        {},
    )
    assert signal.unit == world.leeds
    moments = {signal.submitted_at, signal.received_at, signal.episode_at}
    assert len(moments) == 1
    assert (moments.pop() - NOW).total_seconds() % 60 != 1


def test_an_answer_from_an_app_is_one_of_an_employee_too(pulse):
    content = {"survey": "pulse", "version": 1, "answers": {"work": 3, "why": "Long shifts."}}
    assert (_said(content)["kind"], _said(content)["comment"]) == (Signal.Kind.EMPLOYEE, "")


@pytest.mark.parametrize(("field", "value"), [("email", "ann@people.example"), ("metadata", {"badge": "17"})])
def test_an_app_may_not_name_anybody(pulse, field, value):
    given = SENT | {"answers": {"work": 3}, field: value}
    with pytest.raises(Refused) as refused:
        read_survey_response(ResponseRules("Europe/London"), given, wording("pulse", None), NOW)
    assert (refused.value.problem, refused.value.field) == ("confidential", field)


def test_a_colleague_cannot_be_asked_by_another_on_the_telephone(pulse, world, signed_in):
    client = signed_in(world.office)
    assert "Ask by telephone" not in client.get("/listen/surveys/pulse/").content.decode()
    page = client.post("/listen/surveys/pulse/phone/", {"email": "a@b.example", "served": "on"}, follow=True)
    assert "Colleagues answer about their work by themselves" in page.content.decode()


def test_no_other_system_is_told(pulse, world):
    kinds, made_at = ["voice.received"], NOW - timedelta(days=2)
    subscribe("Data lake", "https://lake.example/in", kinds, has_words=True, by="tests", at=made_at)
    said(pulse, world)
    make_signal(9, "Warm.", at=NOW)
    write_notices(NOW + timedelta(minutes=2))
    assert [one.signal.kind for one in Notice.objects.select_related("signal")] == ["answer"]


def test_no_list_counts_them_one_by_one(pulse, world, signed_in):
    said(pulse, world)
    client = signed_in(world.office)
    for path in ("/listen/", "/listen/surveys/pulse/", "/listen/surveys/pulse/versions/1/"):
        assert ">1</td>" not in client.get(path).content.decode().split("Pulse")[-1].split("</tr>")[0]
    close_survey(pulse.survey, by=world.office, at=NOW)
    assert [(one.code, count) for one, count in closed_surveys()] == [("pulse", None)]


def test_the_history_says_nothing_of_an_answer(pulse, world):
    before = Event.objects.aggregate(n=Count("pk"))["n"]
    Client().post("/s/pulse/?unit=leeds", {"q": "work", "work": "2", "submission": "mine"})
    Client().post("/s/pulse/mine/", {"q": "why", "why": "Long shifts.", "go": "send"})
    assert Signal.objects.get().unit == world.leeds
    assert Event.objects.aggregate(n=Count("pk"))["n"] == before


@pytest.mark.parametrize(
    "path",
    [
        "/voices/?q=Secret",
        "/voices/?words=1",
        "/voices/export/csv/?q=Secret",
        "/voices/{pk}/",
        "/listen/surveys/pulse/answers/why/",
        "/understand/",
        "/understand/themes/",
    ],
)
def test_no_page_shows_the_words(pulse, world, signed_in, path):
    Client().post(
        "/s/pulse/", {"q": "why", "work": "2", "why": "Secret shifts", "submission": "mine", "go": "send"}
    )
    page = signed_in(world.office).get(path.format(pk=Signal.objects.get().pk))
    body = b"".join(page.streaming_content) if page.streaming else page.content
    assert page.status_code in {200, 302, 404}
    assert b"Secret shifts" not in body
