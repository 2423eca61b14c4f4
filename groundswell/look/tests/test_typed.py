"""What somebody typed stands beside the reason why it was not kept."""

from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client

from groundswell.look.typed import typed_in

WORDS = "Half an hour of thought."


def test_sentences_are_kept_and_no_secret_number_choice_or_state_of_a_page(rf):
    given = {
        "words": [WORDS, f" {WORDS} ", "And more of it."],
        "password": "four words in a row",
        "unit": "12",
        "state": '{"a": "b c"}',
    }
    assert typed_in(rf.post("/", given)) == f"{WORDS}\n\nAnd more of it."
    assert typed_in(rf.get("/", {"q": WORDS})) == ""


def test_an_error_takes_the_words_to_the_next_page_and_not_beside_a_form_that_shows_them(rf):
    def answer(request):
        request.session = {}
        run = MessageMiddleware(lambda _: HttpResponse())
        run.process_request(request)
        messages.error(request, "Somebody was first.")
        return request

    refused = answer(rf.post("/", {"words": WORDS}))
    shown = render(refused, "look/parts/messages.html").content.decode()
    assert ("Somebody was first." in shown, WORDS in shown) == (True, False)
    refused = answer(rf.post("/", {"words": WORDS}))
    refused.method = "GET"
    assert WORDS in render(refused, "look/parts/messages.html").content.decode()


def test_whoever_was_signed_out_meanwhile_reads_their_words_and_signs_in_from_there(db):
    answer = Client().post(
        "/act/programme/", {"goal": WORDS}, headers={"referer": "http://testserver/act/programme/"}
    )
    page = answer.content.decode()
    assert (answer.status_code, WORDS in page) == (403, True)
    assert "/sign-in/?next=%2Fact%2Fprogramme%2F" in page


def test_a_form_of_another_sign_in_says_what_to_do_and_keeps_the_words(db):
    strict = Client(enforce_csrf_checks=True)
    given = {"headers": {"referer": "http://elsewhere.example/act/"}}
    page = strict.post("/act/programme/", {"goal": WORDS}, **given).content.decode()
    assert ("This was not sent" in page, WORDS in page, "elsewhere" in page) == (True, True, False)
