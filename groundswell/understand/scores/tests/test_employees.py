"""What employees say about their work is shown of five of them together, or not at all."""

import pytest

from groundswell.foundation.organisation.models import Unit
from groundswell.listen.channels.web.answers import take_left_alone
from groundswell.listen.signals.actions import NewSignal
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals, signals_visible_to
from groundswell.listen.signals.responses import NewAnswer, receive_response
from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.models import AnswerDraft, SurveyVersion
from groundswell.listen.surveys.patterns import PATTERN
from groundswell.understand.evidence.queries import signals_without_reading
from groundswell.understand.scores.employees import employee_lines
from tests.world import NOW


@pytest.fixture
def pulse(world) -> SurveyVersion:
    return begin_survey(
        "pulse", "Pulse", "relationship", PATTERN["employee"].definition, by=world.office, at=NOW
    )


def answer(pulse: SurveyVersion, score: int, unit: Unit | None) -> None:
    number = Signal.objects.count()
    new = NewSignal(source="survey pulse", key=f"e{number}", channel="web", submitted_at=NOW, kind=Signal.Kind.EMPLOYEE, unit_id=unit and unit.pk, version_id=pulse.pk)  # fmt: skip
    words = NewAnswer("why", "text", words=f"Secret {number}")
    receive_response(new, [NewAnswer("work", "employee", number=score), words], at=NOW)


def shown(pulse, user) -> list[tuple[str, int, float | None]]:
    lines = employee_lines(pulse.survey, user)
    return [(str(line.unit or "all"), line.figure.n, line.figure.score) for line in lines]


def test_four_answers_show_nothing_and_the_fifth_shows_all_five(world, pulse):
    for _ in range(4):
        answer(pulse, 9, world.leeds)
    assert shown(pulse, world.office) == [("all", 0, None)]
    answer(pulse, 0, world.leeds)
    assert ("Leeds", 5, 60.0) in shown(pulse, world.office)


def test_a_small_team_cannot_be_found_by_taking_the_others_away(world, pulse):
    for _ in range(5):
        answer(pulse, 9, world.leeds)
    answer(pulse, 0, world.york)
    lines = {name: n for name, n, _ in shown(pulse, world.office)}
    assert lines == {"all": 5, "Shops": 5, "Leeds": 5}


def test_one_more_answer_changes_nothing_that_is_shown(world, pulse):
    for _ in range(5):
        answer(pulse, 9, world.leeds)
    before = shown(pulse, world.office)
    answer(pulse, 0, world.leeds)
    assert shown(pulse, world.office) == before


def test_the_whole_stands_there_once_also_where_two_organisations_do_not(world, pulse):
    for _ in range(5):
        answer(pulse, 9, world.leeds)
    assert [name for name, _, _ in shown(pulse, world.office)] == ["all", "Leeds", "Shops"]
    Unit.objects.create(code="other", name="Other", kind=Unit.Kind.ORGANISATION)
    assert [name for name, _, _ in shown(pulse, world.office)] == ["all", "Leeds", "Linden & Lark", "Shops"]


def test_a_lead_sees_the_own_team_only(world, pulse):
    for unit in (world.leeds, world.york):
        for _ in range(5):
            answer(pulse, 9, unit)
    assert [name for name, _, _ in shown(pulse, world.lead)] == ["Leeds"]


def test_an_employees_answer_is_nobodys_voice(world, pulse, signed_in):
    for _ in range(5):
        answer(pulse, 2, world.leeds)
    client = signed_in(world.office)
    assert not signals_visible_to(world.office).exists()
    assert not living_signals().exists()
    assert not signals_without_reading().exists()
    assert client.get(f"/voices/{Signal.objects.first().pk}/").status_code == 404
    pages = [
        client.get(path).content.decode()
        for path in ("/", "/voices/?q=Secret", "/listen/", "/listen/surveys/", "/listen/surveys/pulse/")
    ]
    assert not any("Secret 0" in page for page in pages)


def test_what_is_given_on_the_page_is_confidential(world, pulse, client):
    page = client.get("/s/pulse/")
    draft = {"submission": "12345678-pulse-page", "q": "work", "work": "3"}
    client.post("/s/pulse/", draft | {"do": "finish"})
    assert page.status_code == 200
    for held in AnswerDraft.objects.all():
        take_left_alone(held, at=NOW)
    assert list(Signal.objects.values_list("kind", flat=True)) == [Signal.Kind.EMPLOYEE]


def test_the_page_says_what_is_held_back_and_a_survey_of_customers_has_none(world, pulse, signed_in):
    client = signed_in(world.lead)
    assert "counted 5 at a time" in client.get("/understand/employees/pulse/").content.decode()
    assert client.get("/understand/employees/delivery/").status_code == 404
    assert signed_in(world.frontline).get("/understand/employees/pulse/").status_code == 403


def test_answers_to_another_core_question_are_another_series(world, pulse):
    for _ in range(5):
        answer(pulse, 9, world.leeds)
    SurveyVersion.objects.create(
        survey=pulse.survey, number=2, definition=pulse.definition, core_edition=2, created_at=NOW
    )
    assert shown(pulse, world.office) == [("all", 0, None)]
