"""Figures on record: how they get there, who may put them there, how they are read and taken along."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from groundswell.foundation.access.actions import give_token
from groundswell.foundation.access.models import User
from groundswell.understand.certified.actions import (
    certify,
)
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.scores.question import NAMES
from tests.world import make_user

from .records import APRIL, certified, drafted, late_answer, state


def test_only_the_office_certifies_and_withdraws(answered, signed_in):
    found = drafted(answered)
    for user in (
        answered.executive,
        answered.lead,
        make_user("Ann Analyst", answered.root, User.Role.ANALYST),
    ):
        for step in ("certify", "withdraw", "again"):
            answer = signed_in(user).post(f"/understand/certified/{found.pk}/{step}/", {"reason": "x"})
            assert answer.status_code == 403
    assert state(found) == "draft"


def test_a_figure_walks_from_the_scores_onto_record(answered, signed_in):
    client = signed_in(answered.office)
    address = "/understand/certified/draft/?kind=experience&period=2026-Q1"
    assert address.replace("&", "&amp;") in client.get("/understand/?period=2026-Q1").content.decode()
    assert "Put +40 points on record" in client.get(address).content.decode()
    page = client.post(address, follow=True)
    assert "nobody stands for it yet" in page.content.decode()
    found = CertifiedFigure.objects.get()
    page = client.post(f"/understand/certified/{found.pk}/certify/", {"note": "Quarterly."}, follow=True)
    assert "Certified by Olu Office" in page.content.decode()
    late_answer(answered)
    page = client.post(f"/understand/certified/{found.pk}/recount/", follow=True).content.decode()
    assert "1 answer came since it was certified at 40 points; it would be 17 points now." in page
    page = client.post(f"/understand/certified/{found.pk}/again/", follow=True).content.decode()
    assert "Counted anew" in page
    assert client.post(f"/understand/certified/{found.pk}/withdraw/", {"reason": "Late."}).status_code == 302
    assert "Withdrawn" in client.get("/understand/certified/").content.decode()


def test_a_lead_drafts_nothing(answered, signed_in):
    assert "Put on record" not in signed_in(answered.lead).get("/understand/?period=2026-Q1").content.decode()
    assert signed_in(answered.lead).get("/understand/certified/draft/?period=2026-Q1").status_code == 403


KEPT = {"kind", "period", "month", "unit", "stage", "touchpoint", "channel"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - KEPT))
def test_what_no_record_is_narrowed_to_is_refused(answered, signed_in, name):
    refused = signed_in(answered.office).get(f"/understand/certified/draft/?{name}=1")
    assert refused.status_code == 400
    assert f"“{name}” cannot be asked" in refused.content.decode()


def test_the_list_says_what_stands_and_what_waits(answered, signed_in):
    certified(answered)
    drafted(answered, unit=str(answered.leeds.pk))
    page = signed_in(answered.office).get("/understand/certified/").content.decode()
    assert "1 figure stands on record, 1 waits to be certified" in page


def test_the_list_costs_the_same_for_one_figure_and_for_three(answered, signed_in, django_assert_num_queries):
    certified(answered)
    client = signed_in(answered.office)
    with django_assert_num_queries(9):
        client.get("/understand/certified/")
    drafted(answered)
    certified(answered, unit=str(answered.leeds.pk))
    with django_assert_num_queries(9):
        client.get("/understand/certified/")


def test_other_systems_read_what_is_on_record_within_their_sight(answered):
    certified(answered)

    def read(user: User, path: str = "/api/v1/certified"):
        _, secret = give_token("Lake", user, scopes=["scores"], lasts=timedelta(days=9), by="test", at=APRIL)
        return Client().get(path, headers={"authorization": f"Bearer {secret}"})

    found = read(answered.office).json()
    (row,) = found["results"]
    assert (found["count"], row["state"], row["score"], row["n"]) == (1, "certified", 40.0, 5)
    assert row["certified_by"] == "Olu Office"
    assert read(answered.york_lead).json()["results"] == []
    assert read(answered.office, "/api/v1/certified?colour=red").status_code == 422
    assert Client().get("/api/v1/certified").status_code == 401


def test_figures_on_record_leave_as_a_table_with_who_stands_for_them(answered, signed_in):
    certify(drafted(answered), by=answered.office, at=APRIL, note="")
    client = signed_in(answered.office)
    assert "chart=figures&amp;as=sav" in client.get("/understand/certified/").content.decode()
    file = client.get("/understand/certified/?chart=figures&as=csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(file))
    record = CertifiedFigure.objects.get()
    assert (row["State"], row["Certified by"], row["Hash"]) == (
        "Certified",
        str(answered.office),
        record.digest,
    )
    assert (row["First day"], row["Last day"]) == ("2026-01-01", "2026-03-31")
    assert (row["Between: low"], row["Answers"]) == (str(record.low), str(record.n))
    assert client.get("/understand/certified/?chart=figures&as=csv&more=1").status_code == 400
    assert client.get("/understand/certified/?chart=figures&as=svg").status_code == 400
    other = signed_in(answered.york_lead).get("/understand/certified/?chart=figures&as=csv")
    assert record.digest not in other.content.decode()
