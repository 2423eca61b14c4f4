"""Decisions are about many; nobody is named in one."""

from .models import Assessment, Lesson, RegisteredDecision

WORDS = {
    RegisteredDecision: ("title", "what"),
    Assessment: ("who", "vulnerable", "mitigations"),
    Lesson: ("words",),
}
