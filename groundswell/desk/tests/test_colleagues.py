"""The pages of units and colleagues: who opens them, what they hand over, what becomes of the work of who leaves."""

from io import BytesIO

import pytest

from groundswell.act.cases.models import Case
from groundswell.act.cases.routing.chart import Chart
from groundswell.act.cases.routing.choosing import Wish
from groundswell.act.cases.tests.scenes import open_case
from groundswell.desk.colleagues.leaving import let_go, lying_with
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.complaints.queries import first_owner
from tests.world import NOW, World, make_user

NEW = {"name": "Nia New", "email": "nia@new.example", "role": "frontline", "language": ""}


@pytest.fixture
def admin(world: World) -> User:
    return make_user("Ada Admin", world.root, "administrator")


def test_an_administrator_builds_the_tree_and_lets_somebody_in(
    world: World, admin: User, signed_in, client
) -> None:
    keeper = signed_in(admin)
    keeper.post("/colleagues/units/", {"name": "Harbour", "parent": world.shops.pk, "kind": "team"})
    harbour = Unit.objects.get(name="Harbour")
    shown = keeper.post("/colleagues/new/", NEW | {"unit": harbour.pk})
    ((user, password),) = shown.context["given"]
    page = shown.content.decode()
    assert password in page
    assert shown["Cache-Control"].startswith("max-age=0")
    assert password not in keeper.get(f"/colleagues/{user.pk}/").content.decode()
    assert client.login(email="nia@new.example", password=password)
    changed = {"name": "Harbour East", "parent": world.root.pk, "kind": "region", "owner": user.person.pk}
    keeper.post(f"/colleagues/units/{harbour.pk}/", changed)
    harbour.refresh_from_db()
    assert (harbour.name, harbour.parent, harbour.owner) == ("Harbour East", world.root, user.person)


def test_who_comes_to_lead_a_part_that_nobody_answers_for_gets_its_cases(
    world: World, admin: User, signed_in
) -> None:
    keeper = signed_in(admin)
    Unit.objects.filter(pk__in=[world.web.pk, world.york.pk]).update(owner=None)
    Unit.objects.filter(pk=world.leeds.pk).update(owner=world.lead.person)
    for role, unit in (("frontline", world.york), ("lead", world.web), ("lead", world.leeds)):
        who = {"name": f"Nia {unit} {role}", "email": f"nia.{unit.pk}@new.example", "role": role}
        keeper.post("/colleagues/new/", NEW | who | {"unit": unit.pk})
    newcomer = Person.objects.get(email=f"nia.{world.web.pk}@new.example")
    owners = {unit: Unit.objects.get(pk=unit.pk).owner for unit in (world.web, world.york, world.leeds)}
    assert owners == {world.web: newcomer, world.york: None, world.leeds: world.lead.person}
    chart = Chart(NOW.date())
    assert chart.owner_for(world.web.pk, Wish(), goes_to="owner").person_id == newcomer.pk


@pytest.mark.parametrize("role", ["frontline", "lead", "executive", "analyst", "partner"])
def test_nobody_else_opens_these_pages(world: World, signed_in, role: str) -> None:
    client = signed_in(make_user("Sam Somebody", world.root, role))
    addresses = ["", "new/", "file/", "units/", f"{world.lead.pk}/", f"units/{world.leeds.pk}/"]
    assert {client.get(f"/colleagues/{one}").status_code for one in addresses} == {403}
    before = User.objects.count()
    client.post("/colleagues/new/", NEW | {"unit": world.leeds.pk, "role": "office"})
    client.post(f"/colleagues/{world.lead.pk}/leave/", {"to": ""})
    assert (User.objects.count(), User.objects.get(pk=world.lead.pk).is_active) == (before, True)


def test_the_office_is_offered_no_administrator_and_cannot_send_one(
    world: World, admin: User, signed_in
) -> None:
    client = signed_in(world.office)
    assert 'value="administrator"' not in client.get("/colleagues/new/").content.decode()
    sent = client.post("/colleagues/new/", NEW | {"unit": world.leeds.pk, "role": "administrator"})
    assert sent.status_code == 422
    assert not User.objects.filter(email="nia@new.example").exists()
    page = client.get(f"/colleagues/{admin.pk}/").content.decode()
    assert "An administrator changes the sign-ins of administrators." in page
    assert "Give a new password" not in page
    client.post(f"/colleagues/{admin.pk}/password/")
    assert User.objects.get(pk=admin.pk).password == admin.password


def test_no_form_is_offered_for_ones_own_sign_in(world: World, signed_in) -> None:
    page = signed_in(world.office).get(f"/colleagues/{world.office.pk}/").content.decode()
    assert "This is your own sign-in." in page
    assert "Keep the change" not in page


def test_what_lies_with_somebody_is_named_and_goes_to_whom_was_chosen(world: World, signed_in) -> None:
    case = open_case(world.leeds, comment="Torn seam.")
    Case.objects.filter(pk=case.pk).update(owner=world.lead.person)
    told = {one.what: one.number for one in lying_with(world.lead.person, NOW)}
    assert told == {"Open cases": 1, "Parts of the organisation they answer for": 1}
    client = signed_in(world.office)
    page = client.get(f"/colleagues/{world.lead.pk}/").content.decode()
    assert "Open cases" in page
    assert "Torn seam." not in page
    client.post(f"/colleagues/{world.lead.pk}/leave/", {"to": world.york_lead.person.pk})
    assert Case.objects.get(pk=case.pk).owner == world.york_lead.person
    assert Unit.objects.get(pk=world.leeds.pk).owner == world.york_lead.person
    assert lying_with(world.lead.person, NOW) == []
    assert "signs in no more" in client.get(f"/colleagues/{world.lead.pk}/").content.decode()


