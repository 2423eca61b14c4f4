"""What the door for other systems promises to those who knock."""

import asyncio
from pathlib import Path

import pytest

from groundswell.engine.letterbox import LetterReader
from groundswell.listen.channels.api import callers
from groundswell.listen.channels.api.errors import PROBLEMS
from groundswell.listen.channels.api.intake import COUNT, PATH, Ids
from groundswell.listen.channels.api.tests.door import ANSWER, Knock, knock, living_tokens


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return tmp_path / "letterbox.sqlite3"


def letters(box: Path) -> list[str]:
    reader = LetterReader(box)
    try:
        return [letter.name for letter in reader.after(0, most=1000)]
    finally:
        reader.close()


def test_an_answer_is_kept_and_its_id_is_told(box: Path):
    (given,) = knock(box, Knock(ANSWER))
    assert given.status == 201
    assert len(given.body["id"]) == 32
    assert given.body["external_id"] == "A-1"
    assert letters(box) == ["A-1"]


def test_fifty_at_once_with_one_key_are_one_record_with_one_id(box: Path):
    given = knock(box, *[Knock(ANSWER, key="k-1") for _ in range(50)])
    assert sorted(one.status for one in given) == [200] * 49 + [201]
    assert len({one.body["id"] for one in given}) == 1
    assert letters(box) == ["A-1"]


def test_the_same_again_after_a_restart_is_the_first_answer(box: Path):
    (first,) = knock(box, Knock(ANSWER, key="k-1"))
    (again,) = knock(box, Knock(ANSWER, key="k-1"))
    assert (again.status, again.body) == (200, first.body)


def test_a_key_with_another_body_is_refused(box: Path):
    knock(box, Knock(ANSWER, key="k-1"))
    (given,) = knock(box, Knock(ANSWER | {"score": 3}, key="k-1"))
    assert (given.status, given.problem) == (409, "key_reuse")


def test_an_id_with_another_content_is_refused_and_the_first_one_stays(box: Path):
    knock(box, Knock(ANSWER))
    (given,) = knock(box, Knock(ANSWER | {"score": 3}))
    assert (given.status, given.problem) == (409, "conflict")
    assert letters(box) == ["A-1"]


def test_keys_of_two_callers_never_meet(box: Path):
    given = knock(box, Knock(ANSWER, key="k-1"), Knock(ANSWER | {"score": 3}, key="k-1", token="phone"))
    assert [one.status for one in given] == [201, 201]


@pytest.mark.parametrize("token", [None, "stranger", "expired"])
def test_a_stranger_is_refused_before_anything_is_read(box: Path, token: str | None):
    (given,) = knock(box, Knock(b"not even JSON", token=token))
    assert (given.status, given.problem) == (401, "unauthorised")
    assert given.headers["www-authenticate"] == "Bearer"


def test_a_token_without_the_scope_is_refused(box: Path):
    (given,) = knock(box, Knock(ANSWER, token="reader"))
    assert (given.status, given.problem) == (403, "forbidden")


def test_tokens_that_cannot_be_read_are_no_error_of_the_caller(box: Path):
    async def fail() -> None:
        raise OSError("no database")

    (given,) = knock(box, Knock(ANSWER), load=fail)
    assert (given.status, given.problem, given.headers["retry-after"]) == (503, "unavailable", "2")


def test_a_withdrawn_token_stops_within_a_minute():
    tokens = asyncio.run(living_tokens())

    async def load() -> dict[bytes, callers.Caller]:
        return dict(tokens)

    async def ask() -> None:
        door = callers.Callers(load)
        assert (await door.caller(b"Bearer shop", "intake", 1000.0)).name == "api:shop"
        tokens.clear()
        assert (await door.caller(b"bearer shop", "intake", 1020.0)).name == "api:shop"
        with pytest.raises(callers.Refused, match="unauthorised"):
            await door.caller(b"Bearer shop", "intake", 1000.0 + callers.READ_AGAIN_SECONDS + 1)

    assert callers.READ_AGAIN_SECONDS <= 60
    asyncio.run(ask())


def test_many_strangers_do_not_ask_the_database_more_than_once_a_second():
    asked = []

    async def load() -> dict[bytes, callers.Caller]:
        asked.append(1)
        return {}

    async def knock_all() -> None:
        door = callers.Callers(load)
        for n in range(100):
            with pytest.raises(callers.Refused):
                await door.caller(b"Bearer x%d" % n, "intake", 1000.0 + n / 100)

    asyncio.run(knock_all())
    assert len(asked) <= 2


@pytest.mark.parametrize("parts", [1, 7])
def test_a_body_over_one_mebibyte_is_refused_however_it_comes(box: Path, parts: int):
    (given,) = knock(box, Knock(ANSWER | {"comment": "x" * (1 << 20)}, parts=parts))
    assert (given.status, given.problem) == (413, "too_large")


def test_a_body_in_parts_is_one_body(box: Path):
    (given,) = knock(box, Knock(ANSWER, parts=5))
    assert given.status == 201


