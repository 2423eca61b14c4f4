"""Answers that stand for more or fewer people than themselves, and the margin that follows."""
