"""The pages of the themes' words: who may, what they show, what they refuse."""

from io import BytesIO

import pytest

from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.themes.actions import make_theme, retire_theme
from groundswell.understand.themes.models import Search, Theme
from groundswell.understand.theming.jobs import find_themes
from tests.world import NOW, World, make_signal, make_user

WORDS = {"name": "Queues", "description": "Waiting in line", "terms": "queue, long wait", "never_terms": ""}


@pytest.fixture(autouse=True)
def today(time_machine) -> None:
    time_machine.move_to(NOW)


@pytest.fixture
def said(world: World) -> None:
    make_signal(2, "The queue was endless.", unit=world.leeds)
    make_signal(9, "Lovely.", unit=world.leeds)
    read_new_signals(at=NOW)


def test_the_office_tries_words_and_makes_them_a_theme(world: World, signed_in, said: None) -> None:
    client = signed_in(world.office)
    tried = client.post("/understand/themes/new/", WORDS | {"look": "1"}).content.decode()
    assert "1 of 2 comments would fall under it" in tried
    assert "The <mark>queue</mark> was endless." in tried
    assert not Theme.objects.exists()
    answer = client.post("/understand/themes/new/", WORDS, follow=True)
    theme = Theme.objects.get()
    assert (theme.name, theme.description, theme.terms) == (
        "Queues",
        "Waiting in line",
        ["queue", "long wait"],
    )
    assert "Comments searched" in answer.content.decode()
    find_themes(NOW)
    page = client.get(f"/understand/themes/{theme.pk}/").content.decode()
    assert "Queues: 1 comment, 50% of all" in page
    assert "Comments searched" not in page


def test_a_theme_that_is_made_here_is_offered_everywhere(world: World, signed_in, said: None) -> None:
    client = signed_in(world.office)
    client.post("/understand/themes/new/", WORDS)
    find_themes(NOW)
    theme = Theme.objects.get()
    assert "Queues" in client.get("/understand/?by=theme&period=30").content.decode()
    assert "Queues" in client.get(f"/act/opportunities/new/?theme={theme.pk}").content.decode()
    assert (
        "The queue was endless." in client.get(f"/voices/?theme={theme.pk}&every=1&words=1").content.decode()
    )


def test_words_come_with_a_link_and_are_tried_at_once(world: World, signed_in, said: None) -> None:
    page = signed_in(world.office).get("/understand/themes/new/?words=queue").content.decode()
    assert "1 of 2 comments would fall under it" in page
    assert 'value="Queue"' in page


@pytest.mark.parametrize("role", ["lead", "executive", "administrator"])
def test_others_read_themes_and_change_none(world: World, signed_in, role: str) -> None:
    theme = make_theme("Queues", "", ["queue"], by="a test", at=NOW)
    client = signed_in(getattr(world, role, None) or make_user("Ada Admin", world.root, role))
    page = client.get(f"/understand/themes/{theme.pk}/").content.decode()
    assert "queue" in page
    assert "Keep the change" not in page
    assert "Make a theme" not in client.get("/understand/themes/words/").content.decode()
    refused = [
        client.post(f"/understand/themes/{theme.pk}/", WORDS | {"name": "Mine"}),
        client.post(f"/understand/themes/{theme.pk}/retire/"),
        client.post("/understand/themes/new/", WORDS | {"name": "Mine"}),
        client.get("/understand/themes/file/"),
    ]
    assert {one.status_code for one in refused} == {403}
    assert list(Theme.objects.values_list("name", "retired_at")) == [("Queues", None)]


def test_an_analyst_makes_themes(world: World, signed_in) -> None:
    analyst = make_user("Ann Analyst", world.root, "analyst")
    assert signed_in(analyst).post("/understand/themes/new/", WORDS).status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"terms": ""}, "Fill this in."),
        ({"terms": "!!"}, "“!!” holds no letter. Write a word, or leave it out."),
        ({"name": "QUEUES"}, "There is a theme called “Queues”. Choose another name."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    world: World, signed_in, given: dict[str, str], words: str
) -> None:
    make_theme("Queues", "", ["queue"], by="a test", at=NOW)
    answer = signed_in(world.office).post("/understand/themes/new/", WORDS | {"name": "Tills"} | given)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_theme_is_retired_and_comes_back(world: World, signed_in, said: None) -> None:
    theme = make_theme("Queues", "", ["queue"], by="a test", at=NOW)
    client = signed_in(world.office)
    address = f"/understand/themes/{theme.pk}/retire/"
    assert "is retired" in client.post(address, follow=True).content.decode()
    assert Theme.objects.get().retired_at is not None
    assert "is found again" in client.post(address, follow=True).content.decode()
    assert Theme.objects.get().retired_at is None


def test_an_empty_list_begins_with_one_button(world: World, signed_in) -> None:
    page = signed_in(world.office).get("/understand/themes/words/").content.decode()
    assert "No theme is named yet" in page
    assert 'href="/understand/themes/new/"' in page
    assert 'href="/listen/files/"' in page


FILE = """Theme;Words;Not;Meaning
Queues;queue, long wait;;Waiting in line
Queues;line;;
Parking;;;
Old;old;;
Tills;till;till now;
"""


def test_several_come_from_a_file_and_each_line_that_cannot_is_told(world: World, signed_in) -> None:
    make_theme("tills", "", ["cash desk"], by="a test", at=NOW)
    retire_theme(make_theme("Old", "", ["old"], by="a test", at=NOW), by="a test", at=NOW)
    client, file = signed_in(world.office), BytesIO(FILE.encode())
    file.name = "themes.csv"
    looked = client.post("/understand/themes/file/", {"file": file}, follow=True)
    page = looked.content.decode()
    assert "2 themes can come in" in page
    assert "Words that show it: Write at least one word that customers use" in page
    assert "“Old” is retired. Bring it back on its page first." in page
    columns = {"column_name": 0, "column_terms": 1, "column_never": 2, "column_means": 3}
    client.post(looked.request["PATH_INFO"], columns | {"bring": "1"})
    assert set(Theme.objects.filter(retired_at=None).values_list("name", "version")) == {
        ("tills", 2),
        ("Queues", 1),
    }
    assert Theme.objects.get(name="Queues").terms == ["queue", "long wait", "line"]
    assert Theme.objects.get(name="tills").never_terms == ["till now"]
    assert not Search.objects.exists()
