"""Why it happens: a tree with evidence, verdicts that stay, countermeasures in their order, and what could be removed."""

import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.cases.tests.scenes import closed_case
from groundswell.act.opportunities.actions import change_opportunity, join_elevation
from groundswell.act.opportunities.errors import CauseRefused
from groundswell.act.opportunities.models import Cause, CauseVerdict, Choice, Countermeasure
from groundswell.act.opportunities.queries import evidence_of, last_year
from groundswell.act.opportunities.roots.actions import (
    ask_why,
    bring_evidence,
    choose,
    judge_cause,
    propose_countermeasure,
    propose_removal,
)
from groundswell.act.opportunities.roots.queries import (
    counted_tree_of,
    options_of,
    root_causes_found,
    tree_of,
)
from groundswell.act.opportunities.tidings import stepped
from tests.world import NOW, make_customer, make_signal, make_user

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all

REMOVAL = {
    "removed": "The supervisor’s signature", "what": "approval", "times_a_year": (600, 1200), "customer_minutes": Decimal(5),
    "our_minutes": Decimal(2), "kept_safe": "The scanner refuses double picks.", "reach": (30, 50), "effort_days": (2, 4),
}  # fmt: skip


def given(world):
    return {"by": world.office, "at": NOW}


def test_whys_make_a_tree_and_the_root_needs_something_that_speaks_for_it(world):
    late = make_opportunity(world)
    first = ask_why(late, "The courier leaves early", **given(world))
    second = ask_why(late, "The list is signed at noon", parent=first, **given(world))
    assert [(one.cause, one.depth) for one in tree_of(late)] == [(first, 1), (second, 2)]
    with pytest.raises(CauseRefused, match="speaks for it"):
        judge_cause(second, "root", why="We believe it.", **given(world))
    bring_evidence(second, side="for", words="14 of 20 days.", **given(world))
    judge_cause(second, "root", why="No late parcel in the trial.", **given(world))
    assert [one.cause for one in root_causes_found(tree_of(late))] == [second]


@pytest.mark.once
def test_the_page_says_what_is_missing_next_and_links_it_for_who_may_do_it(world, signed_in):
    make_answers(40, 3, "So late", world=world)
    make_answers(40, 9, "All good", world=world)
    theme, told = make_theme("Delivery", "late"), []
    read_all()
    late = make_opportunity(world, theme=theme, effort_days=(None, None))
    join_elevation(make_elevation(world.leeds, world.frontline.person), late, by=world.office, at=NOW)
    office, author = signed_in(world.office), signed_in(world.frontline)
    address = reverse("opportunities:opportunity", args=[late.pk])

    def look():
        page = office.get(address)
        told.append(page.context["next"].words)
        assert f'href="{page.context["next"].url}">{page.context["next"].deed}</a>' in page.content.decode()
        assert author.get(address).context["next"].url == ""

    look()
    change_opportunity(late, owner=world.lead.person, **given(world))
    look()
    cause = ask_why(late, "The list is signed at noon", **given(world))
    look()
    bring_evidence(cause, side="for", words="14 of 20 days.", **given(world))
    judge_cause(cause, "root", why="No late parcel in the trial.", **given(world))
    look()
    propose_removal(late, **REMOVAL, **given(world))
    look()
    change_opportunity(late, owner=world.lead.person, effort_days=(3, 9), **given(world))
    look()
    assert told == [
        "Nobody finds out why it happens.", "Nobody has asked why yet.", "No cause is judged the root yet.",
        "Nobody has said what could be done.", "Nobody has judged the effort.", "It can be proposed.",
    ]  # fmt: skip


def test_the_only_cause_is_chosen_and_of_several_somebody_chooses(world, signed_in):
    late, client = make_opportunity(world), signed_in(world.office)
    address, chosen = reverse("opportunities:roots", args=[late.pk]), []
    for words in ("The courier leaves early", "The list is signed at noon"):
        ask_why(late, words, **given(world))
        forms = client.get(address).context["forms"]
        chosen.append([str(forms[name]["cause"]).count(" selected") for name in ("evidence", "verdict")])
        chosen.append([str(forms[name]["cause"]).count('value=""') for name in ("evidence", "verdict")])
    assert chosen == [[1, 1], [0, 0], [1, 1], [1, 1]]
    assert str(forms["evidence"]["cause"]).count('value="" selected') == 1


def test_evidence_is_a_question_that_is_counted_among_its_voices(world):
    theme = make_theme("Courier", "courier")
    make_answers(3, 3, "The courier was late", world=world)
    make_answers(2, 3, "Late again", world=world)
    read_all()
    late = make_opportunity(world)
    cause = ask_why(late, "One courier only", **given(world))
    bring_evidence(cause, side="for", words="They name him.", theme=theme, **given(world))
    (branch,) = counted_tree_of(late, world.office, *last_year(NOW))
    assert [(line.hits, line.of) for line in branch.lines] == [(3, 5)]
    (unseen,) = counted_tree_of(late, world.york_lead, *last_year(NOW))
    assert [(line.hits, line.of) for line in unseen.lines] == [(0, 0)]


