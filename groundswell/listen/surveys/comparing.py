"""What changed between two versions of a survey, in sentences."""

from collections.abc import Iterator

from .asked_if import askables, told
from .definition import Choice, Definition, Question, Texts, as_data
from .kinds import KIND_NAMES, LIST_NAMES
from .language_names import name_of

TOPS = {"title": "The title", "consent": "The consent", "thanks": "The thanks"}


def changes_between(old: Definition, new: Definition) -> list[str]:
    """One sentence for each change, in the order of the new version; nothing where both ask the same."""
    return [*_languages(old, new), *_gone(old, new), *_questions(old, new), *_around(old, new)]


def _languages(old: Definition, new: Definition) -> Iterator[str]:
    for language in new.languages:
        if language not in old.languages:
            yield f"{name_of(language)} was added."
    for language in old.languages:
        if language not in new.languages:
            yield f"{name_of(language)} was taken out."


def _gone(old: Definition, new: Definition) -> Iterator[str]:
    for number, question in enumerate(old.questions, start=1):
        if new.question(question.key) is None:
            yield f"Question {number} was taken out: “{old.said(question.text, '')}”."


def _questions(old: Definition, new: Definition) -> Iterator[str]:
    order = [one.key for one in old.questions if new.question(one.key)]
    kept = [one.key for one in new.questions if old.question(one.key)]
    for number, question in enumerate(new.questions, start=1):
        was = old.question(question.key)
        if was is None:
            yield f"Question {number} is new: “{new.said(question.text, '')}”."
            continue
        if order.index(question.key) != kept.index(question.key):
            yield f"Question {number} stood at place {old.questions.index(was) + 1}."
        yield from (f"Question {number}: {change}" for change in _changes(old, new, was, question))


def _changes(old: Definition, new: Definition, was: Question, now: Question) -> Iterator[str]:
    if was.kind != now.kind:
        yield f"its kind was “{KIND_NAMES[was.kind]}” and is “{KIND_NAMES[now.kind]}”."
    if (was.least, was.most) != (now.least, now.most):
        yield f"its scale went from {was.least} to {was.most} and goes from {now.least} to {now.most}."
    yield from _words("its words", was.text, now.text)
    yield from _words("the lowest number", was.low, now.low)
    yield from _words("the highest number", was.high, now.high)
    for part in LIST_NAMES:
        yield from _choices(LIST_NAMES[part][:-1].lower(), getattr(was, part), getattr(now, part))
    if was.required != now.required:
        yield "an answer is needed now." if now.required else "an answer is not needed any more."
    if was.visible_if != now.visible_if:
        yield f"asked {_asked(old, was)} before, {_asked(new, now)} now."


def _asked(definition: Definition, question: Question) -> str:
    known = askables(as_data(definition)["questions"], definition.languages[0])
    return f"if {told(question.visible_if, known)}" if question.visible_if else "always"


def _words(what: str, was: Texts, now: Texts) -> Iterator[str]:
    for language in dict.fromkeys((*was, *now)):
        before, after = was.get(language, ""), now.get(language, "")
        if before and after and before != after:
            yield f"{what} in {name_of(language)}: “{before}” became “{after}”."
        elif before != after:
            state = f"“{after}” was added" if after else f"“{before}” was taken out"
            yield f"{what} in {name_of(language)}: {state}."


def _choices(what: str, was: tuple[Choice, ...], now: tuple[Choice, ...]) -> Iterator[str]:
    before, after = {one.value: one.text for one in was}, {one.value: one.text for one in now}
    for value, texts in after.items():
        if value not in before:
            yield f"the {what} “{_first(texts, value)}” is new."
        else:
            yield from _words(f"the words of the {what}", before[value], texts)
    for value, texts in before.items():
        if value not in after:
            yield f"the {what} “{_first(texts, value)}” was taken out."
    kept = [value for value in before if value in after]
    if kept != [value for value in after if value in before]:
        yield f"the {what}s stand in another order."


def _first(texts: Texts, value: str) -> str:
    return next(iter(texts.values()), value)


def _around(old: Definition, new: Definition) -> Iterator[str]:
    for name, what in TOPS.items():
        yield from _words(what, getattr(old, name), getattr(new, name))
    if old.words != new.words:
        yield "Words of the buttons changed."
