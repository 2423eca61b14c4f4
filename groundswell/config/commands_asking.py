"""Commands about who is asked."""

from datetime import datetime
from typing import Annotated

import typer

from .command_line import app
from .telling import AsJson, tell


@app.command("episode", rich_help_panel="Voices")
def tell_of_an_episode(
    email: Annotated[str, typer.Argument(help="The customer's e-mail address.")],
    touchpoint: Annotated[str, typer.Argument(help="Code of the touchpoint.")],
    key: Annotated[str, typer.Option(help="What makes this episode one: an order or ticket number.")],
    source: Annotated[str, typer.Option(help="Where the key comes from.")] = "command line",
    unit: Annotated[str | None, typer.Option(help="Code of the unit.")] = None,
    employee: Annotated[str | None, typer.Option(help="E-mail address of the colleague.")] = None,
    happened_at: Annotated[str | None, typer.Option(help="ISO 8601 with offset; now when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell of an episode: the plans that ask about its touchpoint take it up. The same source and key arrives once."""
    from django.utils import timezone

    from groundswell.listen.asking.arriving import episode_by_words
    from groundswell.listen.asking.errors import EpisodeUnusable

    from .commands_serve import ready

    ready()
    now = timezone.now()
    moment = datetime.fromisoformat(happened_at) if happened_at else now
    if timezone.is_naive(moment):
        raise typer.BadParameter("Give the moment with its offset, such as 2026-05-04T10:00+01:00.")
    places = {"touchpoint": touchpoint, "unit": unit, "employee": employee}
    try:
        episode = episode_by_words(
            email, source=source, key=key, happened_at=moment, by="command line", at=now, **places
        )
    except EpisodeUnusable as unusable:
        raise typer.BadParameter(str(unusable)) from unusable
    asks = list(episode.asks.values_list("plan__name", flat=True))
    if as_json:
        tell({"episode": episode.pk, "plans": asks})
    else:
        typer.echo(f"Episode {episode.pk}. Asked about by: {', '.join(asks) or 'no plan'}.")
