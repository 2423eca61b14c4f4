"""Another system tells of episodes: once by key, refused in words."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from groundswell.foundation.access.actions import give_token
from groundswell.listen.asking.models import Ask, Episode

from .scenes import plan_after_delivery


@pytest.fixture
def door(world):
    _, secret = give_token(
        "shop system", world.office, scopes=["intake"], lasts=timedelta(days=1), by="test", at=timezone.now()
    )

    def tell(secret=secret, headers=None, **told):
        given = {"key": "o-1", "email": "ann@x.example", "touchpoint": "delivery", "unit": "leeds"}
        given["happened_at"] = "2026-03-10T10:00:00Z"
        return Client().post(
            "/api/v1/episodes",
            json.dumps({**given, **told}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", **(headers or {})},
        )

    return tell


def test_an_episode_arrives_once_and_the_plans_take_it_up(world, door):
    plan_after_delivery(world)
    first, again = door(), door()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    episode = Episode.objects.get()
    assert (episode.source, episode.unit, episode.customer.email) == (
        "api:shop system",
        world.leeds,
        "ann@x.example",
    )
    assert Ask.objects.get().episode == episode


def test_the_same_key_with_other_content_is_refused_and_the_first_stands(door):
    door()
    answer = door(happened_at="2026-03-10T11:00:00Z")
    assert (answer.status_code, answer.json()["class"]) == (409, "conflict")
    assert Episode.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"secret": "gs_no"}, 401),
        ({"touchpoint": "moon"}, 422),
        ({"unit": "moon"}, 422),
        ({"email": "nobody"}, 422),
        ({"email": 7}, 422),
        ({"happened_at": "yesterday"}, 422),
        ({"happened_at": "2999-01-01T00:00:00Z"}, 422),
        ({"colour": "red"}, 422),
        ({"key": ""}, 422),
        ({"key": "k" * 121}, 422),
        *(
            ({name: bad}, 422)
            for name in ("key", "email", "touchpoint", "unit", "employee")
            for bad in ("\ud800", "a\x85b", 5)
        ),
        ({"headers": {"Idempotency-Key": "another"}}, 400),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_stored(door, told, status):
    answer = door(**told)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json().keys() == {"type", "title", "status", "class", "field", "sentence", "remedy"}
    assert answer.json()["status"] == status
    assert not Episode.objects.exists()
