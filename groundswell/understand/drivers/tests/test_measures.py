"""What operations measures comes in by a file of one's own: recognised, looked at, told row by row, and never doubled."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.foundation.journeys.models import OperationalMeasure
from groundswell.listen.channels.files.tables import read_table, recognised
from groundswell.understand.drivers.measures import COLUMNS, read_measures

DAILY = """Date,KPI,Result,Touch point,Store,Volume
2026-02-01,Minutes on hold,4.0,Returns,Leeds,10
2026-02-02,Minutes on hold,"7,0",returns,LEEDS,30
2026-02,Solved at once,71,delivery,york,
"""


def look(text, columns=None):
    table = read_table(text.encode(), "measures.csv")
    return read_measures(table, columns or recognised(table.heads, COLUMNS))


def test_days_become_months_weighted_by_their_events(world):
    hold, solved = look(DAILY).months
    assert (hold.value, hold.events, hold.month) == (6.25, 40, date(2026, 2, 1))
    assert (hold.touchpoint_id, hold.unit_id) == (world.returns.pk, world.leeds.pk)
    assert (solved.value, solved.events, solved.unit_id) == (71, 1, world.york.pk)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("1.2.26,Hold,4,Returns,Leeds,1", "“1.2.26” is no day."),
        ("2026-02-01,Hold,long,Returns,Leeds,1", "“long” is no value."),
        ("2026-02-01,Hold,nan,Returns,Leeds,1", "“nan” is no value."),
        ("2026-02-01,Hold,4,Nowhere,Leeds,1", "“Nowhere” is no touchpoint here."),
        ("2026-02-01,Hold,4,Returns,Leed,1", "“Leed” is no part of the organisation here."),
        ("2026-02-01,,4,Returns,Leeds,1", "A measure has a name"),
        ("2026-02-01,Hold,4,Returns,Leeds,-1", "“-1” is no number of events."),
        ("2026-02-01,Minutes on hold,4,Returns,Leeds,1", "stands a second time"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_the_others_stand(world, row, why):
    read = look(f"{DAILY}{row}\n")
    ((number, told),) = read.problems.told
    assert (number, len(read.months)) == (5, 2)
    assert why in told


def test_a_file_comes_in_by_the_page_and_a_second_time_nothing_doubles(world, signed_in):
    office = signed_in(world.office)
    for _ in range(2):
        sent = {"file": SimpleUploadedFile("measures.csv", f"{DAILY}x,y,z,Returns,Leeds,1\n".encode())}
        looked = office.post("/understand/drivers/measures/", sent, follow=True)
        page = looked.content.decode()
        assert "2 months of 2 measures can come in" in page
        assert "“z”" not in page
        assert "“x” is no day" in page
        address = looked.redirect_chain[0][0]
        form = looked.context["form"]
        columns = {name: field.initial for name, field in form.fields.items()}
        done = office.post(address, {**columns, "bring": "1"}, follow=True)
        assert "2 months of 2 measures are here" in done.content.decode()
    assert OperationalMeasure.objects.count() == 2
    assert office.get(address).status_code == 404
    assert signed_in(world.lead).get("/understand/drivers/measures/").status_code == 403


def test_a_file_of_other_names_is_mapped_by_a_person(world, signed_in):
    office = signed_in(world.office)
    strange = "wann;was;wieviel;wo;wer\n2026-02-01;Hold;4;Returns;Leeds\n"
    sent = {"file": SimpleUploadedFile("m.csv", strange.encode())}
    looked = office.post("/understand/drivers/measures/", sent, follow=True)
    assert "Which column is what?" in looked.content.decode()
    chosen = {"column_day": "0", "column_measure": "1", "column_value": "2", "column_touchpoint": "3"}
    address = looked.redirect_chain[0][0]
    assert office.post(address, {**chosen, "column_unit": "3"}).status_code == 422
    page = office.post(address, {**chosen, "column_unit": "4"}).content.decode()
    assert "1 month of 1 measure can come in" in page


def test_somebody_elses_file_is_nobody_elses(world, signed_in):
    sent = {"file": SimpleUploadedFile("measures.csv", DAILY.encode())}
    address = signed_in(world.office).post("/understand/drivers/measures/", sent).headers["Location"]
    assert signed_in(world.executive).get(address).status_code == 404
