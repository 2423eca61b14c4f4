"""What a survey may begin with: the questions of the field, worded neutrally."""

from dataclasses import dataclass
from typing import Any

from .definition import SCHEMA, recommendation
from .kinds import SCORE_NAMES
from .piping import names_in

WHY = "What is the main reason for your answer?"
FRIEND = "How likely are you to recommend {organisation} to a friend or colleague?"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A survey to begin with: what it is for, and its questions."""

    code: str
    name: str
    purpose: str
    kind_of_score: str
    definition: dict[str, Any]

    @property
    def score_name(self) -> str:
        """Which of the kinds of score the answers count for."""
        is_employee = self.definition["questions"][0]["kind"] == "employee"
        return SCORE_NAMES["employee" if is_employee else self.kind_of_score][0]

    @property
    def names_the_moment(self) -> bool:
        """Whether the core question says which moment of the journey it is about."""
        return any(
            "touchpoint" in names_in(words) for words in self.definition["questions"][0]["text"].values()
        )


def _survey(core: dict[str, Any], *more: dict[str, Any], title: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "languages": ["en"],
        "title": {"en": title},
        "questions": [core | {"required": True}, *more],
    }


def _ask(key: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    texts = {name: {"en": value} if name in {"low", "high"} else value for name, value in more.items()}
    return {"key": key, "kind": kind, "text": {"en": text}} | texts


def _choices(**words: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": {"en": text}} for value, text in words.items()]


LIKELY = {"low": "Not at all likely", "high": "Extremely likely"}
AGREE = {"low": "Strongly disagree", "high": "Strongly agree"}
PATTERNS = (
    Pattern(
        "relationship",
        "Relationship (NPS)",
        "A regular sample of your customers, about everything you do for them. Answers steer policy, not single people.",
        "relationship",
        recommendation(FRIEND, WHY),
    ),
    Pattern(
        "transactional",
        "After an episode (transactional NPS)",
        "Customers who have just been through one moment of the journey. Answers go to the team that served them.",
        "experience",
        recommendation("Thinking of {touchpoint}: how likely are you to recommend {organisation} to a friend or colleague?", WHY),
    ),
    Pattern(
        "benchmark",
        "Competitive benchmark",
        "A sample of people who use you or others, drawn and asked by somebody who does not say for whom. Put in the brands of your market.",
        "competitive",
        _survey(
            _ask("score", "recommendation", "Think of the company that you use most. How likely are you to recommend it to a friend or colleague?", **LIKELY),
            _ask("brand", "single", "Which company did you think of?", required=True, choices=_choices(brand_1="First brand", brand_2="Second brand", brand_3="Third brand", other="Another one")),
            _ask("why", "text", WHY),
            title="Companies that you use",
        ),
    ),
    Pattern(
        "satisfaction",
        "Satisfaction (CSAT)",
        "How content customers are with one thing, from 1 to 5.",
        "experience",
        _survey(
            _ask("satisfied", "satisfaction", "How satisfied are you with {touchpoint}?", low="Very dissatisfied", high="Very satisfied"),
            _ask("why", "text", WHY),
            title="Your satisfaction",
        ),
    ),
    Pattern(
        "effort",
        "Effort (CES)",
        "How easy it was to get something done, from 1 to 7.",
        "experience",
        _survey(
            _ask("easy", "effort", "{organisation} made it easy for me to get done what I came for.", **AGREE),
            _ask("why", "text", "What made it easy or hard?"),
            title="How easy was it",
        ),
    ),
    Pattern(
        "employee",
        "Employees (eNPS)",
        "Your own people about their work. Answers enter no score and no theme of customers.",
        "relationship",
        _survey(
            _ask("work", "employee", "How likely are you to recommend {organisation} as a place to work?", **LIKELY),
            _ask("why", "text", WHY),
            _ask("inspired", "rating", "I am inspired by my job.", least=1, most=5, **AGREE),
            _ask("better", "text", "What would make it better?"),
            title="Working here",
        ),
    ),
    Pattern(
        "product-fit",
        "Product fit",
        "Whether customers would miss the product, and for whom it is made.",
        "experience",
        _survey(
            _ask("score", "recommendation", "How likely are you to recommend this product to a friend or colleague?", **LIKELY),
            _ask("why", "text", WHY),
            _ask("miss", "single", "How would you feel if you could no longer use it?", choices=_choices(very="Very disappointed", somewhat="Somewhat disappointed", not_at_all="Not disappointed")),
            _ask("instead", "text", "What would you use instead?", visibleIf="{miss} = 'not_at_all' or {miss} = 'somewhat'"),
            title="The product and you",
        ),
    ),
    Pattern(
        "complaint",
        "After a complaint",
        "Whether a complaint was put right, asked when it is closed.",
        "experience",
        _survey(
            _ask("satisfied", "satisfaction", "How satisfied are you with the way we took care of your complaint?", low="Very dissatisfied", high="Very satisfied"),
            _ask("why", "text", WHY),
            _ask("done", "single", "Is the matter settled for you?", choices=_choices(yes="Yes", partly="Partly", no="No")),
            _ask("missing", "text", "What is still missing?", visibleIf="{done} = 'no' or {done} = 'partly'"),
            title="Your complaint",
        ),
    ),
)  # fmt: skip
PATTERN = {pattern.code: pattern for pattern in PATTERNS}
