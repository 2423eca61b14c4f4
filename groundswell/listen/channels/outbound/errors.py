"""What can go wrong when we ask the outside world.

OutsideProblem
  ForbiddenAddress   the address may not be reached at all
  Unreachable        nobody answers, or too slowly
  Throttled          asked to come back later
  Refused            answered, with a no
  BrokenAnswer       answered, with something unreadable
"""


class OutsideProblem(Exception):
    """Something outside did not work. The text says what to do, to a person."""

    outcome = "broken"

    def __init__(self, sentence: str, *, wait_seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.wait_seconds = wait_seconds


class ForbiddenAddress(OutsideProblem):
    """The address points somewhere we never go: inside this network, or by another scheme or port."""

    outcome = "refused"


class Unreachable(OutsideProblem):
    """No connection, no name, or no end within the time. ``was_asked``: the request may have reached them all the same."""

    outcome = "unreachable"

    def __init__(self, sentence: str, *, was_asked: bool = False) -> None:
        super().__init__(sentence)
        self.was_asked = was_asked


class Throttled(OutsideProblem):
    """The other side asks for patience (429) or is in trouble (5xx)."""

    outcome = "throttled"


class Refused(OutsideProblem):
    """The other side says no: wrong key, no such thing, moved elsewhere. ``body``: what they say about it themselves."""

    outcome = "refused"

    def __init__(self, sentence: str, *, body: bytes = b"") -> None:
        super().__init__(sentence)
        self.body = body


class BrokenAnswer(OutsideProblem):
    """The answer cannot be read: too long, not the promised form."""
