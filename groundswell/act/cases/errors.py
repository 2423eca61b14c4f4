"""What can go wrong with a case. Each says what happened and what to do next."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


class CaseRefusal(Exception):
    """Something with a case could not be done; the words are for the person who tried."""


class CaseAlreadyClosed(CaseRefusal):
    """The first closure stands."""

    def __init__(self, who: object, at: datetime, outcome: str) -> None:
        moment = date_format(timezone.localtime(at), "j F Y, H:i")
        super().__init__(
            f"{who or 'Somebody'} closed this case on {moment}: {outcome}. Read what they noted before you do more."
        )


class ClosureNeedsAContact(CaseRefusal):
    """Nobody may say that a customer was answered when nobody reached the customer."""

    def __init__(self) -> None:
        super().__init__("Nobody has reached this customer yet. Note the contact first, then close the case.")


class ComplaintNeedsAnAnswer(CaseRefusal):
    """No case of a complaint closes without an answer."""

    def __init__(self) -> None:
        super().__init__(
            "This is a complaint and has no answer yet. Write the answer first, then close the case."
        )


class ClosureNeedsMoreAttempts(CaseRefusal):
    """Giving up wants more than one try."""

    def __init__(self, made: int, needed: int) -> None:
        super().__init__(
            f"You have noted {made} of {needed} attempts to reach this customer. Try once more first."
        )


class CustomerCanBeReached(CaseRefusal):
    """Nobody may close a case as unanswerable while the customer can be reached."""

    def __init__(self) -> None:
        super().__init__(
            "This customer can be reached. Get back to them, note the contact, then close the case."
        )


class NoComplaint(CaseRefusal):
    """Only a complaint has a final answer."""

    def __init__(self) -> None:
        super().__init__("This case is about a score, not a complaint. Note the contact instead.")


class AnswerRefused(CaseRefusal):
    """The register did not take the answer; its words say why."""


class OwnerCannotChange(CaseRefusal):
    """The new owner has the case already, or has left."""


class SomebodyWasFirst(CaseRefusal):
    """The case changed hands since its page was opened: who decides next has to know."""

    def __init__(self, by: object, to: object, at: datetime) -> None:
        did = "took this case" if by == to else f"gave this case to {to}"
        moment = date_format(timezone.localtime(at), "j F, H:i")
        super().__init__(
            f"{by or 'Somebody'} {did} a moment ago ({moment}). Look at it again before you decide."
        )


class NotYoursToTake(CaseRefusal):
    """Whoever serves a customer keeps the case until it is handed over."""

    def __init__(self, owner: object) -> None:
        whose = (
            f"{owner} has this case." if owner else "This case belongs to another part of the organisation."
        )
        super().__init__(f"{whose} Ask them or your lead to hand it over.")


class CaseStillOpen(CaseRefusal):
    """Only a closed case is asked about again."""

    def __init__(self) -> None:
        super().__init__("This case is still open. Close it first; then the customer is asked again.")


class CustomerAlreadyAskedAgain(CaseRefusal):
    """A customer is asked again once, never twice."""

    def __init__(self, at: datetime) -> None:
        moment = date_format(timezone.localtime(at), "j F Y")
        super().__init__(f"This customer was asked again on {moment}. Nobody is asked a third time.")


class CustomerMayNotBeAsked(CaseRefusal):
    """No address, no consent, never reached, or nothing left to ask with."""


class NobodyTriedYet(CaseRefusal):
    """Who never heard from us is not waited for."""

    def __init__(self) -> None:
        super().__init__("Nobody has tried to reach this customer yet. Note the attempt first, then wait.")


class ClockHasStopped(CaseRefusal):
    """The promise was to get back to the customer, and somebody did."""

    def __init__(self) -> None:
        super().__init__(
            "This customer has heard from us: no clock runs any more. Close the case when it is settled."
        )


class CaseWaitsAlready(CaseRefusal):
    """One pause at a time."""

    def __init__(self, who: object = None) -> None:
        super().__init__(
            f"This case waits for the customer already; {who or 'somebody'} said so a moment ago."
        )


class CaseDoesNotWait(CaseRefusal):
    """The clock runs."""

    def __init__(self) -> None:
        super().__init__("This case does not wait any more; its clock runs.")


class RuleRefusal(CaseRefusal):
    """A rule could not be switched on or off; ``field`` is the one to change."""

    field: str | None = None


class RuleNameTaken(RuleRefusal):
    """Two rules in force have two names."""

    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another rule in force is called “{name}”. Choose another name, or change that rule."
        )


class RuleAlreadyEnded(RuleRefusal):
    """Somebody ended or changed it before."""

    def __init__(self, at: datetime) -> None:
        moment = date_format(timezone.localtime(at), "j F Y, H:i")
        super().__init__(f"Somebody ended or changed this rule on {moment}. See the list for what holds now.")


class RuleOpensForEverything(RuleRefusal):
    """A case for every voice is a case for nobody."""

    field = "themes"

    def __init__(self) -> None:
        super().__init__("This would open a case for every voice. Name a theme or what the customer brings.")


class RuleNeedsItsScore(RuleRefusal):
    """A low score is one up to a number."""

    field = "highest_score"

    def __init__(self) -> None:
        super().__init__("Up to which score? Name the highest one that opens a case.")


class RuleNeedsItsDays(RuleRefusal):
    """Silence is one of so many days."""

    def __init__(self, field: str | None) -> None:
        self.field = field or "rest_days"
        super().__init__(
            "After how many days is an account quiet? Say at least one."
            if field
            else "How many days after a case ended may the same account open another? Say at least one."
        )


class RuleNeedsKeyAccounts(RuleRefusal):
    """A case for every account that is quiet is a case for nobody."""

    field = "least_revenue"

    def __init__(self) -> None:
        super().__init__(
            "Which accounts matter? Say what they bring at least, or take those that a colleague looks after."
        )


class RungStands(RuleRefusal):
    """The ladder has this rung already."""

    def __init__(self) -> None:
        super().__init__(
            "The ladder tells them at this point already. Choose another point, or somebody else."
        )


class CaseWasMerged(CaseRefusal):
    """What happens goes on in another case."""

    def __init__(self, into: int) -> None:
        super().__init__(f"This case goes on in case {into}. Act there.")


class CasesDoNotMerge(CaseRefusal):
    """Two customers, two complaints, or an end that cannot be taken back; the words say which."""


class OfferRefused(CaseRefusal):
    """An offer or the word about it was not taken; the words say why."""


class LetterRefused(CaseRefusal):
    """We may not write, or there is nothing to say."""


class FollowUpRefused(CaseRefusal):
    """The promise ended already, or nobody can keep it."""


class FollowUpsStandOpen(CaseRefusal):
    """A case does not close over promises that nobody let go on."""

    def __init__(self, open_ones: int) -> None:
        some = "1 promise is" if open_ones == 1 else f"{open_ones} promises are"
        super().__init__(
            f"{some} still open. End them first, or say that they go on after the case is closed."
        )


class RootCauseRefused(RuleRefusal):
    """The tree of root causes cannot become that; ``field`` is the one to change."""

    def __init__(self, words: str, *, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field
