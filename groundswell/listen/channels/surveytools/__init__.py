"""Answers from other survey tools, as they tell them by their webhooks."""
