"""The contact rules once more, written from their text and from nothing of the code that obeys them.

``Facts`` is what the year itself wrote down as it happened. ``against`` names every rule that speaks against asking.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER = {"do_not_contact", "left", "no_address", "no_consent", "survey_closed"}
BRITISH = holidays.country_holidays("GB")


@dataclass(frozen=True)
class Sent:
    """One message that asked: to which record, when, about which survey."""

    record: int
    at: datetime
    survey: int
    is_reminder: bool


@dataclass
class Facts:
    """Everything that bears on who may be asked, as it stands at this moment of the year."""

    amounts: dict[str, int]
    own_windows: dict[int, int] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)
    said: dict[tuple[int, str], str] = field(default_factory=dict)
    """The last word of each record about being asked by a medium: yes, no, or nothing; "by merge" is a yes that ends with it."""
    spoke_at: dict[tuple[int, str], datetime] = field(default_factory=dict)
    """When each record last said so."""
    answers_by_text: set[int] = field(default_factory=set)
    """Records that ever agreed to answers by text, not to questions."""
    questions_by_text: set[int] = field(default_factory=set)
    """Records that once agreed to questions by text and took it back later."""
    addresses: dict[int, dict[str, str]] = field(default_factory=dict)
    lost: set[tuple[str, str]] = field(default_factory=set)
    """Medium and address at which nobody is reached."""
    paused: dict[int, datetime] = field(default_factory=dict)
    """Plans that rest, since when."""
    banned: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    relationship: set[int] = field(default_factory=set)
    kept: dict[int, int] = field(default_factory=dict)
    """Merged record: the one that it is read with."""
    accounts: dict[int, set[int]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)

    def person(self, record: int) -> frozenset[int]:
        """All records that are this person today."""
        lives = self.living(record)
        return frozenset({lives} | {other for other in self.kept if self.living(other) == lives})

    def living(self, record: int) -> int:
        """The record to whose address we write."""
        while record in self.kept:
            record = self.kept[record]
        return record

    def reaches(self, record: int, medium: str) -> bool:
        """Whether we have an address of this person for the medium that works."""
        known = {self.addresses[one].get(medium) for one in self.person(record)} - {None}
        return any((medium, address) not in self.lost for address in known)

    def allows(self, record: int, medium: str) -> bool:
        """Whether this person said that we may ask by this medium."""
        return self.said.get((self.living(record), medium)) in {"yes", "by merge"}

    def first(self, record: int, media: tuple[str, ...]) -> str | None:
        """The medium by which we ask, of those in the order in which they are wished."""
        return next((one for one in media if self.reaches(record, one) and self.allows(record, one)), None)

    def says_yes(self, record: int, medium: str, at: datetime, *, how: str = "yes") -> None:
        """The record that lives on agrees; one yes is enough."""
        living = self.living(record)
        if self.said.get((living, medium)) not in {"yes", "by merge"}:
            self.said[living, medium], self.spoke_at[living, medium] = how, at

    def says_no(self, record: int, medium: str, at: datetime) -> None:
        """A no binds the person under every record."""
        for one in self.person(record):
            self.one_says_no(one, medium, at)

    def one_says_no(self, record: int, medium: str, at: datetime) -> None:
        """A no under this record alone; a yes that was said in the same moment never held."""
        if self.said.get((record, medium)) == "no":
            return
        if medium == "text" and (record, medium) in self.said and self.spoke_at[record, medium] < at:
            self.questions_by_text.add(record)
        self.said[record, medium], self.spoke_at[record, medium] = "no", at

    def last_word(self, record: int, medium: str) -> datetime | None:
        """When this person last spoke about being asked by this medium, under any record."""
        moments = [
            self.spoke_at[one, medium] for one in self.person(record) if (one, medium) in self.spoke_at
        ]
        return max(moments, default=None)

    def company(self, record: int) -> set[int]:
        """Records of everybody else in the accounts of this person."""
        me, found = self.person(record), set()
        for members in self.accounts.values():
            if members & me:
                for other in members:
                    found |= self.person(other)
        return found - me


def against(
    facts: Facts,
    record: int,
    survey: int,
    at: datetime,
    *,
    way: str,
    due: list[datetime],
    media: tuple[str, ...] = ("email",),
    until: int | None = None,
) -> set[str]:
    """Every rule that speaks against a question to this record now; ``due`` are the relationship questions that wait.

    ``until`` counts only the first so many messages.
    """
    me, sent = facts.person(record), facts.sent if until is None else facts.sent[:until]
    mine = [one for one in sent if one.record in me and one.at <= at]
    found = set()
    if me & facts.banned:
        found.add("do_not_contact")
    if facts.living(record) in facts.left:
        found.add("left")
    near = [medium for medium in media if facts.reaches(record, medium)]
    if not near:
        found.add("no_address")
    elif not any(facts.allows(record, medium) for medium in near):
        found.add("no_consent")
    if survey in facts.closed:
        found.add("survey_closed")
    if any(at < one.at + facts.amounts["floor"] * HOUR for one in mine):
        found.add("floor")
    if way in {"planned", "by_hand"}:
        found |= _windows(facts, record, mine, survey, at, sent) | _precedence(facts, survey, at, due)
    if way != "by_hand" and is_quiet(facts, record, at):
        found.add("quiet")
    return found


def _windows(
    facts: Facts, record: int, mine: list[Sent], survey: int, at: datetime, sent: list[Sent]
) -> set[str]:
    asked = [one for one in mine if not one.is_reminder]
    company = facts.company(record)
    theirs = [one for one in sent if one.record in company and not one.is_reminder]
    days = facts.own_windows.get(survey, facts.amounts["survey_window"])
    cap, found = facts.amounts["yearly_cap"], set()
    if any(at < one.at + facts.amounts["person_window"] * DAY for one in asked):
        found.add("person_window")
    if any(at < one.at + days * DAY for one in asked if one.survey == survey):
        found.add("survey_window")
    if any(one.at <= at < one.at + facts.amounts["account_window"] * DAY for one in theirs):
        found.add("account_window")
    if cap and sum(one.at > at - 365 * DAY for one in asked) >= cap:
        found.add("yearly_cap")
    return found


def _precedence(facts: Facts, survey: int, at: datetime, due: list[datetime]) -> set[str]:
    days = facts.amounts["precedence"]
    waits = days and survey not in facts.relationship and any(one <= at + days * DAY for one in due)
    return {"precedence"} if waits else set()


def is_quiet(facts: Facts, record: int, at: datetime) -> bool:
    """Whether nothing may reach this person at this hour, or on this day."""
    local = at.astimezone(ZoneInfo(facts.zones[facts.living(record)] or "Europe/London"))
    begins, ends = facts.amounts["quiet_from"], facts.amounts["quiet_until"]
    hours = [(begins + n) % 24 for n in range((ends - begins) % 24)]
    return local.hour in hours or bool(facts.amounts["holidays"] and local.date() in BRITISH)