def test_without_somebody_named_the_work_waits_for_the_inner_loop(world: World) -> None:
    case = open_case(world.leeds, comment="Torn seam.")
    Case.objects.filter(pk=case.pk).update(owner=world.lead.person)
    assert let_go(world.lead, to=None, by=world.office, at=NOW) == 0
    assert Case.objects.get(pk=case.pk).owner == world.lead.person


def test_a_partner_is_offered_for_nothing_of_a_customer(world: World, signed_in) -> None:
    client = signed_in(world.office)
    page = client.get(f"/colleagues/{world.lead.pk}/").content.decode()
    assert "Paul Partner" not in page
    assert (
        client.post(f"/colleagues/{world.lead.pk}/leave/", {"to": world.partner.person.pk}).status_code == 422
    )
    assert User.objects.get(pk=world.lead.pk).is_active


def test_no_complaint_is_answered_by_a_partner_or_an_analyst(world: World) -> None:
    make_user("Ann Analyst", world.root, "analyst")
    Unit.objects.update(owner=None)
    assert first_owner(world.leeds) == world.office.person
    Person.objects.filter(pk=world.office.person.pk).update(left_on=NOW.date())
    assert first_owner(world.leeds) == world.executive.person


FILE = """Name,Email,Role,Team,Language
Nia New,nia@new.example,frontline,Leeds,
Lou Lead,lou@new.example,Team lead,york,fr
,nobody@new.example,frontline,Leeds,
Ada Two,ada@new.example,administrator,Leeds,
Nia Again,nia@new.example,frontline,Leeds,
Max,max@new.example,chief,Leeds,
Moe,moe@new.example,frontline,Atlantis,
Lia,lia@new.example,frontline,Leeds,tlh
Eva,eva@new.example,executive,,
"""
TOLD = [
    (4, "Name: A name has 1 to 120 letters."),
    (5, "Role: “administrator” is no role that you may give. Ask an administrator."),
    (6, "E-mail: nia@new.example stands twice in the file. Leave one line."),
    (7, "Role: “chief” is no role. Write one of frontline, lead, office, executive, analyst, partner, administrator."),
    (8, "Part of the organisation: “Atlantis” is no part of the organisation. Write its name as in the tree, or add it there first."),
    (9, "Language: “tlh” is no language in which colleagues are told. Write one of en, de, fr, es, it, nl, ar, he."),
]  # fmt: skip


def test_several_come_from_a_file_and_each_line_that_cannot_is_told(
    world: World, admin: User, signed_in
) -> None:
    client, file = signed_in(world.office), BytesIO(FILE.encode())
    file.name = "people.csv"
    looked = client.post("/colleagues/file/", {"file": file}, follow=True)
    assert looked.context["read"].problems.told == TOLD
    assert not User.objects.filter(email="nia@new.example").exists()
    columns = {f"column_{name}": n for n, name in enumerate(("name", "email", "role", "unit", "language"))}
    shown = client.post(looked.request["PATH_INFO"], columns | {"bring": "1"})
    given = {user.email: password for user, password in shown.context["given"]}
    assert set(given) == {"nia@new.example", "lou@new.example", "eva@new.example"}
    assert User.objects.get(email="eva@new.example").person.unit == world.root
    lou = User.objects.get(email="lou@new.example")
    assert (lou.role, lou.person.unit, lou.person.language) == ("lead", world.york, "fr")
    assert client.get(looked.request["PATH_INFO"]).status_code == 404


def test_the_list_is_searched_and_shows_who_has_left(world: World, signed_in) -> None:
    client = signed_in(world.office)
    assert "Yara Lead" not in client.get("/colleagues/?q=Leeds").content.decode()
    let_go(world.york_lead, to=None, by=world.office, at=NOW)
    assert "Yara Lead" not in client.get("/colleagues/").content.decode()
    assert "Yara Lead" in client.get("/colleagues/?show=left").content.decode()
    Person.objects.create(name="Wim Without", email="wim@x.example", unit=world.leeds)
    page = client.get("/colleagues/?show=without").content.decode()
    person = Person.objects.get(name="Wim Without")
    assert f"/colleagues/new/?person={person.pk}" in page
    assert 'value="wim@x.example"' in client.get(f"/colleagues/new/?person={person.pk}").content.decode()


def test_a_closed_part_is_offered_to_nobody(world: World, signed_in) -> None:
    client = signed_in(world.office)
    client.post(f"/colleagues/units/{world.web.pk}/close/")
    assert "Web shop</option>" not in client.get("/colleagues/new/").content.decode()
    assert "Web shop" in client.get("/colleagues/units/").content.decode()
    client.post(f"/colleagues/units/{world.web.pk}/close/")
    assert "Web shop</option>" in client.get("/colleagues/new/").content.decode()
