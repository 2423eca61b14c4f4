"""What can go wrong with a huddle. Each says what happened and what to do next."""

from datetime import date


class HuddleRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class NobodyChosen(HuddleRefusal):
    """A form came without a colleague of the team."""

    def __init__(self) -> None:
        super().__init__("Choose somebody of this team.")


class NobodyCalledSo(HuddleRefusal):
    """A guest is somebody of the organisation, by name or e-mail address."""

    def __init__(self, called: str, several: bool) -> None:
        asked = f"Several colleagues are called {called}. Write the e-mail address instead."
        super().__init__(
            asked
            if several
            else f"No colleague is called {called or 'nothing'}. Write the full name or the e-mail address."
        )


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

    def __init__(self, who: object = None) -> None:
        super().__init__(f"{who or 'Somebody'} started this huddle a moment ago. Carry on where the team is.")


class HuddleWasCalledOff(HuddleRefusal):
    """Nothing happens in it any more."""

    def __init__(self, who: object, why: str) -> None:
        super().__init__(
            f"{who or 'Somebody'} called this huddle off: {why}. Come to the next one, or plan one."
        )


class CallingOffNeedsAReason(HuddleRefusal):
    """The team wants to know why."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why the huddle is called off, for the team to read.")


class HuddleNotRunning(HuddleRefusal):
    """Promises are made, and a huddle is ended, while it runs."""

    def __init__(self, has_ended: bool, who: object = None) -> None:
        ended = f"{who or 'Somebody'} has ended this huddle. Plan the next one and bring it there."
        super().__init__(ended if has_ended else "This huddle has not started. Start it first.")


class RhythmAlreadyEnded(HuddleRefusal):
    """A rhythm ends once."""

    def __init__(self) -> None:
        super().__init__("Somebody ended or changed this rhythm a moment ago. Look at what holds now.")


class AnotherFacilitates(HuddleRefusal):
    """Of two who take over at once, one does."""

    def __init__(self, who: object, has_ended: bool) -> None:
        now = f"{who} took over facilitating a moment ago. Ask them if you would rather do it."
        super().__init__("This huddle has ended." if has_ended else now)


class NobodyElseIsHere(HuddleRefusal):
    """Somebody has to facilitate."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who} facilitates and everybody else is away. Mark somebody as here first.")


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


class PromiseAlreadyLetGo(HuddleRefusal):
    """A promise is let go or handed over once."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who or 'Somebody'} has let this promise go or handed it over already.")


class PromiseIsTheirsAlready(HuddleRefusal):
    """A promise is handed to somebody else."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who} has this promise. Choose somebody else.")


class LettingGoNeedsAReason(HuddleRefusal):
    """A promise that is not kept has a reason."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why the promise is let go.")


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
