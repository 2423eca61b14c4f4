"""Whoever appealed may think otherwise, until somebody decides."""

from functools import partial

import pytest

from groundswell.act.coaching import tidings
from groundswell.act.coaching.appealing import appeal, decide, withdraw
from groundswell.act.coaching.errors import (
    AppealAlreadyDecided,
    AppealWithdrawn,
    CoachingRefusal,
    NotYourVoice,
)
from groundswell.act.coaching.models import Appeal, AppealDecision
from groundswell.act.coaching.queries import appeals_to_decide
from tests.at_once import at_once as together
from tests.world import NOW, World, make_signal, make_world

at_once = partial(together, refusal=CoachingRefusal)


def said(world: World) -> Appeal:
    signal = make_signal(2, "Rude.", unit=world.leeds, employee=world.frontline.person)
    return appeal(signal, reason="person", by=world.frontline, at=NOW)


def test_a_withdrawn_appeal_waits_for_nobody_and_may_be_made_again(world):
    made = said(world)
    withdraw(made, by=world.frontline, at=NOW)
    assert not appeals_to_decide(world.lead).exists()
    assert list(tidings.appeals_made(NOW.replace(hour=1), NOW)) == []
    with pytest.raises(AppealWithdrawn, match="Fay Frontline has withdrawn this appeal"):
        decide(made, is_granted=True, reason="Seen.", by=world.lead, at=NOW)
    again = appeal(made.signal, reason="person", by=world.frontline, at=NOW)
    assert list(appeals_to_decide(world.lead)) == [again]


def test_only_its_author_withdraws_it_and_not_after_a_decision(world):
    made = said(world)
    with pytest.raises(NotYourVoice):
        withdraw(made, by=world.lead, at=NOW)
    decide(made, is_granted=False, reason="Seen.", by=world.lead, at=NOW)
    with pytest.raises(AppealAlreadyDecided, match="Lena Lead has refused"):
        withdraw(made, by=world.frontline, at=NOW)


def test_the_page_withdraws_it_and_the_voice_may_be_appealed_against_again(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    made, fay, lena = said(world), signed_in(world.frontline), signed_in(world.lead)
    page = f"/act/coaching/appeals/{made.pk}/"
    assert b"Withdraw it" not in lena.get(page).content
    assert b"Withdraw it" in fay.get(page).content
    assert b"Withdrawn: the voice stays" in fay.post(f"{page}withdraw/", follow=True).content
    assert b"Decide" not in lena.get(page).content
    assert b"This is not about me" in fay.get("/act/coaching/voices/").content
    told = lena.post(f"{page}decide/", {"is_granted": "no", "reason": "Seen."}, follow=True).content.decode()
    assert "Fay Frontline has withdrawn this appeal a moment ago." in told


@pytest.mark.django_db(transaction=True)
def test_one_withdraws_while_the_other_decides_and_who_is_second_is_told():
    world = make_world()
    made = said(world)
    told = at_once(
        lambda: withdraw(made, by=world.frontline, at=NOW),
        lambda: decide(made, is_granted=False, reason="Seen.", by=world.lead, at=NOW),
    )
    assert len(told) == 1
    made.refresh_from_db()
    assert (made.withdrawn_at is None) == AppealDecision.objects.exists()
