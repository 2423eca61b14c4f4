"""Commands for the first day of an organisation of your own, and for its accounts."""

from typing import Annotated

import typer
from rich.console import Console

from .command_line import app

console = Console()
BY = "command line"
KNOWN = "en, de, fr, es, it, nl, ar or he"


@app.command(rich_help_panel="Run")
def begin(
    name: Annotated[str, typer.Argument(help="What your organisation is called.")],
    email: Annotated[str, typer.Option(help="Your e-mail address; you become the advocacy office.")],
    your_name: Annotated[str, typer.Option(help="Your name.")] = "",
    country: Annotated[
        str,
        typer.Option(
            help="Whose public holidays are free days and whose telephone numbers are near, two letters."
        ),
    ] = "",
    currency: Annotated[
        str, typer.Option(help="Of all amounts, three letters; the country's otherwise.")
    ] = "",
    time_zone: Annotated[
        str, typer.Option(help="Which decides what day it is; the country's otherwise, where it has one.")
    ] = "",
    language: Annotated[str, typer.Option(help=f"In which colleagues are told: {KNOWN}.")] = "en",
) -> None:
    """Begin an organisation of your own: its working week, journey, two surveys, rules, and your account."""
    from django.conf import settings
    from django.utils import timezone

    from groundswell.desk.beginning import OrganisationExists, begin_organisation
    from groundswell.foundation.access.actions import give_account
    from groundswell.foundation.organisation.actions import choose_language

    from .commands_serve import ready
    from .home_settings import FILE, keep_settings

    check_language(language)
    settled = _settled(country, currency, time_zone)

    ready()
    now = timezone.now()
    try:
        root = begin_organisation(
            name, time_zone=settled["TIME_ZONE"], country=settled["COUNTRY"], by=BY, at=now
        )
    except OrganisationExists as exists:
        console.print(str(exists), style="red")
        raise typer.Exit(1) from exists
    keep_settings(settings.GROUNDSWELL_HOME, settled)
    console.print(
        f"Days are counted in {settled['TIME_ZONE']}, amounts are in {settled['CURRENCY']}: kept in {settings.GROUNDSWELL_HOME / FILE}"
    )
    choose_language(root, language, by=BY, at=now)
    user, password = give_account(your_name or email.split("@")[0], email, "office", root, by=BY, at=now)
    tell_password(user.email, password)
    console.print(
        "Start with: [bold]groundswell up[/bold]. Bring voices with: [bold]groundswell import FILE.csv[/bold]"
    )


def _settled(country: str, currency: str, time_zone: str) -> dict[str, str]:
    """What was said here, then what the environment says, then what the country tells."""
    from django.conf import settings

    from .environment import WrongSetting, checked_country, checked_currency, checked_time_zone, is_said
    from .home_settings import NeedsSaying, currency_of, time_zone_of

    try:
        where = checked_country(country or settings.COUNTRY)
        return {
            "COUNTRY": where,
            "CURRENCY": checked_currency(
                currency or (settings.CURRENCY if is_said("CURRENCY") else currency_of(where))
            ),
            "TIME_ZONE": checked_time_zone(
                time_zone or (settings.TIME_ZONE if is_said("TIME_ZONE") else time_zone_of(where))
            ),
        }
    except (NeedsSaying, WrongSetting) as wrong:
        raise typer.BadParameter(str(wrong)) from wrong


@app.command("add-user", rich_help_panel="Care")
def add_user(
    email: str,
    name: Annotated[str, typer.Option(help="The colleague's name.")],
    role: Annotated[
        str, typer.Option(help="frontline, lead, office, executive, analyst, partner or administrator.")
    ],
    unit: Annotated[
        str, typer.Option(help="Where they work, by code or name; the whole organisation otherwise.")
    ] = "",
    language: Annotated[
        str, typer.Option(help=f"In which they are told: {KNOWN}; the language of their unit otherwise.")
    ] = "",
) -> None:
    """Give a colleague an account."""
    from django.utils import timezone

    from groundswell.foundation.access.actions import AccountExists, give_account
    from groundswell.foundation.access.models import User
    from groundswell.foundation.organisation.actions import choose_language
    from groundswell.foundation.organisation.models import Unit

    check_language(language)
    if role not in User.Role.values:
        raise typer.BadParameter(f"The role is one of {', '.join(User.Role.values)}.")
    units = (
        Unit.objects.filter(parent=None)
        if not unit
        else Unit.objects.filter(code__iexact=unit) | Unit.objects.filter(name__iexact=unit)
    )
    found = units.first()
    if found is None:
        raise typer.BadParameter(
            f"There is no unit called {unit}."
            if unit
            else "There is no organisation yet. Run: groundswell begin"
        )
    try:
        user, password = give_account(name, email, role, found, by=BY, at=timezone.now())
    except AccountExists as exists:
        console.print(str(exists), style="red")
        raise typer.Exit(1) from exists
    if language and user.person:
        choose_language(user.person, language, by=BY, at=timezone.now())
    tell_password(user.email, password)


