"""How days are written into forms."""
