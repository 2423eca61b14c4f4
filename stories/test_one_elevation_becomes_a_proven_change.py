"""One elevation in a huddle becomes an opportunity, a decision with dissent, a pilot, a proven effect, and a reply.

Sixteen shops in a product of their own, whose clock the story moves from January to June: see `moving.py`. What the change
is worth is planted in the shops that the lot gives it to and nowhere else: see `shops.py`.
"""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from . import shops
from .homes import Homes
from .keys import eventually
from .moving import FOUND
from .year import Year, effect_on, lived, see, towns_in, unfold, voices_arrive
from .year_scenes import (
    all_vote,
    approve_on_a_condition,
    find_the_root_cause,
    let_through,
    measure,
    meet_the_first_criteria,
    say_how_much_could_be_won,
    say_that_the_condition_is_met,
    set_up_a_council,
    word_the_reply,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FOUND, reason="There is no faketime here: nobody can move the product's clock."),
]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TITLE = "Open a second till when four people wait"
QUESTION = "Queues at the till"
WORK = "A second till at four"


@pytest.fixture(scope="module")
def year(browser: Browser, homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """Monday 5 January 2026: the organisation has begun and brought half a year of answers with it."""
    yield from lived(browser, homes, tmp_path_factory.mktemp("year"))


def test_1_a_team_raises_what_it_cannot_settle_alone(year):
    year.comes_to(1, 6, 8, 30)
    lead = year.walk("lead").goto("/act/huddles/")
    lead.page.get_by_label("When").fill("2026-01-06T09:00")
    lead.page.get_by_role("button", name="Plan the huddle").click()
    lead.page.get_by_role("button", name="Start").click()
    expect(lead.page.locator("h1")).to_contain_text("you are huddling")
    author = year.walk("author", **PHONE).goto(lead.page.url.removeprefix(year.product.address))
    author.picture("story-1-huddle-phone")
    author.page.locator("#raise summary").tap()
    author.page.get_by_label("What should change, in one line").fill(TITLE)
    author.page.get_by_label("What happens to customers").fill(
        "They wait for twenty minutes while one till is open."
    )
    author.page.get_by_role("button", name="Raise it").tap()
    expect(author.page.get_by_text("Raised. You hear what becomes of it.")).to_be_visible()
    author.goto("/").picture("story-1-home-phone")
    author.page.get_by_role("link", name=TITLE).click()
    see(author, "Waiting for the advocacy office to read it")
    author.picture("story-1-raised-phone")
    year.known["raised"] = author.page.url.removeprefix(year.product.address)


def test_2_the_office_opens_an_opportunity_from_it(year):
    year.comes_to(1, 7)
    office = year.walk("office").goto("/act/opportunities/triage/")
    office.picture("story-2-desk")
    office.page.get_by_role("link", name=TITLE).click()
    office.picture("story-2-triage")
    office.page.get_by_label("What is the issue?").fill(QUESTION)
    office.page.get_by_label("Theme").select_option(label="Queues")
    office.page.get_by_label("Touchpoint").select_option(label=shops.TILL)
    office.page.get_by_label("Who finds the root cause").select_option(label="Nia Wells")
    office.page.get_by_role("button", name="Open it").click()
    expect(office.page.locator("h1")).to_have_text(QUESTION)
    eventually(office, "Place 1 in the register")
    office.picture("story-2-opportunity")
    year.known["opportunity"] = office.page.url.removeprefix(year.product.address)


def test_3_its_owner_is_told_and_finds_why(year):
    owner = year.walk("owner").goto("/new/")
    eventually(owner, "You are asked to find the root cause of an opportunity")
    owner.page.get_by_role("link", name="You are asked to find the root cause").click()
    expect(owner.page.locator("h1")).to_contain_text(f"Why does “{QUESTION}” happen?")
    find_the_root_cause(owner.page)
    expect(owner.page.locator("h1")).to_have_text("Nobody may open a till without the manager's key")
    owner.picture("story-3-root-cause")
    say_how_much_could_be_won(owner.goto(year.known["opportunity"]).page)
    see(owner, "It is changed.")


def test_4_a_council_with_a_seat_for_everybody_is_set_up(year):
    year.comes_to(1, 8)
    office = year.walk("office").goto("/act/council/")
    page = office.page
    set_up_a_council(page)
    office.picture("story-4-body")
    year.known["body"] = page.url.removeprefix(year.product.address)


def test_5_it_is_proposed_read_on_one_page_and_decided_with_dissent(year):
    office = year.walk("office").goto(year.known["opportunity"])
    page = office.page
    page.get_by_role("link", name="Propose a solution").click()
    page.get_by_label("What is to be done").fill(
        "Any colleague may open a second till when four people wait. First as a pilot by lot."
    )
    page.get_by_label("What it costs").fill("12000")
    page.get_by_label("Who recommends it").select_option(label="Nia Wells")
    page.get_by_role("button", name="Propose it").click()
    expect(page.locator("h1")).to_contain_text("£12,000 for")
    office.picture("story-5-proposal")
    year.known["proposal"] = page.url.removeprefix(year.product.address)
    page.get_by_role("link", name="One page to read before").click()
    office.picture("story-5-read-before")
    office.goto(year.known["body"]).page.locator("#days ~ ul a").first.click()
    see(office, QUESTION)
    office.picture("story-5-agenda")

    year.comes_to(1, 14, 10)
    all_vote(year)
    chair = year.walk("chair").goto(year.known["proposal"])
    approve_on_a_condition(chair.page)
    expect(chair.page.locator("h1")).to_have_text(f"Approved: {QUESTION}")
    see(chair, "Against")
    see(chair, "No shop hires for it")
    chair.picture("story-5-decided")


def test_6_its_author_has_followed_every_step(year):
    author = year.walk("author", **PHONE).goto("/new/")
    eventually(author, "was approved")
    author.picture("story-6-told-phone")
    author.goto(year.known["raised"])
    see(author, "Approved by Customer council")
    author.picture("story-6-raised-phone")


def test_7_a_pilot_is_dealt_by_lot_before_anything_begins(year):
    year.comes_to(1, 15)
    office = year.walk("office").goto("/act/initiatives/")
    page = office.page
    page.get_by_role("link", name="Start the work").click()
    page.get_by_label("Name of the work").fill(WORK)
    page.get_by_label("Owner").select_option(label="Nia Wells")
    page.get_by_label("Sponsor").select_option(label="Eve Stone")
    page.get_by_label("Points you expect it to bring").fill("30")
    office.picture("story-7-start")
    page.get_by_role("button", name="Start the work").click()
    expect(page.locator("h1")).to_contain_text(WORK)
    year.known["work"] = page.url.removeprefix(year.product.address)
    owner = year.walk("owner").goto(year.known["work"])
    page = owner.page
    owner.picture("story-7-begun")
    page.get_by_role("link", name="Choose how its effect is measured").click()
    page.get_by_role("spinbutton", name="The smallest effect that matters").fill("10")
    page.get_by_role("spinbutton", name="Months until it is judged").fill("3")
    page.get_by_role("button", name="Reckon again").click()
    expect(page.locator("h1")).to_contain_text("Units dealt by lot")
    owner.picture("story-7-ways")
    page.get_by_label("The first day with the change").fill("2026-02-01")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_text("It is on record.")).to_be_visible()
    unfold(page, "Who got what")
    owner.picture("story-7-dealt")
    lots = page.locator("details", has_text="Who got what").inner_text()
    year.known["with"] = towns_in(lots, "With the change")
    assert len(year.known["with"]) == 8
    assert set(towns_in(lots, "For comparison")) == set(shops.TOWNS) - set(year.known["with"])
    expect(page.get_by_role("button", name="Roll out as dealt")).to_have_count(0)
    see(owner, "Its units begin once the gate to “Pilot” is passed")
    meet_the_first_criteria(page)
    sponsor = year.walk("chair").goto(year.known["work"])
    let_through(sponsor.page)
    see(sponsor, "£2,400 may be spent now")
    sponsor.picture("story-7-gate")
    page = owner.goto(year.known["work"]).page
    page.get_by_role("button", name="Roll out as dealt").click()
    expect(page.locator("#units ~ .table-wrap tbody tr")).to_have_count(8)


