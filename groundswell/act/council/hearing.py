"""Those who are heard on a kind of decision say what they know before it is taken."""

from datetime import datetime

from django.db import transaction

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record

from .actions import hold_proposal
from .errors import NotYourSeat
from .models import Input, Part, Proposal
from .rules import must_be_open, must_say


@transaction.atomic
def give_input(proposal: Proposal, *, words: str, by: object, at: datetime) -> Input:
    """Say what one knows, as somebody who is heard. Until the decision it may be changed; it binds nobody."""
    proposal = hold_proposal(proposal)
    must_be_open(proposal)
    person, kind = person_of(by), proposal.kind_of_decision
    if person is None or kind is None or not kind.parts.filter(name=Part.Name.INPUT, person=person).exists():
        raise NotYourSeat("This kind of decision does not ask for your input. Speak with a member.")
    said = {"words": must_say(words, "Say what the body should know."), "at": at}
    given, _ = Input.objects.update_or_create(proposal=proposal, person=person, defaults=said)
    record("gave input", given, by=by, at=at, words=given.words)
    return given
