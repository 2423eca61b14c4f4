"""A new organisation can listen, answer and sign in from its first minute."""

import pytest
from django.test import Client
from django.utils import timezone

from groundswell.act.cases.jobs import open_cases
from groundswell.act.cases.models import Case
from groundswell.desk.beginning import OrganisationExists, begin_organisation
from groundswell.foundation.access.actions import AccountExists, give_account, renew_password
from tests.world import NOW


@pytest.fixture
def shop(db):
    return begin_organisation("Ada's Shop", time_zone="Europe/London", country="GB", by="test", at=NOW)


def test_its_first_unhappy_answer_opens_a_case(shop):
    Client().post("/s/experience/", {"score": "2", "why": "Closed early.", "submission": "one", "go": "send"})
    open_cases(timezone.now())
    assert Case.objects.get().signal.comment == "Closed early."


def test_there_is_one_organisation_in_a_home(shop):
    with pytest.raises(OrganisationExists, match="Ada's Shop"):
        begin_organisation("Second", time_zone="Europe/London", country="GB", by="test", at=NOW)


def test_an_account_is_given_once_with_a_password_of_its_own(shop):
    _, password = give_account("Ada", "Ada@People.example", "office", shop, by="test", at=NOW)
    assert (
        Client().post("/sign-in/", {"login": "ada@people.example", "password": password}).status_code == 302
    )
    with pytest.raises(AccountExists, match="set-password"):
        give_account("Ada", "ada@people.example", "lead", shop, by="test", at=NOW)


def test_a_new_password_ends_every_session_of_the_old(shop):
    user, password = give_account("Ada", "ada@people.example", "office", shop, by="test", at=NOW)
    client = Client()
    client.post("/sign-in/", {"login": user.email, "password": password})
    assert client.get("/").status_code == 200
    renew_password(user, by="test", at=NOW)
    assert client.get("/").status_code == 302
