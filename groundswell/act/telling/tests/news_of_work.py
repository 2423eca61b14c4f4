"""News of what is done: an initiative, what customers were told of it, and its board with an agency."""

from __future__ import annotations

from groundswell.act.council.models import Decision
from groundswell.act.initiatives.models import Gate, Initiative, Milestone, Risk, RiskLook, Want
from groundswell.act.partners.models import (
    Agency,
    AgencyMember,
    Brief,
    Idea,
    IdeaAnswer,
    PartnerBoard,
    Remark,
    SharedResult,
    Sharing,
    Task,
)
from groundswell.act.replies.models import Announcement, BetterAsk, Reply
from groundswell.foundation.customers.models import Identity
from groundswell.listen.channels.outbox.models import Message
from tests.canary import Canary
from tests.world import NOW, World, make_customer

from .telling_world import DAY, MINUTE


def customer_named(who: Canary):
    customer = make_customer(who.name)
    Identity.objects.get_or_create(kind="phone", value=who.phone, defaults={"customer": customer})
    return customer


def news_of_work(world: World, who: Canary, approved: Decision) -> None:
    initiative = Initiative.objects.create(
        decision=approved, name=who.name, owner=world.lead.person, sponsor=world.office.person, expected_points=1,
        started_at=NOW,
    )  # fmt: skip
    Gate.objects.create(initiative=initiative, opens="pilot", due_on=(NOW + 7 * DAY).date())
    Milestone.objects.create(initiative=initiative, name=who.name, due_on=NOW.date())
    risk = Risk.objects.create(initiative=initiative, what=who.name, owner=world.office.person, raised_at=NOW)
    RiskLook.objects.create(
        risk=risk,
        chance=1,
        consequence=1,
        done_about_it=who.all_of_it,
        again_on=NOW.date(),
        by=world.lead.person,
        at=NOW,
    )
    Want.objects.create(initiative=initiative, what=who.name, by_on=NOW.date(), wanted_at=NOW + MINUTE)
    _told_and_asked(who, initiative)
    board = PartnerBoard.objects.create(initiative=initiative, purpose=who.all_of_it, opened_at=NOW)
    _shared(world, who, board)
    Idea.objects.create(board=board, title=who.name, author=world.partner, at=NOW + MINUTE)
    Task.objects.create(board=board, what=who.name, due_on=NOW.date(), author=world.partner, at=NOW + MINUTE)
    Task.objects.create(
        board=board, what=who.name, due_on=NOW.date(), author=world.office, at=NOW, done_by=world.partner, outcome=who.all_of_it,
        done_at=NOW + MINUTE,
    )  # fmt: skip


def _told_and_asked(who: Canary, initiative: Initiative) -> None:
    """A customer was told what was done, and says that it is worse."""
    words = {"you_said": who.all_of_it, "we_did": who.all_of_it, "what_came_of_it": who.all_of_it}
    announcement = Announcement.objects.create(initiative=initiative, published_at=NOW - 9 * DAY, **words)
    letters = [
        Message.objects.create(
            key=f"better-canary-{number}",
            address=who.email,
            subject=who.name,
            body=who.all_of_it,
            written_at=NOW,
        )
        for number in range(2)
    ]
    told = {"customer": customer_named(who), "message": letters[0], "at": NOW - 9 * DAY}
    BetterAsk.objects.create(
        reply=Reply.objects.create(announcement=announcement, **told), message=letters[1], asked_at=NOW,
        answer="worse", words=who.all_of_it, answered_at=NOW + MINUTE,
    )  # fmt: skip


def _shared(world: World, who: Canary, board: PartnerBoard) -> None:
    """A board that an agency sees for a week more, with something of everything on it."""
    agency = Agency.objects.create(name=who.name, since=NOW - 9 * DAY)
    AgencyMember.objects.create(agency=agency, user=world.partner, joined_at=NOW - 9 * DAY)
    Sharing.objects.create(board=board, agency=agency, at=NOW - 9 * DAY, until_on=(NOW + 7 * DAY).date())
    ours = {"board": board, "author": world.office, "at": NOW + MINUTE}
    written = {"title": who.name, "words": who.all_of_it, **ours}
    Brief.objects.create(**written)
    SharedResult.objects.create(**written)
    idea = Idea.objects.create(board=board, title=who.name, author=world.partner, at=NOW - 9 * DAY)
    IdeaAnswer.objects.create(
        idea=idea, verdict="later", why=who.all_of_it, author=world.office, at=NOW + MINUTE
    )
    Remark.objects.create(idea=idea, words=who.all_of_it, **ours)
    Remark.objects.create(board=board, words=who.all_of_it, author=world.partner, at=NOW + MINUTE)
    asked = {"what": who.name, "agency": agency}
    Task.objects.create(**asked, **ours, due_on=(NOW + 20 * DAY).date())
    long_ago = ours | {"at": NOW - 9 * DAY}
    Task.objects.create(**asked, **long_ago, due_on=(NOW + 2 * DAY).date())
