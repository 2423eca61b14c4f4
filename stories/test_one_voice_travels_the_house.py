"""One voice travels through every floor of the house and back to the customer, in a real browser.

The steps share one demonstration and follow one another, as the loop does; each ends with a picture.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .keys import eventually

pytestmark = pytest.mark.browser

PAIN = "My refund took nineteen days and nobody called me back. I will shop elsewhere."
GLAD = "You called the same day and it was put right at once. Thank you."
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


class Thread:
    """What one step leaves for the next."""

    letter: str = ""
    case: str = ""
    voice: str = ""
    elevation = "Refunds of web orders need a second visit"


def link_in_the_newest_letter(walker, subject: str) -> str:
    walker.goto("/listen/outbox/")
    walker.page.get_by_role("link", name=subject).first.click()
    words = walker.page.locator("main").inner_text()
    found = re.search(r"https?://\S+", words)
    assert found, words
    return found[0].removeprefix(walker.product.address)


def test_1_a_customer_is_asked_and_answers_on_a_phone(walk):
    office = walk().sign_in("office").goto("/listen/invite/")
    page = office.page
    page.get_by_label("Survey").select_option(label="Returns and refunds")
    page.get_by_label("Customer's e-mail address").fill("rosa.marsh@people.example")
    page.get_by_label("Where it happened").select_option(label="Leeds")
    page.get_by_label("The customer agreed to be asked this way").check()
    page.get_by_role("button", name="Invite").click()
    office.see("The invitation to rosa.marsh@people.example is in the outbox.")
    office.picture("1-outbox")

    customer = walk(**PHONE).goto(link_in_the_newest_letter(office, "One question about your visit"))
    customer.picture("1-answer-page-phone")
    customer.page.get_by_role("button", name="2", exact=True).click()
    customer.page.get_by_label(re.compile("Why|What")).fill(PAIN)
    customer.page.get_by_role("button", name="Send").click()
    customer.see("Thank you")


def test_1_a_complaint_takes_two_taps_and_shows_its_way(walk):
    customer = walk(**PHONE).goto("/complain/")
    customer.page.get_by_label("What happened?").fill("The zip broke on the first day.")
    customer.page.get_by_role("button", name="Send complaint").click()
    customer.see("Your reference is C-")
    customer.picture("1-complaint-status-phone")


def test_1_a_file_arrives_and_its_bad_row_is_named(walk, tmp_path: Path):
    file = tmp_path / "till.csv"
    file.write_text(
        "external_id,submitted_at,score,unit,touchpoint,comment\nT1,2026-01-05,9,Leeds,Shop visit,Kind people\nT2,2026-01-05,eleven,Leeds,Shop visit,\n"
    )
    office = walk().sign_in("office").goto("/listen/files/")
    office.page.get_by_label("Files with feedback").set_input_files(file)
    office.page.get_by_role("button", name="Look at it").click()
    office.see("This looks like a Groundswell feedback export: 2 answers")
    office.page.get_by_role("button", name="Import").click()
    office.see("1 of 2 rows arrived")
    office.see("hole number from 0 to 10 is needed")
    office.picture("1-file-report")


def test_2_scores_carry_their_margin_and_open_their_voices(walk):
    office = walk().sign_in("office").goto("/understand/")
    office.see("95% margin")
    office.picture("2-scores")
    office.page.get_by_role("link", name="Read the voices").click()
    assert "answers" in office.page.locator("main").inner_text()
    office.goto("/understand/journey/").see("Returns and refunds is the weakest link")
    office.picture("2-journey")
    office.goto("/understand/themes/").see("Returns and refunds")
    office.picture("2-themes")


def test_3_the_lead_calls_back_finds_the_cause_and_the_customer_recovers(walk):
    lead = walk().sign_in("lead").goto("/act/cases/")
    eventually(lead, "nineteen days")
    lead.picture("3-cases")
    lead.page.get_by_role("link", name=re.compile("nineteen days")).first.click()
    Thread.case = lead.page.url.removeprefix(lead.product.address)
    lead.see("What you may say first")
    lead.picture("3-call-card")
    lead.page.get_by_label("Yes, we spoke").check()
    lead.page.get_by_label("What you heard").fill("The refund went to an old card.")
    lead.page.get_by_role("button", name="Note the contact").click()
    lead.see("Customer reached")
    lead.page.get_by_label("Put right, the customer is content").check()
    lead.page.get_by_label("Another root cause").select_option(index=1)
    lead.page.get_by_role("button", name="Close the case").click()
    lead.page.get_by_role("button", name="Ask again now").click()

    office = walk().sign_in("office")
    again = walk(**PHONE).goto(link_in_the_newest_letter(office, "Did we put it right?"))
    again.page.get_by_role("button", name="9", exact=True).click()
    again.page.get_by_label(re.compile("Why|What")).fill(GLAD)
    again.page.get_by_role("button", name="Send").click()
    lead.goto(Thread.case)
    eventually(lead, "The score moved from 2 to 9")
    lead.see("This customer has come back")
    lead.picture("3-recovered")


def test_3_a_promoter_is_thanked_and_becomes_an_advocate(walk):
    lead = walk().sign_in("lead").goto("/act/advocates/")
    lead.picture("3-promoters")
    lead.page.get_by_role("link", name=re.compile("^Thank")).first.click()
    lead.page.get_by_label("Your words").fill("Your kind words made our day. Thank you.")
    lead.page.get_by_role("button", name="Send your thanks").click()
    office = walk().sign_in("office")
    office.goto("/listen/outbox/")
    office.page.locator("tbody a").first.click()
    join = re.search(r"https?://\S+/advocates/join/\S+", office.page.locator("main").inner_text())
    assert join
    customer = walk(**PHONE).goto(join[0].removeprefix(office.product.address))
    customer.page.get_by_role("button", name="Yes, I will speak for you").click()
    customer.see("Your own link for a friend")
    customer.picture("3-advocate-phone")


def test_4_the_huddle_is_prepared_promises_are_made_and_something_is_raised(walk):
    lead = walk().sign_in("lead")
    lead.page.get_by_role("link", name=re.compile("Open the huddle|Go on with the huddle")).click()
    lead.see("Promises from last time")
    lead.page.get_by_role("button", name="Start").click()
    lead.picture("4-huddle")
    lead.page.get_by_role("button", name="Kept").first.click()
    lead.page.get_by_text("Raise something").click()
    lead.page.get_by_label("What should change, in one line").fill(Thread.elevation)
    lead.page.get_by_label("What happens to customers").fill(
        "They come to the shop and are sent away with a web refund."
    )
    lead.page.get_by_role("button", name="Raise it").click()
    lead.page.get_by_label("Who", exact=True).select_option(index=1)
    lead.page.get_by_label("I will").fill("Ring every customer with an open refund by noon")
    lead.page.get_by_label("By", exact=True).fill("2030-01-31")
    lead.page.get_by_role("button", name="Promise", exact=True).click()
    lead.see("Ring every customer with an open refund by noon")
    lead.page.get_by_label("5, worth every minute").check()
    lead.page.get_by_role("button", name="End the huddle").click()
    lead.see("5 of 5")
    lead.picture("4-huddle-ended")


def test_5_what_was_raised_joins_the_register_and_the_council_decides_by_its_rights(walk):
    office = walk().sign_in("office").goto("/act/opportunities/")
    office.see("draws")
    office.picture("5-register")
    office.page.get_by_role("link", name=re.compile("Triage")).click()
    office.picture("5-triage")
    office.page.get_by_role("link", name=Thread.elevation).first.click()
    office.page.get_by_label("It belongs to").select_option(index=1)
    office.page.get_by_role("button", name="Join", exact=True).click()

    executive = walk().sign_in("executive").goto("/act/council/")
    executive.picture("5-council")
    executive.page.get_by_role("link", name=re.compile("Parcels come late")).first.click()
    executive.picture("5-pre-read")
    executive.see("Votes")


def test_5_the_effect_is_measured_against_units_without_it_and_told(walk):
    executive = walk().sign_in("executive").goto("/act/initiatives/")
    executive.page.get_by_role("link", name="Refund at the door within two days").first.click()
    executive.see("worked")
    executive.see("units without it")
    executive.picture("5-effect")
    executive.goto("/act/initiatives/")
    executive.page.get_by_role("link", name="Welcome script at the door").first.click()
    expect(executive.page.locator("h1")).to_contain_text("cannot tell yet")
    public = walk(**PHONE).goto("/you-said-we-did/")
    public.see("It helped")
    public.picture("5-you-said-we-did-phone")


def test_6_everybody_works_on_the_same_tree(walk):
    office = walk().sign_in("office").goto("/align/objectives/")
    office.page.locator("main a", has_text="Customers come back").first.click()
    office.see("What carries it")
    office.picture("6-metric-tree")
    office.goto("/align/scorecards/")
    office.picture("6-scorecards")
    lead = walk().sign_in("lead").goto("/align/scorecards/")
    lead.page.locator("main table a, main li a, main article a").first.click()
    lead.picture("6-scorecard")


def test_7_it_pays_with_its_range(walk):
    executive = walk().sign_in("executive").goto("/prove/economics/")
    executive.see("association, not an effect")
    executive.see("Earned growth")
    executive.picture("7-economics")
    executive.goto("/prove/benefits/").see("Refund at the door within two days")
    executive.picture("7-benefits")


@pytest.mark.parametrize(
    "role", ["frontline", "lead", "office", "executive", "analyst", "administrator", "partner"]
)
def test_8_each_role_has_a_home(walk, role):
    walker = walk().sign_in(role)
    expect(walker.page.locator("h1")).not_to_be_empty()
    walker.picture(f"8-home-{role}")


def test_8_one_page_shows_the_whole_trace_of_the_voice(walk):
    office = walk().sign_in("office").goto("/voices/?q=nineteen+days+and+nobody+called")
    office.page.get_by_role("link", name="Open this voice").first.click()
    for words in (
        "nineteen days",
        "Heard",
        "Understood",
        "A case was opened",
        "Customer reached",
        "Recovered",
        "Approved by",
        "Worked",
    ):
        office.see(words)
    office.picture("8-trace")


def test_the_pages_work_by_keyboard_and_without_scripts(walk):
    keys = walk().sign_in("office").goto("/voices/")
    keys.page.keyboard.press("/")
    assert keys.page.evaluate("document.activeElement.id") == "search"
    keys.page.keyboard.type("refund")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url("**/voices/?q=refund")
    keys.page.keyboard.press("j")
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_url(re.compile(r"/voices/\d+/"))

    plain = walk(java_script_enabled=False).sign_in("lead").goto("/act/cases/")
    plain.page.locator("tbody a").first.click()
    plain.see("What happened so far")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/voices/",
        "/understand/",
        "/understand/journey/",
        "/act/cases/",
        "/act/opportunities/",
        "/align/scorecards/",
    ],
)
def test_no_page_scrolls_sideways_on_a_phone(walk, address):
    phone = walk(**PHONE, color_scheme="dark").sign_in("lead").goto(address)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.picture(f"phone-dark{address.replace('/', '-').rstrip('-') or '-home'}")
