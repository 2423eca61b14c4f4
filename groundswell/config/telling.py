"""What commands share: how they answer people and machines."""

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
console = Console()
WORDS_OF_KIND = "experience (after an episode), relationship (regular sample) or competitive (blind study)"


def tell(answer: Any) -> None:
    """Write JSON to standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")
