"""What somebody complained of. The register keeps the number, the clock and the outcome of each entry, and nobody."""

from typing import Any

from django.db.models import QuerySet

from groundswell.foundation.held import Held, Somebody

from .models import (
    Complaint,
    ComplaintAddition,
    ComplaintAnswer,
    Extension,
    LastWord,
    Ownership,
    Pause,
    Review,
    SavedList,
    SpecialCare,
    StruckEntry,
    Verdict,
)


def _strike(rows: QuerySet[Any], of: Somebody) -> None:
    """What stands without the person is written from the entry as a whole; then it goes with all of its parts."""
    entries = rows.select_related("answer", "review__last_word")
    StruckEntry.objects.bulk_create([StruckEntry.of(entry) for entry in entries], ignore_conflicts=True)
    LastWord.objects.filter(review__complaint__in=rows).delete()
    Review.objects.filter(complaint__in=rows).delete()
    ComplaintAnswer.objects.filter(complaint__in=rows).delete()
    rows.delete()


SIGNAL = ["complaint__signal"]
HELD = [
    Held(
        "Complaints",
        Complaint,
        signal=["signal"],
        erase=_strike,
        becomes="number, clock and outcome stay in the register",
    ),
    Held("What they added to complaints", ComplaintAddition, signal=["signal", *SIGNAL]),
    Held("Our last words", LastWord, signal=["review__complaint__signal"]),
    Held("Second looks", Review, signal=SIGNAL),
    Held("What they said about our answers", Verdict, signal=["answer__complaint__signal"]),
    Held("Our answers", ComplaintAnswer, signal=SIGNAL),
    Held("More time we took", Extension, signal=SIGNAL),
    Held("Times we waited for them", Pause, signal=SIGNAL),
    Held("Special care", SpecialCare, signal=SIGNAL),
    Held("Who had their complaints", Ownership, signal=SIGNAL),
]
WORDS = {
    Ownership: ("why",),
    ComplaintAnswer: ("words", "remedy"),
    LastWord: ("words", "remedy"),
    SavedList: ("name", "asks"),
}
