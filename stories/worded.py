"""Surveys that stories ask: in two directions, and with the words of German, and many of them."""

BILINGUAL = {
    "schema": "groundswell.survey/1",
    "survey": {"code": "bilingual", "name": "Two languages", "kind_of_score": "experience"},
    "languages": ["en", "ar"],
    "questions": [
        {
            "key": "score",
            "kind": "recommendation",
            "text": {
                "en": "How likely are you to recommend us?",
                "ar": "ما مدى احتمال أن توصي بنا لصديق؟",
            },
            "low": {"en": "Not at all likely", "ar": "غير محتمل إطلاقاً"},
            "high": {"en": "Extremely likely", "ar": "محتمل للغاية"},
        },
        {"key": "why", "kind": "text", "text": {"en": "Why?", "ar": "لماذا؟"}},
        {
            "key": "parts",
            "kind": "matrix",
            "text": {"en": "How was each?", "ar": "كيف كان كل منها؟"},
            "visibleIf": "{score} <= 6",
            "rows": [
                {"value": "price", "text": {"en": "Price", "ar": "السعر"}},
                {"value": "help", "text": {"en": "Help", "ar": "المساعدة"}},
            ],
            "columns": [
                {"value": "good", "text": {"en": "Good", "ar": "جيد"}},
                {"value": "bad", "text": {"en": "Bad", "ar": "سيئ"}},
            ],
        },
    ],
}

LONG = "Rechtsschutzversicherungsgesellschaftsangestelltenverzeichnis"
CHOICES = [{"value": f"c{number}", "text": f"{LONG} {number}"} for number in range(30)]
LONG_WORDS = {
    "schema": "groundswell.survey/1",
    "survey": {"code": "long-words", "name": "Long words", "kind_of_score": "experience"},
    "languages": ["de"],
    "questions": [
        {"key": "score", "kind": "recommendation", "text": f"Empfehlen Sie unser {LONG}?"},
        {"key": "which", "kind": "single", "text": f"Welches {LONG}?", "choices": CHOICES},
    ],
}
