"""The foot of every letter to a customer: stop this, or choose. And the headers by which a mail program offers it."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from groundswell.foundation.customers.consenting import consent_link_token
from groundswell.listen.channels.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Foot:
    """Addresses for one reader: to stop this kind of letter, and to choose."""

    stop: str
    choose: str

    @property
    def headers(self) -> dict[str, str]:
        """One click in the mail program."""
        return one_click(self.stop)

    @property
    def plain(self) -> str:
        """Below the words."""
        return f"\n\n-- \nStop these letters: {self.stop}\nChoose what you get: {self.choose}\n"

    @property
    def html(self) -> str:
        """The same as HTML."""
        words = (
            '<p style="margin:32px 0 0;font-size:14px"><a class="link" href="{}" style="color:#1d4f91">Stop these letters</a>'
            ' · <a class="link" href="{}" style="color:#1d4f91">Choose what you get</a></p>'
        )
        return format_html(words, self.stop, self.choose)


def one_click(address: str) -> dict[str, str]:
    """The headers by which a mail program offers to stop such letters (RFC 2369, RFC 8058); none without an address."""
    if not address:
        return {}
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def foot_of(message: Message) -> Foot | None:
    """What stands below a letter to a customer; None for letters to colleagues."""
    if message.customer_id is None:
        return None
    token = consent_link_token(message.customer_id)
    return Foot(
        stop=settings.BASE_URL + reverse("channels:stop", args=[token, message.purpose]),
        choose=settings.BASE_URL + reverse("channels:consents", args=[token]),
    )
