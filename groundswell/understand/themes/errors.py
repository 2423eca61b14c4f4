"""What can be wrong with a theme. Each says what happened and what to do next."""


class ThemeRefused(Exception):
    """A theme cannot be as it was asked for; ``field`` is the field of the form that has to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
