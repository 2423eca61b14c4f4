"""People sign in with the address and password they were given; nobody registers."""

import pytest
from django.test import Client


def test_the_right_password_opens_the_home(world):
    client = Client()
    answer = client.post("/sign-in/", {"login": world.lead.email, "password": "correct horse battery"})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("email", ["lena.lead@linden-lark.example", "nobody@linden-lark.example"])
def test_a_wrong_sign_in_says_the_same_for_known_and_unknown_people(world, email):
    page = Client().post("/sign-in/", {"login": email, "password": "wrong"})
    assert page.status_code == 200
    assert "not correct" in page.content.decode()


def test_many_wrong_passwords_slow_the_door(world):
    client = Client()
    answers = {
        client.post("/sign-in/", {"login": world.lead.email, "password": f"wrong {n}"}).content
        for n in range(12)
    }
    good = client.post("/sign-in/", {"login": world.lead.email, "password": "correct horse battery"})
    assert good.status_code == 200, "after ten failures even the right password waits"
    assert any(b"Too many" in answer for answer in answers)


def test_nobody_registers(world):
    page = Client().post(
        "/no-registration/", {"email": "new@people.example", "password1": "x" * 20, "password2": "x" * 20}
    )
    assert b"closed" in page.content.lower()


def test_somebody_who_left_cannot_sign_in(world):
    world.lead.is_active = False
    world.lead.save()
    client = Client()
    client.post("/sign-in/", {"login": world.lead.email, "password": "correct horse battery"})
    assert client.get("/").status_code == 302


def test_a_header_does_not_sign_anybody_in(world):
    assert (
        Client()
        .get("/", headers={"X-Remote-User": world.office.username, "Remote-User": world.office.username})
        .status_code
        == 302
    )


def test_signing_in_leads_nowhere_else(world):
    answer = Client().post(
        "/sign-in/?next=https://evil.example/",
        {"login": world.lead.email, "password": "correct horse battery", "next": "https://evil.example/"},
    )
    assert answer["Location"] == "/"


def test_signing_in_needs_no_praise(world):
    client = Client()
    page = client.post(
        "/sign-in/", {"login": world.lead.email, "password": "correct horse battery"}, follow=True
    )
    assert b"Successfully" not in page.content
