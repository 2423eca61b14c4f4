"""Somebody who has left something in every room. What that is comes from the rooms themselves, so that a new kind is there
by itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path as FilePath
from typing import Any

from django.conf import settings
from django.db import models

from groundswell.act.advocates.models import Ask as AdvocateAsk
from groundswell.act.cases.models import Case, CaseMerge, QuietSpell
from groundswell.act.cases.models import Pause as CasePause
from groundswell.act.coaching.models import AppealDecision
from groundswell.act.huddles.models import Elevation
from groundswell.act.partners.files.storing import path_of as board_path_of
from groundswell.act.partners.models import Idea, SharedFile
from groundswell.act.praise.models import ThankYou
from groundswell.act.replies.models import BetterAsk, Reply
from groundswell.act.telling.models import Tiding
from groundswell.desk.erasing import kinds, rooms
from groundswell.engine.letterbox import Letter, LetterWriter
from groundswell.foundation.customers.models import (
    Customer,
    Identity,
    Membership,
    Merge,
    Revenue,
    SeenTogether,
    TwoPeople,
)
from groundswell.foundation.history.actions import record
from groundswell.listen.asking.models import Ask
from groundswell.listen.channels.files.uploads import path_of
from groundswell.listen.channels.models import AttachedFile, HookCall, LostAddress, Message, Notice, Upload
from groundswell.listen.complaints.models import Complaint, Extension, Review
from groundswell.listen.signals.draining import drain_letterbox
from groundswell.listen.signals.letters import letterbox_path
from groundswell.listen.signals.models import Answer, ReturnedLetter, Signal
from groundswell.understand.evidence.models import Reading
from groundswell.understand.journeys_read.models import JourneyReading, Path, StoryVoice
from tests.world import NOW, World

Pool = dict[type[models.Model], models.Model]
Special = dict[type[models.Model], dict[str, Any]]
NOT_THEIRS = {"digest", "by", "given_by", "withdrawn_by", "undone_by", "ended_by"}
"""Fields that name a colleague, or nobody."""
_numbers = count(1)
LATER = NOW + timedelta(days=3)


@dataclass(frozen=True)
class Canary:
    """A person by all that names them; ``words`` are long enough to be theirs."""

    name: str
    email: str
    phone: str
    number: str
    words: str

    @property
    def needles(self) -> tuple[str, ...]:
        return (self.name, self.email, self.phone, self.number, self.words)

    @property
    def all_of_it(self) -> str:
        return f"{self.name} {self.email} {self.phone} {self.number} {self.words}"


CARLA = Canary("Carla Kanarienvogel", "carla.kanarienvogel@people.example", "+447700900123", "KNR-900123",
               "My yellow parcel sang in the cellar for nine days")  # fmt: skip
OTTO = Canary("Otto Zaunkoenig", "otto.zaunkoenig@people.example", "+447700900456", "ZNK-900456",
              "The green parcel was quiet and came on a Tuesday")  # fmt: skip


def leave_something_everywhere(who: Canary, world: World) -> Customer:
    """One record of every kind that the rooms know, with the person's name and words wherever words may stand."""
    pool: Pool = {}
    customer = Customer.objects.create(
        name=who.name, email=who.email, external_id=who.number, segment=f"Segment of {who.name}"
    )
    second = Customer.objects.create(name=f"{who.name} again")
    third = Customer.objects.create(name="Somebody else")
    pool[Customer] = customer
    pool[Elevation] = Elevation.objects.get(title="Lifts")
    Identity.objects.create(customer=customer, kind="phone", value=who.phone)
    pairs = {"one": customer, "other": second}
    special: Special = {
        Merge: {"kept": customer, "merged": second, "undone_at": None, "undone_by": ""},
        TwoPeople: {"one": customer, "other": third},
        SeenTogether: pairs,
        Identity: {"kind": "email", "value": who.email},
        Revenue: {"month": NOW.date().replace(day=1)},
        Signal: _said(world, who, customer),
        CasePause: {"at": NOW, "until": LATER, "ended_at": None},
        StoryVoice: {"path": Path.objects.create(reading=_journey(), steps=[], poor=0, good=0)},
        Case: {"opened_at": NOW, "due_at": LATER, "quiet": None},
        Reply: {"person": None},
        BetterAsk: {"answer": "better", "answered_at": NOW},
        Message: {"person": None, "address": who.email, "due_at": None, "medium": "email"},
        LostAddress: {"address": who.email, "ended_at": None, "medium": "email"},
        Extension: {"was_due_at": NOW, "due_at": LATER},
        Review: {"due_at": LATER, "at": NOW},
        Complaint: {
            "received_at": NOW,
            "answer_due_at": LATER,
            "acknowledge_due_at": LATER,
            "is_history": False,
        },
        Ask: {"probability": None},
        AdvocateAsk: {"answer": "yes", "answered_at": NOW},
        Answer: {"number": None, "words": who.words, "kind": "words", "choice": ""},
        Upload: {"file_name": f"{who.name}.csv"},
        HookCall: {"body": json.dumps({"who": who.all_of_it}).encode()},
        ReturnedLetter: {
            "content": json.dumps({"email": who.email, "comment": who.words}),
            "reason": "conflict",
        },
        Notice: {"due_at": None},
        AppealDecision: {"is_granted": True},
        SharedFile: {
            "idea": Idea.objects.first(),
            "brief": None,
            "task": None,
            "result": None,
            "kind": "csv",
            "size": 9,
            "name": f"{who.name}.csv",
            "taken_back_at": None,
        },
        Tiding: {"person": world.lead.person, "partner": None},
        ThankYou: {"person": None, "team": world.leeds, "taken_back_at": None},
    }
    for _, held in kinds():
        if held.model not in pool and held.model not in (
            Reading,
            CaseMerge,
            QuietSpell,
        ):  # signals are read as all are
            pool[held.model] = _made(held.model, pool, who, special)
    _fall_quiet(pool, customer)
    _merge_cases(pool, _said(world, who, second) | {"key": f"{who.number} again"})
    _files(pool, who)
    _letter(who)
    record("wrote something down", customer, by=world.office, at=NOW, note=who.all_of_it)
    _name_in_words_of_others(who)
    return customer


