"""What we write to promoters and advocates."""

from django.conf import settings
from django.urls import reverse

from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.languages import is_right_to_left, spoken_here, usual_word

from .knowing import rules_in_force
from .models import Advocate, Ask, Gathering, Platform, ReferenceNeed, Testimonial, Thanks
from .wording import moment_in, words_in

OURS = "en"


def suggested_words(signal: Signal) -> str:
    """A thank-you to start from; whoever sends it makes it their own."""
    about = f" about {signal.touchpoint.name.lower()}" if signal.touchpoint else ""
    who = f"{signal.employee.first_name} and the whole team have" if signal.employee else "We have"
    return f"Thank you for your kind words{about}. {who} read them, and they made our day."


def thank_you(thanks: Thanks, *, by: Person | None, invites: bool) -> dict[str, str]:
    """Subject and body of a thank-you, around the words of whoever thanks; with the question whether the customer speaks for
    us, unless they do already. In the language in which the customer spoke."""
    language = spoken_here([str(thanks.signal.metadata.get("language") or OURS).replace("_", "-")])
    words, name = words_in(language), thanks.signal.customer.name if thanks.signal.customer else ""
    lines = [words["dear"].format(name)] if name else []
    lines += [thanks.words, *([by.name] if by else [])]
    if invites:
        often = words["join_lead"].format(rules_in_force().per_year)
        lines += [
            f"{words['join_title']} {often}",
            f"{words['letter_join']}\n{_address('join', thanks.token)}",
        ]
        lines += [words["join_free"]]
    return {"subject": usual_word("thanks", language), "body": "\n\n".join(lines) + "\n"}


def request(ask: Ask, *, by: Person | None) -> dict[str, str]:
    """Subject and body of one ask, in the advocate's language, with the page on which they answer."""
    words = words_in(ask.advocate.language)
    lines = [words["letter_ask"], f"{words[f'ask_{ask.kind}']}\n{what_is_asked(ask)}"]
    if ask.kind == Ask.Kind.REFERRAL:
        lines.append(referral_address(ask.advocate))
    lines += [f"{words['letter_answer']}\n{_address('answer', ask.token)}", words["letter_free"]]
    return {"subject": words[f"ask_{ask.kind}"], "body": _letter(ask.advocate, lines, by)}


def what_is_asked(ask: Ask, language: str = "") -> str:
    """One ask in a sentence, in the advocate's language or that of the page."""
    language = language or ask.advocate.language
    words, about = words_in(language), ask.about
    apart = _apart if is_right_to_left(language) else str
    if isinstance(about, Platform):
        return words["do_review"].format(apart(about))
    if isinstance(about, ReferenceNeed):
        return words["do_reference"].format(apart(about.who), apart(about.about))
    if isinstance(about, Gathering):
        when = moment_in(about.starts_at, language)
        return words["do_gathering"].format(apart(about), when, apart(about.place))
    return words[f"do_{ask.kind}"]


def _apart(thing: object) -> str:
    """A name of another script keeps its own direction (Unicode isolates)."""
    return f"\u2068{thing}\u2069"


def own_words(testimonial: Testimonial) -> dict[str, str]:
    """The link by which a customer sees their words and takes them back."""
    words = words_in(testimonial.advocate.language)
    lines = [f"{words['letter_words']}\n{testimonial_address(testimonial)}"]
    return {"subject": words["own_title"], "body": _letter(testimonial.advocate, lines, None)}


def change_of_words(testimonial: Testimonial, proposed: str, *, by: Person | None) -> dict[str, str]:
    """We would like to change the words; they stay until the customer says yes."""
    words = words_in(testimonial.advocate.language)
    lines = [words["letter_change"], f"“{proposed}”", testimonial_address(testimonial)]
    return {"subject": words["change_title"], "body": _letter(testimonial.advocate, lines, by)}


def review_invitation(platform: Platform, language: str) -> dict[str, str]:
    """The same words to everybody who speaks this language, whatever they said."""
    words = words_in(language)
    apart = _apart if is_right_to_left(language) else str
    lines = [
        words["letter_review"],
        f"{words['do_review'].format(apart(platform))}\n{platform.address}",
        words["letter_free"],
    ]
    return {"subject": words["review_subject"], "body": "\n\n".join(lines) + "\n"}


def referral_address(advocate: Advocate) -> str:
    """The personal link that an advocate gives to a friend."""
    return _address("referred", advocate.referral_code)


def testimonial_address(testimonial: Testimonial) -> str:
    """The customer's own page about their words."""
    return _address("own_words", testimonial.token)


def _letter(advocate: Advocate, lines: list[str], by: Person | None) -> str:
    name = advocate.customer.name
    start = [words_in(advocate.language)["dear"].format(name)] if name else []
    return "\n\n".join([*start, *lines, *([by.name] if by else [])]) + "\n"


def _address(name: str, token: str) -> str:
    return settings.BASE_URL + reverse(f"advocates:{name}", args=[token])
