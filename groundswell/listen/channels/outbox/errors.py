"""What can become of an attempt to deliver a message. The text is the provider's answer."""


class NotDelivered(Exception):
    """The attempt failed."""


class TryLater(NotDelivered):
    """For now: the other side is busy, away, or does not accept us at the moment."""

    def __init__(self, note: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(note)
        self.wait_seconds = wait_seconds


class TurnedAway(NotDelivered):
    """For good. ``is_address`` says that nobody is reached at this address at all."""

    def __init__(self, note: str, *, is_address: bool, is_refusal: bool = False) -> None:
        super().__init__(note)
        self.is_address = is_address
        self.is_refusal = is_refusal  # the person asked the provider for no more


class EndUnknown(NotDelivered):
    """It may have been handed over, and asking twice would send it twice."""
