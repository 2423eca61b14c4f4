"""A no is answered by the day that was promised, or said to be late: to who raised it, on the log, in the figure."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.answer_tidings import LATE, WAITS, answered
from groundswell.act.council.answering import answer_in_words, answered_in_time, is_late
from groundswell.act.council.errors import AlreadySettled
from groundswell.act.council.following_up import answer_authors
from groundswell.act.council.models import Decision
from groundswell.act.council.queries import Asked, decisions_asked, decisions_taken
from groundswell.act.council.tidings import decisions_seen_by
from groundswell.act.huddles.models import Elevation
from groundswell.act.replies.trace import what_became_of
from groundswell.foundation.access.models import User
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal
from .test_owed import a_no

DAY = timedelta(days=1)
PROMISED, AFTER = NOW + 14 * DAY, NOW + 17 * DAY


@pytest.fixture
def chamber(world):
    return make_chamber(world)


def answer(decision: Decision, world, at) -> None:
    answer_authors(decision, words="Because the tills are replaced first.", by=world.office, at=at)


def told(since, until) -> list[str]:
    return [str(one.words) for one in answered(since, until)]


def test_who_raised_it_hears_that_the_day_is_over_and_that_the_answer_came_late(world, chamber):
    with time_machine.travel(NOW, tick=False):
        no = a_no(world, chamber)
    assert told(PROMISED - DAY, PROMISED) == []
    assert told(PROMISED, PROMISED + DAY) == [WAITS]
    assert told(PROMISED + DAY, PROMISED + 2 * DAY) == []
    answer(no, world, AFTER)
    assert told(AFTER - DAY, AFTER) == [LATE]


def test_an_answer_on_the_promised_day_is_in_time(world, chamber):
    with time_machine.travel(NOW, tick=False):
        no = a_no(world, chamber)
    answer(no, world, PROMISED)
    assert told(PROMISED - DAY, PROMISED) == ["What you raised was declined, and here is why"]
    assert told(PROMISED, PROMISED + DAY) == []


def test_how_late_it_is_stands_beside_what_they_raised(world, chamber):
    with time_machine.travel(NOW, tick=False):
        no = a_no(world, chamber)
        raised = Elevation.objects.get()
        assert what_became_of(raised)[-1].detail.endswith("An answer is promised by 25 March 2026.")
    with time_machine.travel(AFTER, tick=False):
        late = "Not answered, 3 days after the promised 25 March 2026."
        step = what_became_of(raised)[-1]
        assert step.detail.endswith(late)
        assert step.title == "Declined by Service council, and the promised answer is late"
        answer(no, world, AFTER)
        said = what_became_of(Elevation.objects.get())[-1].detail
        assert said.endswith("Answered on 28 March 2026, 3 days after the promised 25 March 2026.")


def test_the_share_answered_in_time_counts_what_was_answered_or_whose_day_is_over(world, chamber):
    with time_machine.travel(NOW, tick=False):
        first, second, third, _ = (a_no(world, chamber) for _ in range(4))
        make_approval(world, chamber.council)
    seen = decisions_taken(world.office)
    with time_machine.travel(PROMISED, tick=False):
        assert not decisions_asked(world.office, Asked(show="late")).exists()
    answer(first, world, PROMISED)
    assert answered_in_time(seen, PROMISED).words == "1 of 1, too few to tell"
    answer(second, world, AFTER)
    figure = answered_in_time(seen, AFTER)
    assert (figure.count, figure.n) == (1, 4)
    answer(third, world, AFTER)
    with time_machine.travel(AFTER, tick=False):
        assert decisions_asked(world.office, Asked(show="judged")).count() == 4
        assert decisions_asked(world.office, Asked(show="late")).count() == 3


def test_a_no_to_what_nobody_raised_owes_no_answer(world, chamber):
    proposal = make_proposal(world, chamber.council)
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    no = decide(proposal, approved=False, reasons="Another year.", by=world.office, at=NOW)
    assert (answer_in_words(no, AFTER.date()), is_late(no, AFTER.date())) == ("", False)
    with pytest.raises(AlreadySettled, match="was approved"):
        answer(make_approval(world, chamber.council), world, NOW)


def test_the_log_and_the_first_page_of_the_office_say_it(world, chamber, signed_in):
    with time_machine.travel(NOW, tick=False):
        no, _ = a_no(world, chamber), a_no(world, chamber)
    with time_machine.travel(AFTER, tick=False):
        answer(no, world, AFTER)
        client, log = signed_in(world.office), reverse("council:log")
        page = client.get(log).content.decode()
        assert "A no answered in time</a>: 0 of 2, too few to tell" in page
        assert page.count("Answered on 28 March 2026, 3 days after the promised 25 March 2026") == 1
        assert client.get(f"{log}?show=late&since=2025-03-29").content.decode().count("<tr data-row>") == 2
        home = client.get(reverse("desk:home")).content.decode()
        assert f'{log}?show=late&amp;since=2025-03-29">A no answered in time' in home
        table = b"".join(client.get(reverse("council:log_file")).streaming_content).decode()
        assert "2026-03-25,2026-03-28" in table.replace("\r", "")


def test_who_raised_it_and_works_elsewhere_by_now_reads_the_answer(world, chamber, signed_in):
    author = world.york_lead.person
    with time_machine.travel(NOW, tick=False):
        no = a_no(world, chamber)
        author.unit = world.web
        author.save()
        answer(no, world, NOW)
        reader = User.objects.get(pk=world.york_lead.pk)
        assert list(decisions_seen_by(reader)) == [no]
        page = signed_in(reader).get(reverse("council:proposal", args=[no.proposal_id]))
        assert "Because the tills are replaced first." in page.content.decode()
