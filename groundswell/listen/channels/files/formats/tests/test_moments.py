"""Times as other tools write them, and the order of day and month."""

import pytest

from groundswell.listen.channels.files.formats.moments import guess_date_order, looks_like_a_time, plain_time


@pytest.mark.parametrize(
    ("text", "order", "plain"),
    [
        ("1713418460", "iso", "2024-04-18T05:34:20+00:00"),
        ("1713418460123", "iso", "2024-04-18T05:34:20+00:00"),
        ("02/14/2024 03:05:12 PM", "mdy", "2024-02-14T15:05:12"),
        ("02/14/2024 12:05:12 AM", "mdy", "2024-02-14T00:05:12"),
        ("14.02.2024 15:05:12", "dmy", "2024-02-14T15:05:12"),
        ("2024/02/14 3:05:12 PM GMT+1", "iso", "2024-02-14T15:05:12+01:00"),
        ("2018-03-28 15:06:23 -0700", "iso", "2018-03-28T15:06:23-07:00"),
        ("2024-02-14 15:05:12 UTC", "iso", "2024-02-14T15:05:12+00:00"),
        ("14/02/2024", "dmy", "2024-02-14"),
        ("03/02/2024", "iso", "03/02/2024"),
        ("yesterday", "dmy", "yesterday"),
    ],
)
def test_a_time_becomes_one_that_we_read(text, order, plain):
    assert plain_time(text, order) == plain


def test_the_order_is_read_from_the_dates_and_doubt_is_said():
    assert guess_date_order(["13/02/2024", "01/02/2024"]) == ("dmy", "")
    assert guess_date_order(["02/13/2024", "01/02/2024"]) == ("mdy", "")
    assert guess_date_order(["2024-02-13"]) == ("iso", "")
    by_rows = guess_date_order(["01/05/2024", "02/05/2024", "05/05/2024", "01/06/2024", "02/06/2024"])
    assert by_rows.order == "dmy"
    assert "order of the rows" in by_rows.sentence
    open_question = guess_date_order(["03/02/2024"])
    assert "either way" in open_question.sentence


def test_a_small_number_is_no_time():
    assert not looks_like_a_time("10")
    assert not looks_like_a_time("118000001")
    assert looks_like_a_time("2024-02-14T15:05:12Z")
