"""Every registered decision is somebody's: its owner's, else who filed it, else the office finds somebody."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.act.council.owed import owed_by
from groundswell.act.decisions.actions import learn, name_owner, register
from groundswell.act.decisions.errors import DecisionRefused
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.queries import unowned, who_answers_for
from groundswell.foundation.history.queries import events_of
from tests.world import NOW

DAY = timedelta(days=1)


def sent(title: str, **given) -> RegisteredDecision:
    """As another system files it: nobody here did."""
    told = {
        "what": "One fewer.",
        "amount": Decimal(90_000),
        "door": "api",
        "source": "api:finance",
        "key": title,
    }
    return register(title, by="api:finance", at=NOW, **told | given)[0]


def lines(user) -> list[tuple[str, str, str, bool]]:
    return [(one.words, one.about, one.address, one.is_late) for one in owed_by(user, NOW)]


def test_what_a_system_files_without_an_owner_stands_first_with_the_office(world, signed_in):
    one = sent("Depot", takes_effect_on=NOW.date() - DAY)
    address = reverse("decisions:decision", args=[one.pk])
    assert lines(world.office) == [("Say who answers for it", "Depot", address, True)]
    assert [lines(user) for user in (world.lead, world.executive)] == [[], []]
    assert "Say who answers for it" in signed_in(world.office).get(reverse("desk:home")).content.decode()
    sent("Fee")
    queue = f"{reverse('decisions:list')}?show=nobody"
    assert lines(world.office) == [("Say who answers for it", "2 decisions", queue, True)]
    assert signed_in(world.office).get(queue).content.decode().count("<tr data-row>") == 2


@pytest.mark.parametrize("role", ["analyst", "administrator", "executive", "lead", "frontline"])
def test_whoever_is_named_finds_it_on_their_first_page(world, signed_in, role):
    one, user = sent("Depot"), world.york_lead
    user.role = role
    user.save()
    address = reverse("decisions:owner", args=[one.pk])
    page = signed_in(world.office).post(address, {"owner": user.person_id}, follow=True).content.decode()
    assert f"What is owed about it stands on the first page of {user.person}" in page
    assert lines(world.office) == []
    home = signed_in(user).get(reverse("desk:home")).content.decode()
    assert "Say what it does to customers" in home
    assert [event.verb for event in events_of(one)][1:] == ["named who answers for a decision"]


def test_when_both_have_left_the_office_finds_somebody_else(world):
    one, _ = register("Fee", what="More.", door="page", by=world.lead, owner=world.york_lead.person, at=NOW)
    for user, answers in ((world.york_lead, world.lead.person), (world.lead, None)):
        user.person.left_on = NOW.date() - DAY
        user.person.save()
        one = RegisteredDecision.objects.get(pk=one.pk)
        assert who_answers_for(one) == answers
    assert list(unowned(RegisteredDecision.objects)) == [one]
    with pytest.raises(DecisionRefused, match="has left"):
        name_owner(one, owner=world.lead.person, by=world.office, at=NOW)
    learn(one, words="Nothing moved.", by=world.office, at=NOW)
    assert lines(world.office) == []


def test_the_same_decision_sent_again_is_the_same_after_somebody_was_named(world):
    one = sent("Depot")
    name_owner(one, owner=world.lead.person, by=world.office, at=NOW)
    assert sent("Depot") == one
    assert RegisteredDecision.objects.get().owner == world.lead.person


def test_who_may_not_assess_it_names_nobody(world, signed_in):
    one = sent("Depot")
    answer = signed_in(world.lead).post(
        reverse("decisions:owner", args=[one.pk]), {"owner": world.lead.person_id}
    )
    assert answer.status_code == 404
    wrong = signed_in(world.office).post(reverse("decisions:owner", args=[one.pk]), {})
    assert wrong.status_code == 422
    assert "owner_owner" in wrong.content.decode()
    assert RegisteredDecision.objects.get().owner is None
