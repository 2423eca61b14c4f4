"""The pages on which an organisation says how it gets back to customers, as tabs of each other."""

from django.urls import reverse

from groundswell.look.components import Tab

PAGES = (
    ("rules", "What opens a case"),
    ("ladder", "The ladder"),
    ("limits", "What may be offered"),
    ("causes", "Root causes"),
    ("people", "People"),
)


def settings_tabs(here: str) -> list[Tab]:
    """All of them, with the one that is open."""
    return [Tab(label, reverse(f"cases:{name}"), name == here) for name, label in PAGES]
