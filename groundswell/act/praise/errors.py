"""What can go wrong with a thank-you. Each says what happened and what to do next."""


class PraiseRefusal(Exception):
    """Something could not be done; the words are for the person who tried."""


class NobodyThanksThemselves(PraiseRefusal):
    """A card goes to somebody else."""

    def __init__(self) -> None:
        super().__init__("A thank-you goes to somebody else. Choose a colleague or a team.")


class VoiceNotSeenByBoth(PraiseRefusal):
    """A card quotes only what both may read."""

    def __init__(self, receiver: object) -> None:
        super().__init__(
            f"{receiver} may not read this customer’s words. Say it in words of your own and leave the quotation out."
        )


class CardAlreadyTakenBack(PraiseRefusal):
    """A card is taken back once."""

    def __init__(self) -> None:
        super().__init__("This card was taken back already. Nothing is left to do.")
