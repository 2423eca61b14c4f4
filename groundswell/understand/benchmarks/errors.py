"""What can be refused when a study is brought in."""


class StudyUnusable(Exception):
    """The file cannot be used: each problem with its line, and what to do about it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class StudyIsHere(StudyUnusable):
    """The same file came in before."""
