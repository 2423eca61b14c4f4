"""The secrets of a subscription, in one file of its own: the present one, and for a day the one before."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from ..connections.secrets import keep_secret, secret_of
from .signing import new_secret

OLD_HOLDS = timedelta(days=1)


def make_secret(subscription_id: int, *, at: datetime) -> str:
    """A new secret; the one before signs too for a day. It is shown now and never again."""
    secret = new_secret()
    before = _kept(subscription_id).get("secrets", [])[:1]
    kept = {"secrets": [secret, *before], "old_until": (at + OLD_HOLDS).isoformat()}
    keep_secret(_name(subscription_id), json.dumps(kept))
    return secret


def secrets_of(subscription_id: int, *, at: datetime) -> list[str]:
    """With which secrets a notice is signed now, the present one first."""
    kept = _kept(subscription_id)
    found: list[str] = kept.get("secrets", [])
    return found if found and at < datetime.fromisoformat(kept["old_until"]) else found[:1]


def _kept(subscription_id: int) -> dict:
    return json.loads(secret_of(_name(subscription_id)) or "{}")


def _name(subscription_id: int) -> str:
    return f"notices-{subscription_id}"
