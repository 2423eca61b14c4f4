"""What can go wrong between us and an advocate. Each says what happened and what to do next."""


class AdvocateRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class NotAPromoter(AdvocateRefusal):
    """Only a 9 or a 10 is thanked."""

    def __init__(self) -> None:
        super().__init__("Only a customer who gave 9 or 10 is thanked here. Open a case for the others.")


class CustomerMayNotBeWritten(AdvocateRefusal):
    """No address, or no consent."""

    def __init__(self) -> None:
        super().__init__(
            "This customer has no address or does not allow us to write. Thank them when you meet them."
        )


class AlreadyThanked(AdvocateRefusal):
    """One signal is thanked for once."""

    def __init__(self, who: object) -> None:
        super().__init__(f"{who or 'Somebody'} has thanked this customer already. Choose another voice.")


class AskStillOpen(AdvocateRefusal):
    """Nobody is asked for a second thing while the first is open."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"This advocate has an open ask: {kind}. Settle it first, then ask for the next thing."
        )


class AskAlreadySettled(AdvocateRefusal):
    """An ask is done or declined once."""

    def __init__(self, how: str) -> None:
        super().__init__(f"This ask was settled already: {how}. Nothing has changed.")


class AdvocateHasLeft(AdvocateRefusal):
    """Who took back the yes is asked nothing."""

    def __init__(self) -> None:
        super().__init__("This customer no longer speaks for us. Nothing is asked of them.")
