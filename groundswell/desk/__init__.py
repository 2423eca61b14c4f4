"""One home per role, one page per voice, composed from all floors."""