def _journey() -> JourneyReading:
    """One that found somebody: one that found nobody is not kept."""
    days = {"since": NOW.date() - timedelta(days=730), "until": NOW.date(), "at": NOW}
    return JourneyReading.objects.create(people=1, poor_answers=0, good_answers=0, exposed={}, **days)


def _said(world: World, who: Canary, customer: Customer) -> dict[str, Any]:
    return {
        "source": "canary", "key": who.number, "score": 1, "kind_of_score": "experience", "comment": who.words,
        "kind": "answer", "channel": "web", "unit": world.leeds, "touchpoint": world.delivery, "customer": customer,
        "rating": None, "rating_of": None, "metadata": {"who": who.name}, "supersedes": None,
        "submitted_at": NOW, "episode_at": NOW, "received_at": NOW,
    }  # fmt: skip


def _fall_quiet(pool: Pool, customer: Customer) -> None:
    """Their account was quiet once, and somebody is to call them."""
    spell = QuietSpell.objects.create(
        account=pool[Membership].account, sign="silent", asked=0, since=NOW, found_at=NOW, over_at=NOW
    )
    Case.objects.create(
        quiet=spell,
        customer=customer,
        rule=pool[Case].rule,
        channel=Case.SILENCE,
        opened_at=NOW,
        due_at=LATER,
    )


