"""What we write: to customers in their language, to colleagues who raised it, and the later question whether it is better."""

from django.conf import settings
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import language_of
from groundswell.foundation.saying import colon_in, say
from groundswell.listen.surveys.languages import spoken_here

from .models import Announcement
from .wording import outcome_in, words_in

MOST_OF_A_TEXT = 300


def language_for(announcement: Announcement, wanted: str) -> str:
    """The language of a letter: the reader's where the announcement is worded in it, else that of the first wording."""
    worded = {one.language for one in announcement.wordings.all()}
    spoken = spoken_here([wanted]) if wanted else announcement.language
    return spoken if spoken in worded else announcement.language


def told_in(announcement: Announcement, language: str) -> tuple[str, str, str]:
    """You said, we did, what came of it. The last one is as measured when it was published, never reworded by hand."""
    wordings = announcement.wordings.all() if announcement.pk else ()
    for one in wordings:
        if one.language == language:
            return one.you_said, one.we_did, outcome_in(announcement.effect_reading, language)
    return announcement.you_said, announcement.we_did, announcement.what_came_of_it


def customer_words(announcement: Announcement, language: str) -> str:
    """The message to a customer, without anything about any other customer."""
    words = words_in(language)
    you_said, we_did, came = told_in(announcement, language)
    return (
        f"{words['you_said']}\n{you_said}\n\n{words['we_did']}\n{we_did}\n\n{words['came_of_it']}\n{came}\n\n"
        f"{words['once']}\n{words['everything']} {settings.BASE_URL}{public_address(announcement)}\n"
    )


def text_words(announcement: Announcement, language: str) -> str:
    """The same in a text: what was done, and where to read the rest."""
    words = words_in(language)
    _, we_did, _ = told_in(announcement, language)
    address = f"{settings.BASE_URL}{public_address(announcement)}"
    room = MOST_OF_A_TEXT - len(words["said_subject"]) - len(address) - 4
    short = we_did if len(we_did) <= room else f"{we_did[: room - 1].rstrip()}…"
    return f"{words['said_subject']}: {short} {address}"


def employee_words(announcement: Announcement, person: Person) -> str:
    """The message to whoever raised it."""
    language = language_of(person)
    you_said, we_did, _ = told_in(announcement, language)
    what_came = outcome_in(announcement.effect_reading, language)
    pieces = [
        (say("What customers said"), f"\n{you_said}"),
        (say("What was done"), f"\n{we_did}"),
        (say("What came of it"), f"\n{what_came}"),
    ]
    greeting = say(
        "{name}, you raised something that your team could not settle alone. This is what became of it.",
        name=person.first_name,
    )
    colon = colon_in(language)
    told = [f"{heading.in_language(language)}{colon}{words}" for heading, words in pieces]
    return "\n\n".join(
        [greeting.in_language(language), *told, _where_to_read(announcement, person, language)]
    )


def _where_to_read(announcement: Announcement, person: Person, language: str) -> str:
    """The evidence for who signs in; what anybody reads for who does not."""
    if not User.objects.filter(person=person, is_active=True).exists():
        return f"{words_in(language)['everything']} {settings.BASE_URL}{public_address(announcement)}\n"
    heading = say("The whole story, with its evidence").in_language(language)
    address = reverse("initiatives:initiative", args=[announcement.initiative_id])
    return f"{heading}{colon_in(language)} {settings.BASE_URL}{address}\n"


def better_words(ask_token: str, announcement: Announcement, language: str) -> str:
    """The later question, with its own page: three buttons, no sign-in."""
    words = words_in(language)
    _, we_did, _ = told_in(announcement, language)
    address = f"{settings.BASE_URL}{reverse('replies:better', args=[ask_token])}"
    return f"{words['better_ask']}\n\n{words['we_did']}\n{we_did}\n\n{address}\n"


def public_address(announcement: Announcement) -> str:
    """Where anybody reads it: the page of its theme, else of all."""
    theme = announcement.initiative.decision.proposal.opportunity.theme
    return reverse("replies:theme", args=[theme.code]) if theme else reverse("replies:public")
