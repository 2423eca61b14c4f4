"""Kinds of questions and of scores in the words that colleagues read."""

from .definition import SCALES

KIND_NAMES = {
    "recommendation": "Recommendation, 0 to 10",
    "employee": "A place to work, 0 to 10",
    "satisfaction": "Satisfaction, 1 to 5",
    "effort": "Effort, 1 to 7",
    "rating": "Rating on a scale",
    "single": "Choose one",
    "multiple": "Choose several",
    "matrix": "Table of rows and columns",
    "text": "Own words",
}
KINDS_TO_ADD = {
    "text": "A few words of their own",
    "single": "One of several choices",
    "multiple": "Any of several choices",
    "rating": "A number on a scale of yours",
    "matrix": "The same columns for each row",
    "satisfaction": "How satisfied, from 1 to 5",
    "effort": "How easy, from 1 to 7",
}
"""Every kind that may stand below the first question, with what the customer gives."""
LISTS = {"single": ("choices",), "multiple": ("choices",), "matrix": ("rows", "columns")}
LIST_NAMES = {"choices": "Choices", "rows": "Rows", "columns": "Columns"}
SCORE_NAMES = {
    "relationship": ("Relationship score", "a regular sample of your own customers, about everything you do"),
    "experience": ("Experience score", "your own customers after one moment, to improve that moment"),
    "competitive": (
        "Competitive benchmark",
        "customers of several brands side by side, for strategy and goals",
    ),
    "employee": ("Employees", "your own people about their work, apart from every score of customers"),
}
"""The kinds of score that never mix: the name, and who is asked what for."""


def has_scale(kind: str) -> bool:
    return kind in SCALES or kind == "rating"
