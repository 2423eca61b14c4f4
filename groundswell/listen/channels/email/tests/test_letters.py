"""Letters are read as their writers meant them, and none holds us up."""

import time

import pytest

from groundswell.listen.channels.email.letters import read_letter


def letter(body: bytes = b"The parcel is late.", **headers: str) -> bytes:
    given = {"From": "Ann <ann@example.org>", "Subject": "Late", "Message-ID": "<1@example.org>", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in given.items())
    return lines.encode() + b"\n" + body


@pytest.mark.parametrize(
    ("named", "codec", "words"),
    [
        ("iso-8859-1", "cp1252", "“late” – 5 €"),
        ("gb2312", "gbk", "包裹遲到"),
        ("shift_jis", "cp932", "①髙い"),
        ("euc-kr", "cp949", "똠방각하"),
        ("iso-8859-8-i", "iso8859-8", "שלום"),
        ("iso-2022-jp", "iso2022_jp", "荷物が遅い"),
        ("us-ascii", "utf-8", "Größe"),
        ("klingon", "utf-8", "Größe"),
    ],
)
def test_words_are_read_as_mail_programs_mean_their_charset(named: str, codec: str, words: str) -> None:
    read = read_letter(letter(words.encode(codec), Content_Type=f"text/plain; charset={named}"))
    assert read.text == words


@pytest.mark.parametrize("named", ["punycode", "idna", "utf-7", "unicode_escape", "undefined"])
def test_no_charset_makes_a_letter_slow_or_unreadable(named: str) -> None:
    began = time.process_time()
    read = read_letter(letter(b"late-" + b"a9z" * 300_000, Content_Type=f"text/plain; charset={named}"))
    assert read.text.startswith("late")
    assert time.process_time() - began < 3


@pytest.mark.parametrize("broken", ["<a", "<!--", "</", "<![if", '<a "'])
def test_no_broken_html_makes_a_letter_slow(broken: str) -> None:
    body = b"<p>Late</p>" + broken.encode() * 300_000
    began = time.process_time()
    assert read_letter(letter(body, Content_Type="text/html")).text.startswith("Late")
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Paket spät", "Paket spät"),
        ("=?utf-8?q?sp=C3?= =?utf-8?q?=A4t?=", "spät"),
        ("Re: =?utf-8*de?q?sp=C3=A4t?= – zwei", "Re: spät – zwei"),
        ("=?klingon?q?late?=", "late"),
        ("=?utf-8?b?bGF0ZQ?=", "late"),
        ("=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        ("=?broken", "=?broken"),
    ],
)
def test_a_subject_is_read_whether_encoded_or_raw(written: str, read: str) -> None:
    assert read_letter(letter(Subject=written)).subject == read


def test_a_name_that_hides_an_address_does_not_become_the_sender() -> None:
    hidden = "=?utf-8?q?Boss_=3Cboss=40corp.example=3E=2C?= <ann@example.org>"
    assert read_letter(letter(From=hidden)).sender == "ann@example.org"


@pytest.mark.parametrize("sender", ["(" * 3000 + "ann@example.org", "<" * 50_000, "=?a?q?" * 60_000, ""])
def test_a_sender_that_nobody_can_read_leaves_the_words(sender: str) -> None:
    began = time.process_time()
    assert read_letter(letter(From=sender)).text == "The parcel is late."
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "no\nAuto-Submitted: auto-replied"},
        {"Precedence": "auto-reply"},
        {"X_Precedence": "bulk"},
        {"Return_Path": "< >"},
        {"Return_Path": "<MAILER-DAEMON>"},
        {"List_Post": "<mailto:list@example.org>"},
        {"X_Failed_Recipients": "ann@example.org"},
        {"From": "<>"},
    ],
)
def test_no_machine_is_taken_for_a_customer(headers: dict[str, str]) -> None:
    assert read_letter(letter(**headers)).is_automatic


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "no (typed by hand)"}, {"Precedence": "normal"}, {"Return_Path": "<a@b.org>"}],
)
def test_a_person_is_not_taken_for_a_machine(headers: dict[str, str]) -> None:
    assert not read_letter(letter(**headers)).is_automatic


def test_a_moment_beyond_the_calendar_is_no_moment() -> None:
    assert read_letter(letter(Date="Fri, 31 Dec 9999 23:59:59 -2359")).sent_at is None


def test_a_letter_that_is_too_long_says_that_it_goes_on() -> None:
    assert read_letter(letter(b"x" * 100_000)).text == "x" * 100_000
    assert read_letter(letter(b"x" * 101_234)).text.endswith(
        "x\n\n[1,234 more characters stand in the letter itself.]"
    )
