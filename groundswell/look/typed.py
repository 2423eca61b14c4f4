"""What somebody typed is not lost: where it was refused, it stands beside the reason, to be copied and sent again."""

from typing import Any

from django.contrib.messages import constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest

TYPED = constants.ERROR + 1
"""The level of a message that holds what was typed."""
SECRET = ("password", "secret", "token", "key")
MOST = 8000


def typed_in(request: HttpRequest) -> str:
    """The sentences in what was sent, one below the other; no secret, no number, no choice, nothing that a page sent along."""
    if request.method != "POST":
        return ""
    given = (
        value.strip()
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET)
        for value in values
    )
    said = (value for value in given if len(value.split()) > 1 and value[0] not in "{[")
    return "\n\n".join(dict.fromkeys(said))[:MOST]


class MessagesWithWords(FallbackStorage):
    """An error after a form takes along what was typed. A page that answers at once shows it in its form."""

    def add(self, level: int, message: str, extra_tags: str = "", **given: Any) -> None:
        """See above."""
        super().add(level, message, extra_tags, **given)
        if level == constants.ERROR and (typed := typed_in(self.request)):
            super().add(TYPED, typed, extra_tags)