@pytest.mark.once
def test_each_count_beside_a_cause_opens_the_voices_that_it_counts_for_each_reader(world, signed_in):
    """What was said before the year, and praise, is in no count and no list; of York its lead sees what York's customers say."""
    courier = make_theme("Courier", "courier")
    make_answers(3, 3, "The courier was late", world=world)
    make_answers(2, 3, "Late again", world=world)
    make_answers(1, 9, "The courier sang", world=world)
    said = {"unit": world.york, "touchpoint": world.delivery, "customer": make_customer("Kim")}
    first, _ = (make_signal(2, "The courier was rude", **said) for _ in range(2))
    make_signal(2, "The courier was late", at=NOW - timedelta(days=500), **said)
    case = closed_case(world.leeds, world.lead.person, touchpoint=world.delivery)
    read_all()
    late = make_opportunity(world)
    join_elevation(make_elevation(world.york, world.york_lead.person, first), late, by=world.office, at=NOW)
    cause, closed = ask_why(late, "One courier only", **given(world)), case.closure.root_cause
    bring_evidence(cause, side="for", words="They name him.", theme=courier, **given(world))
    bring_evidence(cause, side="against", words="Some had no slot.", root_cause=closed, **given(world))
    bring_evidence(
        cause, side="against", words="Never both.", theme=courier, root_cause=closed, **given(world)
    )
    address, told = reverse("opportunities:roots", args=[late.pk]), {}
    for user in (world.office, world.york_lead):
        client = signed_in(user)
        counts = re.findall(
            r'href="([^"]+/voices/[^"]*)">([\d,]+)</a> of the', client.get(address).content.decode()
        )
        counts += re.findall(
            r'of the <a href="([^"]+)">([\d,]+)</a> voices', client.get(address).content.decode()
        )
        for where, count in counts:
            assert client.get(where).context["page"].paginator.count == int(count), where
        told[user] = [int(count) for _, count in counts]
    assert told == {world.office: [1, 0, 5, 8, 8, 8], world.york_lead: [0, 0, 2, 2, 2, 2]}
    listed = signed_in(world.office).get(
        f"{reverse('opportunities:voices', args=[late.pk])}?speaks={cause.evidence.last().pk}"
    )
    assert (
        "They mention “Courier”. Speaks for it: “One courier only”. They name him." in listed.content.decode()
    )


def test_what_speaks_for_a_cause_of_another_opportunity_opens_nothing(world, signed_in):
    late, slow = (
        make_opportunity(world),
        make_opportunity(world, title="Slow refunds", touchpoint=world.returns),
    )
    evidence = bring_evidence(
        ask_why(late, "One courier only", **given(world)),
        side="for",
        words="They name him.",
        theme=make_theme("Courier"),
        **given(world),
    )
    client = signed_in(world.office)
    lists = [reverse("opportunities:voices", args=[one.pk]) for one in (late, slow)]
    assert [client.get(f"{one}?speaks={evidence.pk}").status_code for one in lists] == [200, 404]
    assert client.get(f"{lists[0]}?of=customers&speaks={evidence.pk}").status_code == 400


def test_nobody_asks_further_below_what_was_ruled_out(world):
    late = make_opportunity(world)
    cause = ask_why(late, "Wrong addresses", **given(world))
    judge_cause(cause, "ruled_out", why="Two of two hundred.", **given(world))
    with pytest.raises(CauseRefused, match="ruled out"):
        ask_why(late, "Typing errors", parent=cause, **given(world))
    judge_cause(cause, "holds", why="We looked again.", **given(world))
    assert ask_why(late, "Typing errors", parent=cause, **given(world)).parent == cause
    assert CauseVerdict.objects.filter(cause=cause).count() == 2


def test_a_cause_stands_once_and_below_causes_of_the_same_opportunity(world):
    late, other = make_opportunity(world), make_opportunity(world, title="Another")
    cause = ask_why(late, "One courier only", **given(world))
    with pytest.raises(CauseRefused, match="already"):
        ask_why(late, " one courier only", **given(world))
    with pytest.raises(CauseRefused, match="another opportunity"):
        ask_why(other, "Why", parent=cause, **given(world))


def test_what_removes_more_for_less_work_comes_first_and_what_was_dropped_last(world):
    theme = make_theme("Delivery", "late")
    make_answers(40, 3, "So late", world=world, yearly=100)
    make_answers(60, 9, "All good", world=world, yearly=100)
    read_all()
    late = make_opportunity(world, theme=theme)
    much = propose_countermeasure(
        late, title="A second courier", kind="add", reach=(30, 50), effort_days=(60, 90), **given(world)
    )
    removal = propose_removal(late, **REMOVAL, **given(world))
    evidence = evidence_of(late, *last_year(NOW))
    first, second = options_of(late, evidence)
    assert (first.countermeasure, second.countermeasure) == (removal.countermeasure, much)
    assert first.share_best > 0.99
    assert first.recommendations.value == pytest.approx(0.4 * evidence.recommendations.value)
    assert (first.saving.customer_hours.low, first.saving.our_hours.high) == (50, 40)
    choose(removal.countermeasure, is_taken=False, why="The law asks for it.", **given(world))
    assert [one.countermeasure for one in options_of(late, evidence)] == [much, removal.countermeasure]


