"""Groundswell: customer advocacy as a management system. We listen, understand, act, align and prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundswell.notebook import Evidence

__all__ = ["connect"]


def connect(home: str = "var") -> Evidence:
    """The evidence of an installation for a notebook: see :func:`groundswell.notebook.connect`."""
    from groundswell.notebook import connect as connect_to

    return connect_to(home)
