"""Figures that are watched week by week: what is usual, what is a signal, and who is told."""
