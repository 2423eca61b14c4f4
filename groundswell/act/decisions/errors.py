"""What can go wrong with a registered decision. All are ``DecisionRefused``: a sentence that says what to do next."""


class DecisionRefused(Exception):
    """This cannot be kept; the message says what would be. ``field`` names what is wrong, where one is."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class AlreadyLearned(DecisionRefused):
    """The first words about what came of it stand."""


class OtherContent(DecisionRefused):
    """The key is known with other content."""
