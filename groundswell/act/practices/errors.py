"""What can go wrong with a practice. Each says what happened and what to do next."""

from datetime import date


class PracticeRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class AlreadyTakenUp(PracticeRefusal):
    """A team takes a practice up once."""

    def __init__(self, unit: object, who: object) -> None:
        super().__init__(f"{who or 'Somebody'} has written down already that {unit} does it.")


class ItIsTheirs(PracticeRefusal):
    """The team whose idea it is does it anyway."""

    def __init__(self, unit: object) -> None:
        super().__init__(f"It is the idea of {unit}, who do it already. Choose another team.")


class NoLongerHolds(PracticeRefusal):
    """A withdrawn practice is not taken up."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who or 'Somebody'} has withdrawn this practice. Read why before you do anything.")


class NotDoneThere(PracticeRefusal):
    """What a team does not do, or gave up before, it cannot give up."""

    def __init__(self, unit: object, who: object = None) -> None:
        before = f"{who} has written down already that {unit} gave it up." if who else ""
        super().__init__(before or f"{unit} does not do it.")


class GivingUpNeedsAReason(PracticeRefusal):
    """Other teams learn from why it did not work."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why the team gave it up, so that others learn from it.")


class EndedBeforeItBegan(PracticeRefusal):
    """The last day is not before the first one, and not still to come."""

    def __init__(self, began: date) -> None:
        super().__init__(f"Choose a day from {began.day} {began:%B %Y}, when the team began, until today.")


class WithdrawingNeedsAReason(PracticeRefusal):
    """Whoever took it up wants to know why it no longer holds."""

    def __init__(self) -> None:
        super().__init__("Say in a few words why the practice no longer holds.")