def _merge_cases(pool: Pool, said: dict[str, Any]) -> None:
    """A second case of the same person goes on in the first."""
    first = pool[Case]
    second = Case.objects.create(
        signal=Signal.objects.create(**said, digest="again"),
        customer=said["customer"],
        rule=first.rule,
        opened_at=NOW,
        due_at=LATER,
    )
    CaseMerge.objects.create(case=second, into=first, due_before=LATER, at=NOW)


def _made(model: type[models.Model], pool: Pool, who: Canary | None, special: Special) -> models.Model:
    """A row whose fields are filled by their kind; keys lead to what the person has already, or to anything that is there."""
    values = dict(special.get(model, {}))
    for field in model._meta.concrete_fields:
        if field.name not in values and (field.is_relation or not field.primary_key):
            value = _key(field, pool, who, special) if field.is_relation else _value(field, who)
            if value is not None:
                values[field.name] = value
    return model._base_manager.create(**values)


def _key(field: Any, pool: Pool, who: Canary | None, special: Special) -> models.Model | None:
    wanted = field.related_model
    if who and wanted not in pool and wanted in {held.model for _, held in kinds()} and wanted != field.model:
        pool[wanted] = _made(wanted, pool, who, special)
    if wanted in pool:
        return pool[wanted]
    if field.null:
        return None
    return wanted._base_manager.first() or _made(wanted, {}, None, {})


def _value(field: Any, who: Canary | None) -> Any:
    if field.choices:
        return next(value for value, _ in field.flatchoices if value)
    if field.blank and field.name in NOT_THEIRS:
        return None
    if field.has_default() and not isinstance(field, models.JSONField):
        return None
    words = who.all_of_it if who and field.name not in NOT_THEIRS else "A colleague"
    if isinstance(field, models.JSONField):
        return [words] if field.default is list else {"words": words}
    if isinstance(field, models.BinaryField):
        return words.encode()
    if isinstance(field, models.CharField | models.TextField):
        unique = f"{next(_numbers)}-" if field.unique or field.name in {"key", "token", "digest"} else ""
        return f"{unique}{words}"[: field.max_length]
    if field.null:
        return None
    if isinstance(field, models.DateTimeField):
        return NOW
    if isinstance(field, models.DateField):
        return NOW.date()
    return False if isinstance(field, models.BooleanField) else next(_numbers)


def _files(pool: dict[Any, Any], who: Canary) -> None:
    path_of(pool[Upload]).write_text(f"external_id,comment\n1,{who.all_of_it}\n")
    board_path_of(pool[SharedFile]).write_text(f"who,what\n{who.name},{who.words}\n")
    attached = FilePath(settings.GROUNDSWELL_HOME) / "attached"
    attached.mkdir(exist_ok=True)
    (attached / pool[AttachedFile].stored_as).write_text(who.all_of_it)


def _letter(who: Canary) -> None:
    """Two letters of another system, so that the person's is not the newest one."""
    writer: LetterWriter[None] = LetterWriter(letterbox_path(), lambda told: None)
    said = {"score": 2, "submitted_at": NOW.isoformat(), "email": who.email, "comment": who.words}
    for name, text in (
        (who.number, json.dumps(said)),
        (f"after {next(_numbers)}", "nothing that can be read"),
    ):
        digest = sha256(text.encode()).digest()
        writer.offer([(Letter(f"id-{name}", "api:till", name, None, digest, NOW.timestamp(), text), None)])
    writer.close()
    drain_letterbox(at=NOW)


def _name_in_words_of_others(who: Canary) -> None:
    """A colleague named and quoted them wherever something is written down already."""
    for _, module in rooms():
        own = {held.model for held in getattr(module, "HELD", ())}
        for model, names in getattr(module, "WORDS", {}).items():
            row = model._base_manager.first() if model not in own else None
            for name in names if row else ():
                field = model._meta.get_field(name)
                if isinstance(field, models.CharField | models.TextField):
                    words = f"{getattr(row, name)} {who.name}"[: field.max_length]
                    model._base_manager.filter(pk=row.pk).update(**{name: words})
