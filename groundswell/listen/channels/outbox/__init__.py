"""The outbox: every message to one person, by e-mail or by text, with what the outside world did to it."""
