"""Opportunities are about many; nobody is named in one."""

from .models import Opportunity, SettingAside, Settlement

WORDS = {Opportunity: ("title", "problem"), SettingAside: ("why",), Settlement: ("why",)}
