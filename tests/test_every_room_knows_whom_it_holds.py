"""What leads to a person is erased with them: the list is made from the models, so that a new one cannot be forgotten."""

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, Model, TextField

from groundswell.act.partners.models import FoundFile
from groundswell.desk.erasing import kinds, rooms
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.erasing.models import Erasure

HOLDS_NOBODY = {Erasure, FoundFile}
"""Proofs: they point to the request that they answered, which points to nobody by then, and to files that wait for a word."""
OTHER_WORDS = {
    "access", "asking", "certified", "complaints", "customers", "drivers", "erasing", "evidence", "history", "journeys", "journeys_read",
    "organisation", "signals", "surveys", "themes", "timetable", "watching", "benchmarks",
}  # fmt: skip
"""Rooms whose texts are settings, other customers' own words, or words about figures."""
NOT_WRITTEN = {
    "digest",
    "token",
    "key",
    "code",
    "kind",
    "level",
    "source",
    "measure",
    "method",
    "verdict",
    "name",
}


def led_to(start: type[Model]) -> set[type[Model]]:
    """Every model with a key to this one, directly or through another."""
    found, asked = {start}, [start]
    while asked:
        fields = asked.pop()._meta.get_fields(include_hidden=True)
        keys = [one for one in fields if one.auto_created and not one.concrete and not one.many_to_many]
        asked += {one.related_model for one in keys} - found
        found |= set(asked)
    return found


def test_every_record_that_leads_to_a_person_is_known_to_its_room():
    forgotten = led_to(Customer) - {held.model for _, held in kinds()} - HOLDS_NOBODY
    assert not forgotten, f"no about_a_person.py names {sorted(one._meta.label for one in forgotten)}"


def test_a_room_speaks_of_its_own_records_only():
    for room, held in kinds():
        assert (
            apps.get_containing_app_config(held.model.__module__).name == room
            or held.model._meta.auto_created
        )


def test_what_colleagues_write_is_looked_through():
    known = {
        (model, name)
        for _, module in rooms()
        for model, names in getattr(module, "WORDS", {}).items()
        for name in names
    } | {(held.model, field.name) for _, held in kinds() for field in held.model._meta.fields}
    written = {
        (model, field.name)
        for model in apps.get_models()
        if apps.get_containing_app_config(model.__module__).name in settings.ROOMS
        and model._meta.app_label not in OTHER_WORDS | {"channels"}
        for field in model._meta.fields
        if isinstance(field, TextField | JSONField)
        or (isinstance(field, CharField) and not field.choices and field.max_length >= 200)
        if field.name not in NOT_WRITTEN
    }
    forgotten = {f"{model._meta.label}.{name}" for model, name in written - known}
    assert forgotten == {
        "initiatives.EffectReading.detail", "initiatives.EffectReading.sentence", "opportunities.Place.not_apart",
    }, "sentences that we write about figures"  # fmt: skip