def test_8_after_some_days_nobody_can_tell_yet(year):
    year.comes_to(2, 12)
    voices_arrive(year, date(2026, 2, 1), date(2026, 2, 12))
    owner = year.walk("owner").goto("/act/council/")
    see(owner, "Say whether it is so: “No shop hires for it”")
    see(owner, "Overdue")
    say_that_the_condition_is_met(owner.goto(year.known["proposal"]).page)
    see(owner, "The same people stand there as in January.")
    owner.goto(year.known["work"])
    measure(owner, answers=8 * 6)
    expect(owner.page.locator("h1")).to_have_text(f"We cannot tell yet whether {WORK} worked")
    owner.picture("story-8-some-days")


def test_9_after_three_months_it_has_worked_and_the_page_says_on_what_that_rests(year):
    year.comes_to(5, 6)
    voices_arrive(year, date(2026, 2, 12), date(2026, 5, 1))
    owner = year.walk("owner").goto(year.known["work"])
    measure(owner, answers=3 * 8 * shops.ANSWERS_A_MONTH)
    expect(owner.page.locator("h1")).to_contain_text(f"{WORK} worked: +")
    owner.picture("story-9-worked")
    estimate, low, high = effect_on(owner.page.locator("main").inner_text())
    assert low > 0
    assert abs(estimate - shops.PLANTED) < 12
    assert low < estimate < high
    owner.page.get_by_role("link", name="Everything about the effect").click()
    see(owner, "Told by the design that was put on record before the start")
    see(owner, "It is judged, with the answers up to 30 April 2026")
    owner.picture("story-9-effect")


