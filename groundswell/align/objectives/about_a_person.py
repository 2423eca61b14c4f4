"""Objectives are for many; nobody is named in one."""

from .models import Metric, Objective

WORDS = {Objective: ("title", "why"), Metric: ("edge_note",)}
