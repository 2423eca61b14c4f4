"""A channel is a folder and a line of the registry: the frame knows none of them, and none knows another."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from groundswell.listen.channels import registry
from groundswell.listen.channels.connections.channel import Channel
from groundswell.listen.channels.registry import CHANNELS

ROOM = Path(registry.__file__).parent
SHARED = {"connections", "outbound", "outbox", "files", "notices", "models", "calls"}
"""What a channel may use of its neighbours; its own folder beside."""


def folder_of(channel: Channel) -> Path:
    """Where its code lies."""
    function = channel.fetch or channel.read
    return Path(inspect.getfile(inspect.unwrap(function))).parent  # type: ignore[arg-type]


def imported_by(path: Path) -> set[str]:
    """The neighbouring folders or modules that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.level == 2:
            found.add(node.module.split(".")[0])
        elif node.module.startswith("groundswell.listen.channels."):
            found.add(node.module.split(".")[3])
    return found


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=list(CHANNELS))
def test_a_channel_uses_its_own_folder_and_the_frame(channel: Channel):
    folder = folder_of(channel)
    assert folder.parent == ROOM
    for module in folder.glob("*.py"):
        if folder.name not in {"sms", "email"}:  # these two go out as well
            assert imported_by(module) <= SHARED | {folder.name}, module


ADAPTERS = sorted({folder_of(channel).name for channel in CHANNELS.values()} - {"sms", "email"})


@pytest.mark.parametrize("name", ADAPTERS)
def test_nobody_but_the_registry_knows_a_channel(name: str):
    product = ROOM.parent.parent
    others = [
        path for path in product.rglob("*.py") if "tests" not in path.parts and path.parent != ROOM / name
    ]
    knowing = {
        path.relative_to(ROOM).as_posix() if path.is_relative_to(ROOM) else str(path)
        for path in others
        if f"channels.{name}" in path.read_text()
        or (path.is_relative_to(ROOM) and name in imported_by(path))
        or (path == ROOM / "registry.py" and f"from .{name} import" in path.read_text())
    }
    assert knowing == {"registry.py"}


@pytest.mark.parametrize("channel", CHANNELS.values(), ids=list(CHANNELS))
def test_a_channel_says_what_is_read_what_to_enter_there_and_stands_in_the_documentation(channel: Channel):
    assert channel.fetch or channel.read
    assert channel.about.endswith(".")
    assert channel.what_to_do.endswith(".")
    assert (
        not (channel.fetch and channel.read and channel.is_genuine)
        or channel.second_label
        or channel.secret_label
    )
    page = (ROOM.parents[2] / "docs/channels.md").read_text()
    assert f"| {channel.title} |" in page
