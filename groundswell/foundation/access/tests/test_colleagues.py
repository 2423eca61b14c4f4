"""Who may give which sign-in, and what happens when somebody changes or leaves."""

from datetime import timedelta

import pytest

from groundswell.foundation.access.actions import AccountExists, give_account, give_token
from groundswell.foundation.access.colleagues import (
    ColleagueRefused,
    Newcomer,
    change_colleague,
    give_new_password,
    let_come_back,
    let_leave,
    note_leaving,
    welcome,
)
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import living_tokens
from groundswell.foundation.access.rules import may_keep
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.models import Person, Unit
from tests.world import NOW, World, make_user


@pytest.fixture
def admin(world: World) -> User:
    return make_user("Ada Admin", world.root, "administrator")


def newcomer(world: World, **other: object) -> Newcomer:
    usual = {"name": "Nia New", "email": "Nia@New.example", "role": "frontline", "unit": world.leeds}
    return Newcomer(**{**usual, **other})


def changed(user: User, by: User, **other: object) -> None:
    usual = {"name": user.person.name, "role": user.role, "unit": user.person.unit, "language": ""}
    change_colleague(user, **{**usual, **other}, by=by, at=NOW)


def test_somebody_comes_and_signs_in_with_the_password_that_was_shown(world: World, client) -> None:
    user, password = welcome(newcomer(world, language="fr"), by=world.office, at=NOW)
    person = user.person
    assert (user.email, user.role, person.post) == ("nia@new.example", "frontline", "frontline")
    assert (person.name, person.unit, person.language) == ("Nia New", world.leeds, "fr")
    assert client.login(email=user.email, password=password)


def test_somebody_who_works_here_already_gets_a_sign_in_and_their_new_place(world: World) -> None:
    Person.objects.create(name="Nia", email="nia@new.example", unit=world.york, post="frontline")
    user, _ = welcome(newcomer(world, role="lead"), by=world.office, at=NOW)
    person = Person.objects.get(email="nia@new.example")
    assert (user.person, person.name, person.unit, person.post) == (person, "Nia New", world.leeds, "lead")