@pytest.mark.parametrize(
    ("change", "status", "problem", "field"),
    [
        ({"score": 10.5}, 422, "not_an_integer", "score"),
        ({"score": True}, 422, "type", "score"),
        ({"comment": 5}, 422, "type", "comment"),
        ({"comment": "bell \u0007"}, 422, "control_character", "comment"),
        ({"comment": "x" * 10_001}, 422, "too_long", "comment"),
        ({"external_id": "  "}, 422, "required", "external_id"),
        ({"submitted_at": "yesterday"}, 422, "invalid_date", "submitted_at"),
        ({"submitted_at": None}, 422, "required", "submitted_at"),
        ({"email": "a@b@c"}, 422, "invalid_email", "email"),
        ({"kind_of_score": "loyalty"}, 422, "invalid_choice", "kind_of_score"),
        ({"unit": "u" * 121}, 422, "too_long", "unit"),
        ({"metadata": {"a": {"b": 1}}}, 422, "type", "metadata.a"),
        ({"metadata": {"n": 10**30}}, 422, "out_of_range", "metadata.n"),
        ({"received_at": "2020-01-01"}, 422, "unknown_field", "received_at"),
    ],
)
def test_what_is_wrong_is_named_with_its_field_and_a_remedy(box: Path, change, status, problem, field):
    (given,) = knock(box, Knock(ANSWER | change))
    assert (given.status, given.problem, given.body["field"]) == (status, problem, field)
    assert given.headers["content-type"] == "application/problem+json"
    assert given.body["sentence"]
    assert given.body["remedy"]
    assert letters(box) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"[" * 40 + b"]" * 40, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b'{"comment": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}', "required"),
        (b"\xef\xbb\xbf{}", "malformed_json"),
        (
            b'{"score": 9.99999999999999999999, "external_id": "a", "submitted_at": "2026-01-01"}',
            "not_an_integer",
        ),
        (
            b'{"score": 1e99999999999999999999, "external_id": "a", "submitted_at": "2026-01-01"}',
            "out_of_range",
        ),
        (b'{"score": %s, "external_id": "a", "submitted_at": "2026-01-01"}' % (b"9" * 9000), "out_of_range"),
        (b'{"\\ud800": 1}', "invalid_text"),
    ],
)
def test_strange_bodies(box: Path, text: bytes, problem: str):
    (given,) = knock(box, Knock(text))
    assert given.problem == problem


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/jsonp", "application/json; charset=latin-1", ""]
)
def test_another_media_type_is_refused(box: Path, media_type: str):
    (given,) = knock(box, Knock(ANSWER, media_type=media_type))
    assert (given.status, given.problem) == (415, "media_type")


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\tkey", "schlüssel"])
def test_a_key_that_is_no_key_is_refused(box: Path, key: str):
    (given,) = knock(box, Knock(ANSWER, key=key))
    assert (given.status, given.problem) == (400, "bad_key")


def test_a_caller_lists_what_was_acknowledged_to_it_and_nothing_of_others(box: Path):
    knock(box, *[Knock(ANSWER | {"external_id": f"A-{n}"}) for n in range(3)], Knock(ANSWER, token="phone"))
    listed, counted = knock(box, Knock(method="GET"), Knock(method="GET", path=COUNT))
    assert sorted(row["external_id"] for row in listed.body["results"]) == ["A-0", "A-1", "A-2"]
    assert listed.body["next"] is None
    assert counted.body == {"count": 3}


def test_a_long_list_goes_on_at_next(box: Path):
    knock(box, *[Knock(ANSWER | {"external_id": f"A-{n}"}) for n in range(501)])
    (first,) = knock(box, Knock(method="GET"))
    address = first.body["next"]
    assert address.startswith(f"http://127.0.0.1:8000{PATH}?cursor=")
    (rest,) = knock(box, Knock(method="GET", query=address.split("?")[1]))
    ids = [row["id"] for row in first.body["results"] + rest.body["results"]]
    assert len(set(ids)) == len(ids) == 501
    assert rest.body["next"] is None


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("cursor=abc", "bad_cursor"),
        ("cursor=-1", "bad_cursor"),
        ("page=2", "unknown_parameter"),
        ("cursor=1&cursor=2", "unknown_parameter"),
    ],
)
def test_a_list_refuses_what_it_does_not_know(box: Path, query: str, problem: str):
    (given,) = knock(box, Knock(method="GET", query=query))
    assert (given.status, given.problem) == (400, problem)


@pytest.mark.parametrize(("path", "allow"), [(PATH, "GET, HEAD, POST"), (COUNT, "GET, HEAD")])
def test_another_method_is_refused(box: Path, path: str, allow: str):
    (given,) = knock(box, Knock(method="DELETE", path=path))
    assert (given.status, given.problem, given.headers["allow"]) == (405, "method", allow)


def test_an_unknown_address_is_refused(box: Path):
    assert knock(box, Knock(ANSWER, path=f"{PATH}/1"))[0].problem == "not_found"


def test_ids_are_random_and_never_the_same():
    ids = Ids()
    drawn = {ids.next() for _ in range(1000)}
    assert len(drawn) == 1000
    assert {len(one) for one in drawn} == {32}


def test_every_problem_is_documented_with_its_status():
    page = (Path(__file__).parents[5] / "docs/api.md").read_text()
    documented = {
        line.split("|")[1].strip(" `"): int(line.split("|")[2])
        for line in page.splitlines()
        if line.startswith("| `") and line.split("|")[2].strip().isdigit()
    }
    assert documented == {name: status for name, (status, _, _) in PROBLEMS.items()}
