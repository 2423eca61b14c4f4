"""Scorecards hold counts; what was written beside them names nobody."""

from .models import CourseCorrection, Target

WORDS = {CourseCorrection: ("seen", "change"), Target: ("move_the_needle",)}
