"""The letter that hands somebody of an agency their link, in their language. Whoever invited them sends it: it is kept nowhere."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.timezone import localtime

from groundswell.foundation.organisation.queries import language_of_organisation, organisation_name
from groundswell.foundation.saying import frame_in, say

from .models import AgencyInvitation


@dataclass(frozen=True, slots=True)
class HandingOver:
    """A letter, as it is read and as a mail program opens it."""

    to: str
    subject: str
    link: str
    lines: list[str]
    frame: dict[str, str]

    @property
    def mailto(self) -> str:
        """Opens the letter in a mail program, ready to send."""
        words = urlencode({"subject": self.subject, "body": "\r\n\r\n".join(self.lines)}, quote_via=quote)
        return f"mailto:{quote(self.to)}?{words}"


def letter_with(invitation: AgencyInvitation, link: str) -> HandingOver:
    """The invitation with its link."""
    language = invitation.language or language_of_organisation()
    us, agency, until = organisation_name(), invitation.agency.name, localtime(invitation.until).date()
    said = (
        say("{name}, {us} works with {agency} and invites you.", name=invitation.name, us=us, agency=agency),
        say("You see what is shared with your agency, and nothing else. Choose a password here:"),
        link,
        say("The link works once, until {until:date}.", until=until),
    )
    subject = say("An invitation from {us}", us=us).in_language(language)
    lines = [one if isinstance(one, str) else one.in_language(language) for one in said]
    return HandingOver(invitation.email, subject, link, lines, frame_in(language))