@pytest.mark.once
def test_its_owner_works_on_it_and_others_read(world, signed_in):
    owner = make_user("Olga Owner", world.york, "lead")
    late = make_opportunity(world)
    join_elevation(make_elevation(world.leeds, world.lead.person), late, **given(world))
    address = reverse("opportunities:do_root", args=[late.pk, "why"])
    with time_machine.travel(NOW, tick=False):
        assert signed_in(owner).post(address, {"words": "Because"}).status_code == 404
        assert signed_in(world.lead).post(address, {"words": "Because"}).status_code == 403
        change_opportunity(late, owner=owner.person, effort_days=(1, 2), **given(world))
        client = signed_in(owner)
        assert client.post(address, {"words": "The list is signed at noon"}).status_code == 302
        cause = Cause.objects.get()
        judged = {"cause": cause.pk, "verdict": "root", "why": "The trial showed it."}
        early = client.post(reverse("opportunities:do_root", args=[late.pk, "verdict"]), judged)
        assert early.status_code == 422
        assert "Bring something that speaks for it first" in early.content.decode()
        assert "The trial showed it." in early.content.decode(), "nobody writes it twice"
        speaks = {"cause": cause.pk, "side": "for", "words": "14 of 20 days"}
        client.post(reverse("opportunities:do_root", args=[late.pk, "evidence"]), speaks)
        client.post(reverse("opportunities:do_root", args=[late.pk, "verdict"]), judged)
        page = client.get(reverse("opportunities:roots", args=[late.pk])).content.decode()
        assert "The list is signed at noon" in page
        assert "style=" not in page
        wrong = {"title": "A second courier", "kind": "add", "reach_low": 50, "reach_high": 30, "effort_low": 1, "effort_high": 2}  # fmt: skip
        measure = reverse("opportunities:do_root", args=[late.pk, "countermeasure"])
        refused = client.post(measure, wrong)
        assert refused.status_code == 422
        assert "A second courier" in refused.content.decode()
        client.post(measure, wrong | {"reach_high": 60})
        made = Countermeasure.objects.get()
        taken = {"countermeasure": made.pk, "is_taken": "1", "why": "Soonest."}
        short = client.post(reverse("opportunities:do_root", args=[late.pk, "choice"]), taken | {"why": ""})
        assert "Please look at this again" in short.content.decode()
        client.post(reverse("opportunities:do_root", args=[late.pk, "choice"]), taken)
        assert Choice.objects.get().is_taken
        removal = {
            "removed": "A signature", "what": "approval", "times_low": 10, "times_high": 20, "customer_minutes": "5", "our_minutes": "0",
            "kept_safe": "The scanner.", "reach_low": 10, "reach_high": 20, "effort_low": 1, "effort_high": 2,
        }  # fmt: skip
        client.post(reverse("opportunities:do_root", args=[late.pk, "removal"]), removal)
        page = client.get(reverse("opportunities:opportunity", args=[late.pk])).content.decode()
        assert "Remove: A signature" in page
        assert "Root cause" in page
        assert client.post(reverse("opportunities:do_root", args=[late.pk, "forget"])).status_code == 404


@pytest.mark.once
def test_every_label_of_the_page_belongs_to_one_field(world, signed_in):
    late = make_opportunity(world)
    ask_why(late, "The courier leaves early", **given(world))
    page = signed_in(world.office).get(reverse("opportunities:roots", args=[late.pk])).content.decode()
    counted = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, times in counted.items() if times > 1] == []
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', page)) <= set(counted)


def test_who_raised_it_is_told_of_a_root_cause_and_not_again_when_another_cause_is_ruled_out(world):
    late = make_opportunity(world)
    join_elevation(make_elevation(world.york, world.york_lead.person), late, by=world.office, at=NOW)
    slots, vans = (ask_why(late, words, by=world.office, at=NOW) for words in ("Slots", "Vans"))
    bring_evidence(slots, side="for", words="The plan.", by=world.office, at=NOW)
    hour = timedelta(hours=1)
    judge_cause(slots, "root", why="It is the plan.", by=world.office, at=NOW + hour)
    told = [str(one.words) for one in stepped(NOW, NOW + hour)]
    assert told == ["What you raised on 11 March has a root cause now"]
    judge_cause(vans, "ruled_out", why="They run.", by=world.office, at=NOW + 2 * hour)
    assert list(stepped(NOW + hour, NOW + 2 * hour)) == []
