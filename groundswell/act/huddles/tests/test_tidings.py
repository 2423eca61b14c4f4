"""Whom a promise is told to while it waits, and to nobody once it is settled."""

from datetime import timedelta

import pytest

from groundswell.act.huddles.actions import start_huddle
from groundswell.act.huddles.models import Promise, PromiseReview
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.promising import make_promise
from groundswell.act.huddles.tidings import promises_coming_due, still_open
from tests.world import NOW

TODAY = NOW.date()


@pytest.mark.parametrize(("outcome", "tells"), [(None, 1), ("not_yet", 1), ("kept", 0), ("let_go", 0)])
def test_a_promise_that_is_due_is_told_until_it_is_settled(world, outcome, tells):
    given = {"by": world.lead.person, "at": NOW}
    huddle = plan_huddle(world.leeds, planned_at=NOW, **given)
    start_huddle(huddle, **given)
    due = TODAY + timedelta(days=1)
    made = make_promise(huddle, person=world.lead.person, text="Mend it", due_on=due, **given)
    if outcome:
        PromiseReview.objects.create(promise=made, huddle=huddle, outcome=outcome, note="Why", at=NOW)
    assert len(list(promises_coming_due(NOW - timedelta(days=1), NOW))) == tells
    assert still_open(Promise.objects.all(), world.lead).count() == tells
