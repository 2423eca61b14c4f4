"""Where customers speak unasked: the reviews of the app, the keypad of the hotline, the chat. Told as the other systems tell it."""

import csv
import io
import json
from datetime import datetime, timedelta

import numpy as np

from demo.chance import stream
from demo.organisation import BUILDER
from demo.signals import Ground
from demo.texts import Texts
from groundswell.listen.channels.connections.actions import connect
from groundswell.listen.channels.connections.calls import read_call, take_call
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.models import Connection

NOBODY = -1
DAYS = 84
REVIEWS, CALLS, CHATS = 70, 60, 14
STARS = (0.16, 0.08, 0.12, 0.24, 0.40)
COLUMNS = (
    "Package Name",
    "Reviewer Language",
    "Device",
    "Review Submit Date and Time",
    "Review Submit Millis Since Epoch",
    "Review Last Update Date and Time",
    "Review Last Update Millis Since Epoch",
    "Star Rating",
    "Review Title",
    "Review Text",
    "Review Link",
)


def open_channels(seed: int, ground: Ground, texts: Texts) -> None:
    """Connect three places and let them tell what was said there in twelve weeks."""
    rng = stream(seed, "channels that nobody asked")
    at = ground.months.at
    units, points = ground.organisation.units, ground.journey.touchpoints
    began = at - timedelta(days=DAYS + 1)
    shop = connect(
        "google_play",
        "Our app in Google Play",
        by=BUILDER,
        at=began,
        unit=units["checkout-team"],
        touchpoint=points["browsing"],
    )
    hotline = connect(
        "hotline",
        "Hotline: note and keypad",
        by=BUILDER,
        at=began,
        settings={"best": "5", "customer": "Customer"},
        unit=units["hotline-early"],
        touchpoint=points["order-help"],
        places={"late": "hotline-late"},
    )
    chat = connect(
        "chat",
        "Chat transcripts",
        by=BUILDER,
        at=began,
        settings={"customer": "Customer"},
        unit=units["chat-team"],
        touchpoint=points["order-help"],
    )
    _tell(shop, _reviews(rng, texts, at), at - timedelta(hours=20))
    _tell(hotline, _calls(rng, ground, texts, at), at - timedelta(hours=2))
    for hours in sorted(rng.uniform(5, 24 * DAYS, CHATS), reverse=True):
        _tell(chat, _chat(rng, texts), at - timedelta(hours=float(hours)))


def _tell(connection: Connection, body: bytes, at: datetime) -> None:
    call = Call(body, {}, "", at, connection.settings, "")
    read_call(take_call(connection, call), at=at)


def _moments(rng: np.random.Generator, count: int, at: datetime) -> list[datetime]:
    return [at - timedelta(days=float(ago)) for ago in sorted(rng.uniform(1, DAYS, count), reverse=True)]


def _reviews(rng: np.random.Generator, texts: Texts, at: datetime) -> bytes:
    """The monthly file of the Play Console."""
    file = io.StringIO(newline="")
    lines = csv.DictWriter(file, COLUMNS)
    lines.writeheader()
    for number, moment in enumerate(_moments(rng, REVIEWS, at)):
        stars = int(rng.choice(5, p=STARS)) + 1
        millis = int(moment.timestamp() * 1000)
        lines.writerow(
            {
                "Package Name": "example.linden_lark.shop",
                "Reviewer Language": "en",
                "Review Submit Millis Since Epoch": millis,
                "Review Last Update Millis Since Epoch": millis,
                "Star Rating": stars,
                "Review Text": texts.about("browsing", 2 * stars, NOBODY) if rng.random() < 0.6 else "",
                "Review Link": f"https://play.google.example/console/review-{number}",
            }
        )
    return file.getvalue().encode("utf-16")


def _calls(rng: np.random.Generator, ground: Ground, texts: Texts, at: datetime) -> bytes:
    """What the telephone system keeps of each call: who rang, what was noted, which number was pressed at the end."""
    known_since = (at - timedelta(days=DAYS)).date()
    rows = ground.customers.rows
    living = [i for i, row in enumerate(rows) if row.ended_on is None and row.joined_on < known_since]
    told = []
    for number, moment in enumerate(_moments(rng, CALLS, at)):
        pressed = int(rng.choice(5, p=STARS)) + 1
        who = int(rng.choice(living))
        told.append(
            {
                "call_id": f"call-{number:04}",
                "at": moment.isoformat(),
                "note": texts.about("order-help", 2 * pressed, who) if rng.random() < 0.5 else "",
                "pressed": pressed,
                "email": rows[who].email,
                "line": "late" if moment.hour >= 14 else "",
            }
        )
    return json.dumps(told).encode()


def _chat(rng: np.random.Generator, texts: Texts) -> bytes:
    """One conversation as the chat writes it down."""
    score = int(rng.integers(0, 11))
    words = texts.about("order-help", score, NOBODY)
    agent = "Good morning, this is the chat of Linden & Lark. How can we help?"
    lines = (("Agent", agent), ("Customer", words), ("Agent", "Thank you. I will look after it."))
    cues = (
        f"00:0{number}:00.000 --> 00:0{number}:40.000\n<v {who}>{said}"
        for number, (who, said) in enumerate(lines)
    )
    return "\n\n".join(["WEBVTT", *cues]).encode()
