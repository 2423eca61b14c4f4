"""Initiatives are for many; nobody is named in one."""

from .models import Initiative, Milestone, Spend

WORDS = {Initiative: ("name",), Milestone: ("name",), Spend: ("what_for",)}
