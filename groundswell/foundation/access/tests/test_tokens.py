"""Tokens for other systems: shown once, kept as a hash, gone with their owner."""

import hashlib
import json
from datetime import timedelta

import pytest

from groundswell.foundation.access.actions import give_token, withdraw_token
from groundswell.foundation.access.models import ApiToken
from groundswell.foundation.access.queries import living_tokens
from groundswell.foundation.history.models import Event
from tests.world import NOW, World

YEAR = timedelta(days=365)


def give(world: World) -> tuple[ApiToken, str]:
    return give_token("till", world.office, scopes=["intake"], lasts=YEAR, by="test", at=NOW)


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(world: World):
    token, secret = give(world)
    assert secret.startswith(f"{token.prefix}_")
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    kept = json.dumps(list(ApiToken.objects.values()) + list(Event.objects.values()), default=str)
    assert secret.removeprefix(token.prefix) not in kept
    assert list(living_tokens(NOW)) == [token]


def test_a_token_ends_after_its_time(world: World):
    give(world)
    assert living_tokens(NOW + YEAR - timedelta(seconds=1)).exists()
    assert not living_tokens(NOW + YEAR).exists()


def test_a_withdrawn_token_is_gone_and_that_is_history(world: World):
    token, _ = give(world)
    withdraw_token(token, by="test", at=NOW)
    assert not living_tokens(NOW).exists()
    assert list(Event.objects.order_by("id").values_list("verb", flat=True))[-2:] == [
        "gave token",
        "withdrew token",
    ]


@pytest.mark.parametrize("is_active", [True, False])
def test_a_token_lives_as_long_as_its_owner_signs_in(world: World, is_active: bool):
    give(world)
    world.office.is_active = is_active
    world.office.save()
    assert living_tokens(NOW).exists() == is_active


def test_a_token_of_somebody_who_became_a_partner_opens_nothing(world):
    give(world)
    world.office.role = world.partner.role
    world.office.save()
    assert not living_tokens(NOW).exists()