@pytest.mark.parametrize(
    ("other", "field", "words"),
    [
        ({"name": ""}, "name", "1 to 120"),
        ({"name": "N" * 121}, "name", "1 to 120"),
        ({"email": "nobody"}, "email", "“nobody” is no address"),
        ({"email": "lena.lead@linden-lark.example"}, "email", "has an account already. They are among"),
        ({"role": "queen"}, "role", "no role that you may give"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    world: World, other: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(ColleagueRefused, match=words) as refused:
        welcome(newcomer(world, **other), by=world.office, at=NOW)
    assert refused.value.field == field


def test_the_office_gives_no_administrator_once_there_is_one(world: World, admin: User) -> None:
    with pytest.raises(ColleagueRefused, match="no role that you may give"):
        welcome(newcomer(world, role="administrator"), by=world.office, at=NOW)
    with pytest.raises(ColleagueRefused, match="no role that you may give"):
        changed(world.lead, world.office, role="administrator")
    assert welcome(newcomer(world, role="administrator"), by=admin, at=NOW)[0].role == "administrator"


def test_where_nobody_administers_the_office_names_the_first(world: World) -> None:
    first, _ = welcome(newcomer(world, role="administrator"), by=world.office, at=NOW)
    assert first.role == "administrator"
    with pytest.raises(ColleagueRefused):
        welcome(newcomer(world, email="b@new.example", role="administrator"), by=world.office, at=NOW)
    User.objects.filter(pk=first.pk).update(is_active=False)
    second = newcomer(world, email="b@new.example", role="administrator")
    assert welcome(second, by=world.office, at=NOW)[0].role == "administrator", "the only one has left"


def test_nobody_comes_to_a_part_that_is_closed(world: World) -> None:
    let_leave(world.york_lead, by=world.office, at=NOW)
    Unit.objects.filter(pk=world.york.pk).update(closed_on=NOW.date())
    closed = Unit.objects.get(pk=world.york.pk)
    with pytest.raises(ColleagueRefused, match="Choose another part"):
        welcome(newcomer(world, unit=closed), by=world.office, at=NOW)
    with pytest.raises(ColleagueRefused, match="Move them to another part first"):
        let_come_back(world.york_lead, by=world.office, at=NOW)
    with pytest.raises(ColleagueRefused, match="Let them come back first"):
        give_new_password(world.york_lead, by=world.office, at=NOW)


def test_a_sign_in_and_its_person_are_told_apart(world: World) -> None:
    nobody = User.objects.create_user(username="bare", email="bare@new.example", role="analyst")
    with pytest.raises(ColleagueRefused, match="Nobody stands behind this sign-in"):
        let_come_back(nobody, by=world.office, at=NOW)
    with pytest.raises(ColleagueRefused, match="signs in: close the sign-in on their own page"):
        note_leaving(world.lead.person, by=world.office, at=NOW)
    with pytest.raises(AccountExists):
        give_account("Lena", "LENA.lead@linden-lark.example", "lead", world.leeds, by="a command", at=NOW)
    assert not may_keep(User(role="office", is_active=False), world.lead), "who has left keeps nobody"


@pytest.mark.parametrize("role", ["frontline", "lead", "executive", "analyst", "partner"])
def test_no_other_role_gives_or_changes_a_sign_in(world: World, role: str) -> None:
    somebody = make_user("Sam Somebody", world.root, role)
    assert not may_keep(somebody, world.frontline)
    with pytest.raises(ColleagueRefused):
        welcome(newcomer(world), by=somebody, at=NOW)
    with pytest.raises(ColleagueRefused):
        changed(world.frontline, somebody, role="office")


def test_nobody_changes_their_own_sign_in(world: World, admin: User) -> None:
    for user in (world.office, admin):
        for deed in (
            lambda user: changed(user, user, role="executive"),
            lambda user: give_new_password(user, by=user, at=NOW),
            lambda user: let_leave(user, by=user, at=NOW),
        ):
            with pytest.raises(ColleagueRefused, match="not yours to change"):
                deed(user)


def test_the_office_gets_into_no_sign_in_of_an_administrator(world: World, admin: User) -> None:
    before = admin.password
    for deed in (
        lambda: give_new_password(admin, by=world.office, at=NOW),
        lambda: changed(admin, world.office, role="office"),
        lambda: let_leave(admin, by=world.office, at=NOW),
    ):
        with pytest.raises(ColleagueRefused, match="not yours to change"):
            deed()
    admin.refresh_from_db()
    assert (admin.password, admin.role, admin.is_active) == (before, "administrator", True)


def test_another_role_and_place_stand_in_the_history(world: World) -> None:
    changed(world.frontline, world.office, role="lead", unit=world.york)
    assert User.objects.get(pk=world.frontline.pk).role == "lead"
    person = Person.objects.get(pk=world.frontline.person.pk)
    assert (person.post, person.unit) == ("lead", world.york)
    assert [(one.verb, one.detail["before"], one.detail["after"]) for one in events_of(world.frontline)] == [
        ("changed role", "frontline", "lead")
    ]
    assert [(one.verb, one.detail["after"]) for one in events_of(person)] == [("moved person", "York")]


def test_who_leaves_signs_in_no_more_and_their_tokens_open_nothing(world: World, signed_in) -> None:
    client = signed_in(world.lead)
    give_token("till", world.lead, scopes=["scores"], lasts=timedelta(days=9), by="a test", at=NOW)
    assert client.get("/").status_code == 200
    let_leave(world.lead, by=world.office, at=NOW)
    assert client.get("/").status_code == 302
    assert not living_tokens(NOW).exists()
    assert list(Person.objects.exclude(left_on=None)) == [world.lead.person]
    assert Person.objects.get(pk=world.lead.person.pk).left_on == NOW.date()


def test_who_comes_back_gets_a_new_password(world: World, client) -> None:
    for user in (world.lead, world.york_lead):
        let_leave(user, by=world.office, at=NOW)
    with pytest.raises(ColleagueRefused, match="let them come back"):
        welcome(newcomer(world, email=world.lead.email), by=world.office, at=NOW)
    password = let_come_back(world.lead, by=world.office, at=NOW)
    assert not client.login(email=world.lead.email, password="correct horse battery")
    assert client.login(email=world.lead.email, password=password)
    assert list(Person.objects.exclude(left_on=None)) == [world.york_lead.person]
    verbs = ["let somebody leave", "let somebody come back", "renewed password"]
    assert [one.verb for one in events_of(world.lead)] == verbs