def test_10_those_who_said_it_and_whoever_raised_it_are_told(year):
    office = year.walk("office").goto(year.known["work"])
    page = office.page
    page.locator("#rests ~ ul").get_by_role("link", name="288", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("288 answers behind the effect")
    office.picture("story-10-answers-behind")
    office.goto(year.known["work"])
    page.get_by_role("link", name="Tell those who asked for it").click()
    word_the_reply(page)
    page.get_by_role("button", name="Look at the letter first").click()
    see(office, "It helped. We compared places with the change to places without it")
    office.picture("story-10-letter")
    page.get_by_role("button", name="Publish and tell them").click()
    expect(page.get_by_text(re.compile(r"Published, with \d+ letters? to begin with."))).to_be_visible()
    told = int(re.search(r"Published, with (\d+) letter", page.locator("main").inner_text())[1])
    assert 100 < told - 1 <= len(shops.TOWNS) * shops.CUSTOMERS_OF_A_SHOP // 3
    eventually(office, re.compile(r"\d+ customers told"))
    office.picture("story-10-told")
    office.goto("/listen/outbox/").picture("story-10-outbox")
    page.get_by_role("link", name="You said, we did").last.click()
    see(office, "You told us:")
    office.picture("story-10-letter-sent")

    author = year.walk("author", **PHONE).goto("/new/")
    eventually(author, "worked, as measured")
    author.picture("story-10-author-new-phone")
    author.goto(year.known["raised"])
    see(author, "Told what was done")
    see(author, f"{WORK} worked: +")
    author.picture("story-10-author-phone")

    stranger = year.walk(**PHONE, java_script_enabled=False).goto("/you-said-we-did/")
    stranger.page.get_by_role("link", name="Queues").first.tap()
    see(stranger, "opens a second till when four people wait")
    see(stranger, "It helped.")
    assert stranger.context.cookies() == []
    stranger.picture("story-10-public-phone")


def test_11_a_customer_says_whether_it_is_better(year):
    year.comes_to(6, 8)
    office = year.walk("office").goto("/listen/outbox/")
    eventually(office, "Is it better now?")
    office.page.get_by_role("link", name="Is it better now?").first.click()
    expect(office.page.locator("h1")).to_have_text("Is it better now?")
    letter = office.page.locator("main").inner_text()
    customer = year.walk(**PHONE, java_script_enabled=False).goto(
        re.search(rf"{year.product.address}(/\S+)", letter)[1]
    )
    customer.picture("story-11-better-phone")
    customer.page.get_by_role("button", name="Better").tap()
    see(customer, "Thank you. The people who work on it read this.")
    office.goto("/act/replies/").page.get_by_role("link", name=WORK).last.click()
    see(office, "1 answered")
    office.picture("story-11-answers")


def test_12_what_it_brought_leads_to_a_voice_and_back(year):
    year.comes_to(6, 9)
    year.run(shops.__file__, str(year.product.home), *year.known["with"])
    year.comes_to(6, 10)
    office = year.walk("office").goto("/prove/benefits/")
    months = len(year.known["with"]) * shops.CUSTOMERS_OF_A_SHOP * 3
    eventually(office, re.compile(rf"over 3 months and {months:,} customer-months, reckoned on \d+ June"))
    office.picture("story-12-benefits")
    page = office.page
    section = page.locator("section", has_text=f"What the figure for {WORK} rests on").last
    said = section.locator("p").first.inner_text()
    pounds = [int(one.replace(",", "")) for one in re.findall(r"£([\d,]+)", said)]
    assert len(pounds) == 3, said
    assert 0 < min(pounds) < shops.POUNDS * months < max(pounds), said
    section.get_by_role("link", name="The voices behind it").click()
    page.get_by_role("link", name="Open this voice").first.click()
    office.picture("story-12-voice")
    page.locator("section", has_text="What became of it").last.get_by_role("link", name=WORK).first.click()
    expect(page.locator("h1")).to_contain_text(f"{WORK} worked")
    page.get_by_role("link", name="What it brought").click()
    expect(page).to_have_url(re.compile(r"/prove/benefits/#initiative-\d+$"))