@app.command("set-password", rich_help_panel="Care")
def set_password(email: str) -> None:
    """Give a colleague a new password; it is shown once."""
    from django.utils import timezone

    from groundswell.foundation.access.actions import renew_password
    from groundswell.foundation.access.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise typer.BadParameter(f"Nobody signs in as {email}.")
    tell_password(user.email, renew_password(user, by=BY, at=timezone.now()))


@app.command("add-token", rich_help_panel="Care")
def add_token(
    name: Annotated[
        str, typer.Argument(help="What the other system is called; its answers carry this name.")
    ],
    scope: Annotated[
        str,
        typer.Option(
            help="What it may do: intake sends answers, consent tells what customers agree to, "
            "decisions registers decisions, scores reads scores, lots asks what customers were dealt."
        ),
    ] = "intake",
    owner: Annotated[
        str, typer.Option(help="Who answers for it, by e-mail; the first of the office otherwise.")
    ] = "",
    days: Annotated[int, typer.Option(min=1, max=1000, help="How long it lasts.")] = 365,
) -> None:
    """Give another system a token to send answers or read scores with."""
    from datetime import timedelta

    from django.utils import timezone

    from groundswell.foundation.access.actions import give_token
    from groundswell.foundation.access.models import ApiToken, User

    if scope not in ApiToken.Scope.values:
        raise typer.BadParameter(f"The scope is one of {', '.join(ApiToken.Scope.values)}.")
    if not 1 <= len(name) <= 60 or not name.isprintable():
        raise typer.BadParameter("The name has 1 to 60 readable characters.")
    active = User.objects.filter(is_active=True).exclude(role=User.Role.PARTNER)
    found = (
        active.filter(email__iexact=owner) if owner else active.filter(role__in=["administrator", "office"])
    )
    user = found.order_by("id").first()
    if user is None:
        raise typer.BadParameter(
            f"Nobody signs in as {owner}." if owner else "Nobody could own it. Run: groundswell begin"
        )
    lasts = timedelta(days=days)
    token, secret = give_token(name, user, scopes=[scope], lasts=lasts, by=BY, at=timezone.now())
    console.print(f"{token} lasts until {token.expires_at:%d %B %Y}. Shown once:", highlight=False)
    console.print(secret, soft_wrap=True, highlight=False)


@app.command("withdraw-token", rich_help_panel="Care")
def withdraw(
    prefix: Annotated[str, typer.Argument(help="The beginning of the token, such as gs_1a2b3c4d.")],
) -> None:
    """Withdraw a token; it opens nothing any more within a minute."""
    from django.utils import timezone

    from groundswell.foundation.access.actions import withdraw_token
    from groundswell.foundation.access.models import ApiToken

    token = ApiToken.objects.filter(prefix=prefix).first()
    if token is None:
        raise typer.BadParameter(f"There is no token that begins with {prefix}.")
    withdraw_token(token, by=BY, at=timezone.now())
    console.print(f"{token} is withdrawn.", highlight=False)


def tell_password(email: str, password: str) -> None:
    """Show a password, once."""
    console.print(
        f"{email} signs in with [bold]{password}[/bold] (shown once)", soft_wrap=True, highlight=False
    )


def check_language(language: str) -> None:
    """Refuse a language in which nobody can be told."""
    from groundswell.foundation.saying import LANGUAGES

    if language and language not in LANGUAGES:
        raise typer.BadParameter(f"The language is one of {KNOWN}.")
