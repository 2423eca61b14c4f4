"""What can go wrong with a huddle. Each says what happened and what to do next."""

from datetime import date


class HuddleRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class HuddleAlreadyPlanned(HuddleRefusal):
    """One huddle per team, kind and moment."""

    def __init__(self, unit: object) -> None:
        super().__init__(f"{unit} has a huddle at that time already. Open it, or choose another time.")


class NobodyToFacilitate(HuddleRefusal):
    """A team without people cannot huddle."""

    def __init__(self, unit: object) -> None:
        super().__init__(f"Nobody works in {unit}. Add its people first, then plan the huddle.")


class HuddleAlreadyStarted(HuddleRefusal):
    """It runs, or it is over."""

    def __init__(self) -> None:
        super().__init__("This huddle was started a moment ago. Carry on where the team is.")


class HuddleNotRunning(HuddleRefusal):
    """Promises are made, and a huddle is ended, while it runs."""

    def __init__(self, has_ended: bool) -> None:
        ended = "This huddle has ended. Plan the next one and bring it there."
        super().__init__(ended if has_ended else "This huddle has not started. Start it first.")


class PromiseDueInThePast(HuddleRefusal):
    """A promise looks forward."""

    def __init__(self, due_on: date) -> None:
        super().__init__(f"{due_on.day} {due_on:%B %Y} is in the past. Choose a day that is still to come.")


class PromiseAlreadyKept(HuddleRefusal):
    """A promise is kept once."""

    def __init__(self, who: object) -> None:
        super().__init__(
            f"{who or 'Somebody'} has marked this promise as kept already. Nothing is left to do."
        )


class PromiseAlreadyCarriedOver(HuddleRefusal):
    """Once per huddle is enough."""

    def __init__(self, who: object) -> None:
        super().__init__(
            f"{who or 'Somebody'} has carried this promise over in this huddle. You see it again next time."
        )


class CarryingOverNeedsAReason(HuddleRefusal):
    """The team learns from why it was not kept."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why the promise is carried over, so that the team can help.")
