"""What a customer answers, without what we had written to them: as the usual programs write it."""

from __future__ import annotations

import pytest

from groundswell.listen.channels.email.quoted import without_quotes

SUBJECT = "How was your delivery?"
MARKED = """Very slow.

On Mon, 9 Mar 2026 at 10:15, Linden & Lark <
hello@lark.example> wrote:

> How likely are you to recommend us?
>
> 0 to 10
"""
OUTLOOK = """Very slow.

________________________________
From: Linden & Lark <hello@lark.example>
Sent: Monday, March 9, 2026 10:15
To: ann@people.example
Subject: How was your delivery?

How likely are you to recommend us?
"""
GERMAN = """Sehr langsam.

-----Ursprüngliche Nachricht-----
Von: Linden & Lark <hello@lark.example>
Gesendet: Montag, 9. März 2026 10:15
An: ann@people.example
Betreff: AW: How was your delivery?

How likely are you to recommend us?
"""
FRENCH = """Trop lent.

*De :* Linden & Lark <hello@lark.example>
*Envoyé :* lundi 9 mars 2026 10:15
*À :* ann@people.example
*Objet :* How was your delivery?

How likely are you to recommend us?
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (MARKED, "Very slow."),
        (MARKED.replace("<\n", "\n<"), "Very slow."),
        ("Hello\n\nNice.\nI liked two things:\n> the box", "Hello\n\nNice."),
        (OUTLOOK, "Very slow."),
        (GERMAN, "Sehr langsam."),
        (FRENCH, "Trop lent."),
        (
            "Order: 5\nName: Ann\nMail: ann@people.example\nIt is late",
            "Order: 5\nName: Ann\nMail: ann@people.example\nIt is late",
        ),
        ("You ask: How was your delivery?\nSlow.", "You ask: How was your delivery?\nSlow."),
        ("I liked two things:\n\n> the box", "I liked two things:\n\n> the box"),
        ("> How was it?\n", "> How was it?\n"),
        ("My view:\n- slow\n- dear", "My view:\n- slow\n- dear"),
    ],
)
def test_our_own_words_are_left_and_the_customers_never(text: str, words: str):
    assert without_quotes(text, SUBJECT) == words


def test_without_our_subject_no_block_of_lines_is_taken_for_headers():
    assert without_quotes(OUTLOOK, "") == OUTLOOK.strip()
