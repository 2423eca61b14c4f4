"""What can go wrong between a coach and a colleague. Each says what happened and what to do next."""


class CoachingRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class CoachCannotSee(CoachingRefusal):
    """A coach reads the voices of those whom they coach."""

    def __init__(self, coach: object, unit: object) -> None:
        super().__init__(
            f"{coach} does not see the voices of {unit}. Choose somebody who works there or leads it."
        )


class CoachIsNobodyElse(CoachingRefusal):
    """Two people are needed."""

    def __init__(self) -> None:
        super().__init__("Nobody coaches themselves. Choose somebody else.")


class ConversationAlreadyPlanned(CoachingRefusal):
    """The next one is planned once."""

    def __init__(self, when: str) -> None:
        super().__init__(
            f"Your next one-to-one is planned already, for {when}. Open it, or call it off first."
        )


class ConversationAlreadyHeld(CoachingRefusal):
    """It was held, by whoever said so first."""

    def __init__(self, when: str) -> None:
        super().__init__(f"This one-to-one was marked as held {when}. Go on where you both are.")


class ConversationCalledOff(CoachingRefusal):
    """Nothing happens in one that was called off."""

    def __init__(self) -> None:
        super().__init__("This one-to-one was called off. Plan the next one.")


class ActionAlreadyLookedAt(CoachingRefusal):
    """Both see what was said about an action; one of them says it."""

    def __init__(self, who: object, said: str) -> None:
        super().__init__(f"{who} has said “{said}” about this a moment ago. Nothing is left to do.")


class NotYetNeedsAWord(CoachingRefusal):
    """One learns from what got in the way."""

    def __init__(self) -> None:
        super().__init__("Say in a word what got in the way, so that next time is easier.")


class DayHasPassed(CoachingRefusal):
    """An agreed action looks forward."""

    def __init__(self) -> None:
        super().__init__("That day is in the past. Choose one that is still to come.")


class NotYourVoice(CoachingRefusal):
    """Only whom a voice is attributed to appeals against it."""

    def __init__(self) -> None:
        super().__init__("This voice is not attributed to you, so there is nothing to appeal against.")


class AlreadyAppealed(CoachingRefusal):
    """One appeal for a voice."""

    def __init__(self) -> None:
        super().__init__("You have appealed against this voice already. Look there for what became of it.")


class AppealAlreadyDecided(CoachingRefusal):
    """The first decision stands."""

    def __init__(self, who: object, is_granted: bool) -> None:
        word = "granted" if is_granted else "refused"
        super().__init__(f"{who} has {word} this appeal a moment ago. That decision stands.")


class AppealWithdrawn(CoachingRefusal):
    """Whoever made it thinks otherwise by now."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who} has withdrawn this appeal a moment ago. The voice stays as it is.")


class NobodyDecidesTheirOwn(CoachingRefusal):
    """Somebody else looks at it."""

    def __init__(self) -> None:
        super().__init__("This is your own appeal. The advocacy office or another lead decides it.")


class CorrectionChangesNothing(CoachingRefusal):
    """A granted appeal moves the voice."""

    def __init__(self) -> None:
        super().__init__(
            "That is how the voice stands already. Choose whom or which part it is about, or leave the person empty."
        )
