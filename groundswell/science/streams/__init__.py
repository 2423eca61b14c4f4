"""Figures that come day after day: what is usual, what is a signal, when something changed."""
