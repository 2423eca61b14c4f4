"""The customer's own page: how far it is, something to add, and whether it settles it."""

from datetime import timedelta

from django.test import Client

from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint
from groundswell.listen.complaints.models import Verdict
from tests.world import NOW


def complain(world):
    new = NewComplaint("s1", "Broken zip.", email="ann@people.example", unit_id=world.leeds.pk)
    return receive_complaint(new, at=NOW)


def test_the_page_names_no_colleague_and_says_what_comes_next(world):
    complaint = complain(world)
    page = Client().get(f"/complaint/{complaint.token}/").content.decode()
    assert complaint.reference in page
    assert "10 April 2026" in page
    assert "You have our answer: <strong>next" in page
    assert "Lena" not in page
    assert "I am content" not in page


def test_words_are_added_and_the_answer_is_judged(world):
    complaint = complain(world)
    address = f"/complaint/{complaint.token}/"
    Client().post(f"{address}add/", {"words": "It was blue.", "submission": "a"})
    answer = NewAnswer("We send a new one.", "page", "upheld", "A new coat")
    answer_complaint(complaint, answer, by=world.lead.person, at=NOW + timedelta(days=1))
    page = Client().get(address).content.decode()
    for words in ("It was blue.", "We send a new one.", "A new coat", "I am not content", "Your rights"):
        assert words in page
    after = Client().post(f"{address}settled/", {"content": "yes"}, follow=True).content.decode()
    assert "Thank you for telling us that this settles it" in after
    assert Verdict.objects.get().is_content
    assert Client().post(f"{address}add/", {"words": "", "submission": "b"}).status_code == 422


def test_a_guessed_address_shows_nothing(world):
    complain(world)
    for path in ("/complaint/nothing/", "/complaint/nothing/add/", "/complaint/nothing/settled/"):
        assert Client().post(path, {"content": "yes"}).status_code == 404


def test_every_public_page_has_the_door_in_its_foot(world):
    for path in ("/you-said-we-did/", f"/complaint/{complain(world).token}/"):
        found = Client().get(path)
        if found.status_code == 200:
            assert 'href="/complain/"' in found.content.decode(), path
    assert 'href="/complain/"' not in Client().get("/complain/").content.decode()


def test_colleagues_find_the_door_in_their_menu(world, signed_in):
    assert "/listen/complaints/phone/" in signed_in(world.frontline).get("/").content.decode()
    assert 'href="/complain/"' in signed_in(world.executive).get("/").content.decode()
