"""A room's own sentences for the public, language by language."""

from collections.abc import Mapping
from dataclasses import dataclass

from groundswell.listen.surveys.languages import spoken_here, usual_word

from .screens import direction


@dataclass(frozen=True, slots=True)
class Spoken:
    """The same sentences in every language that we speak; whoever speaks none of them reads English."""

    sentences: Mapping[str, Mapping[str, str]]

    def words_in(self, language: str) -> dict[str, str]:
        """Every sentence in this language, else in English, with the door for complaints."""
        spoken = spoken_here([language])
        return {**self.sentences[spoken], "complain": usual_word("complain", spoken)}

    def page_words(self, language: str) -> dict[str, object]:
        """What the frame of a public page needs, with every sentence."""
        return {"words": self.words_in(language), **direction(spoken_here([language]))}
