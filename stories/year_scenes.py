"""The long scenes of the story of one elevation: a cause is found, a council set up, votes cast, a gate met, an effect measured."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Walker
from .year import Year, unfold


def set_up_a_council(page: Page) -> None:
    """Three seats, a right, an envelope and a day; it ends on the page of the body."""
    page.get_by_role("link", name="Set up a body").click()
    page.get_by_label("Name", exact=True).fill("Customer council")
    page.get_by_label("How many seats must have voted").fill("3")
    page.get_by_label("At most running across functions").fill("3")
    page.get_by_role("button", name="Set it up").click()
    seats = (
        ("Eve Stone", "The board", "Operations", True),
        ("Omar Reid", "Money", "Finance", False),
        ("Nia Wells", "The shops", "Shops", False),
    )
    for name, speaks_for, function, is_chair in seats:
        unfold(page, "Give or change a seat")
        page.get_by_label("Who", exact=True).select_option(label=name)
        page.get_by_label("Speaks for", exact=True).fill(speaks_for)
        page.get_by_label("Function (optional)").fill(function)
        page.get_by_label("Is the one person who decides").set_checked(is_chair)
        page.get_by_role("button", name="Give or change a seat").click()
        expect(page.locator("#seats ~ .table-wrap")).to_contain_text(name)
    unfold(page, "Set a right")
    page.get_by_label("Up to").fill("20000")
    page.get_by_role("button", name="Set a right").click()
    expect(page.locator("main")).to_contain_text("up to £20,000 for one matter")
    unfold(page, "Set an envelope")
    page.locator("#envelope_begins_on").fill("2026-01-01")
    page.locator("#envelope_ends_on").fill("2026-12-31")
    page.get_by_label("Amount").fill("50000")
    page.get_by_role("button", name="Set an envelope").click()
    unfold(page, "Name a day")
    page.get_by_label("When").fill("2026-01-14T10:00")
    page.get_by_role("button", name="Name a day").click()
    expect(page.locator("#days ~ ul")).to_contain_text("14 January 2026, 10:00")


def find_the_root_cause(page: Page) -> None:
    """A cause, what speaks for it, and the verdict on it."""
    page.get_by_label("Because", exact=True).first.fill("Nobody may open a till without the manager's key")
    page.get_by_role("button", name="Put it in the tree").click()
    unfold(page, "Bring what speaks for or against a cause")
    evidence = page.locator("details", has_text="Bring what speaks")
    evidence.get_by_label("What did you see, count or hear?").fill(
        "In York the key was away for two hours on Saturday."
    )
    evidence.get_by_role("button", name="Put it beside the cause").click()
    unfold(page, "Judge a cause")
    verdict = page.locator("details", has_text="Judge a cause")
    verdict.get_by_label("It is").select_option(label="Root cause: here we can act")
    verdict.get_by_label("Because").fill("Every long queue that we saw ended when the key came")
    page.get_by_role("button", name="Judge it").click()


def all_vote(year: Year) -> None:
    """Three seats vote, one of them against, each with words."""
    for who, is_for, words in (
        ("owner", True, "The shops ask for it."),
        ("finance", False, "It pays only if the shops do not hire for it."),
        ("chair", True, "We try it in half of the shops."),
    ):
        seat = year.walk(who).goto(year.known["proposal"])
        seat.page.get_by_role("radio", name="In favour" if is_for else "Against").check()
        seat.page.get_by_label("Your words").fill(words)
        seat.page.get_by_role("button", name="Vote", exact=True).click()
        expect(seat.page.locator("#votes ~ .table-wrap")).to_contain_text(words)


def meet_the_first_criteria(page: Page) -> None:
    """What the first gate asks for is there."""
    for shown in ("The design stands on this page.", "Agreed with finance and the shops on 14 January."):
        page.locator("#gates ~ .part").first.locator("summary", has_text="Met").first.click()
        page.get_by_label("What shows that it is met").locator("visible=true").fill(shown)
        page.get_by_role("button", name="Note it as met").locator("visible=true").click()
        expect(page.locator("main")).to_contain_text(shown)


def measure(owner: Walker, answers: int) -> None:
    """Measure until everything that arrived is in it."""
    for _ in range(60):
        owner.page.get_by_role("button", name="Measure now").click()
        if f"and {answers} after the start" in owner.page.locator("main").inner_text():
            return
        owner.page.wait_for_timeout(500)
    pytest.fail(f"never measured with {answers} answers after the start")


def say_how_much_could_be_won(page: Page) -> None:
    """Of the opportunity: what is won if all goes well and if it does not, and how sure that is."""
    page.get_by_role("link", name="Change").click()
    for label, value in (
        ("if all goes well", "10"),
        ("if it does not", "20"),
        ("at least", "40"),
        ("at most", "60"),
    ):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Keep it so").click()


def approve_on_a_condition(page: Page) -> None:
    """The one person who decides approves, with reasons, a condition and a day to look at it again."""
    page.get_by_label("Approve").check()
    page.get_by_label("Reasons", exact=True).fill("Two in five answers are low and speak of the queue.")
    page.get_by_text("On a condition", exact=True).click()
    page.get_by_label("What must come true").first.fill("No shop hires for it")
    page.get_by_label("Who sees to it").first.select_option(label="Nia Wells")
    page.get_by_label("By when").first.fill("2026-02-11")
    page.get_by_label("Look at it again on").fill("2026-05-06")
    page.get_by_role("button", name="Decide").click()


def say_that_the_condition_is_met(page: Page) -> None:
    page.get_by_text("Say whether it is so", exact=False).locator("visible=true").last.click()
    page.get_by_label("It is met").check()
    page.get_by_label("What shows it").fill("The same people stand there as in January.")
    page.get_by_role("button", name="Keep it with the decision").click()


def let_through(page: Page) -> None:
    """The sponsor lets the work through its first gate."""
    unfold(page, "Decide at this gate")
    page.get_by_label("Let it through").check()
    page.get_by_role("textbox", name="Why", exact=True).locator("visible=true").first.fill(
        "The plan stands, and nobody has seen an effect."
    )
    page.get_by_role("button", name="Decide", exact=True).click()


def word_the_reply(page: Page) -> None:
    page.get_by_label("You said", exact=True).fill("We wait in long queues while one till is open.")
    page.get_by_label("We did", exact=True).fill(
        "Whoever stands near now opens a second till when four people wait."
    )
