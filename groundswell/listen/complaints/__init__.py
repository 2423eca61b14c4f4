"""The easiest door of all: a complaint gets a reference, a clock and a status page at once."""
