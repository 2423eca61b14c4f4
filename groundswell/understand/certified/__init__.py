"""Figures on record: what was counted, certified by the advocacy office, and what late data did to it since."""
