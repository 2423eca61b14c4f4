"""What an erased person had said before does not come back by any door; what they say later comes from somebody new."""

from datetime import date, timedelta

import pytest

from groundswell.desk.erasing import erase_person
from groundswell.engine.letterbox import LetterReader
from groundswell.foundation.customers.meeting import Who
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.erasing.ledger import Ledger, ledger_path, read_ledger
from groundswell.foundation.erasing.models import ErasedIdentity
from groundswell.listen.asking.arriving import episode_by_words
from groundswell.listen.asking.errors import EpisodeUnusable
from groundswell.listen.channels.connections.channel import Heard, Page
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.receiving import receive_page
from groundswell.listen.channels.models import FileImport, RejectedRow
from groundswell.listen.channels.registry import CHANNELS
from groundswell.listen.channels.tests.test_bringing_files import import_own
from groundswell.listen.signals.draining import drain_letterbox
from groundswell.listen.signals.letters import letterbox_path
from groundswell.listen.signals.models import ReturnedLetter, Signal
from groundswell.listen.signals.tests.test_draining import post
from tests.world import NOW, make_customer

HEADER = "external_id,submitted_at,score,email,unit,touchpoint,comment"
BEFORE, LATER = NOW - timedelta(days=40), NOW + timedelta(hours=2)


@pytest.fixture
def gone(world):
    carla = make_customer("Carla Canary")
    email = carla.email
    erase_person(carla, reason="By letter", asked_on=date(2026, 3, 10), by=world.office, at=NOW)
    return email


def test_the_ledger_names_nobody_and_knows_every_way_of_writing_an_address(gone):
    assert gone not in str(list(ErasedIdentity.objects.values()))
    ledger = Ledger()
    assert ledger.leaves_out(Who(email=gone), NOW)
    assert not ledger.leaves_out(Who(email=gone), LATER)
    assert not ledger.leaves_out(Who(email="somebody@people.example"), NOW)


@pytest.mark.django_db(transaction=True)
def test_the_ledger_stands_beside_the_database_too(gone):
    assert read_ledger(ledger_path()) == dict(ErasedIdentity.objects.values_list("digest", "at"))


def test_a_file_leaves_their_rows_out_and_the_others_arrive(gone):
    rows = [f"1,2026-02-01,3,{gone.upper()},,delivery,The canary again", "2,2026-02-01,9,otto@people.example,,delivery,Fine",
            f"3,not a day,3,{gone},,delivery,The canary once more"]  # fmt: skip
    import_own("\n".join([HEADER, *rows]).encode())
    log = FileImport.objects.get()
    assert (log.accepted, log.rejected, log.left_out_because) == (1, 0, {"erased at the person's wish": 2})
    assert list(Signal.objects.values_list("customer__email", flat=True)) == ["otto@people.example"]
    assert not RejectedRow.objects.exists()
    assert not Customer.objects.filter(email=gone).exists()


def test_a_connection_leaves_them_out_and_hears_what_they_say_later(gone, world):
    code, channel = next((code, one) for code, one in CHANNELS.items() if one.signal_channel == "helpdesk")
    made = Connection.objects.create(channel=code, name="Desk", next_at=NOW, made_at=NOW)
    heard = [
        Heard(key="1", said_at=BEFORE, comment="The canary", email=gone),
        Heard(key="2", said_at=LATER, comment="I am back", email=gone),
    ]
    tally = receive_page(made, channel, Page(heard), at=LATER)
    assert (tally.received, tally.ignored) == (1, 1)
    assert [signal.comment for signal in Signal.objects.all()] == ["I am back"]
    assert Customer.objects.filter(email=gone).exists(), "as somebody new"


def test_an_episode_from_before_asks_nobody(gone, world):
    given = {"touchpoint": "delivery", "source": "shop", "key": "order 1", "by": "shop", "at": LATER}
    with pytest.raises(EpisodeUnusable, match="erased at the person's wish"):
        episode_by_words(gone, happened_at=BEFORE, **given)


def test_a_letter_of_another_system_is_left_out_and_burnt(gone, world):
    said = {"score": 3, "submitted_at": BEFORE.isoformat()}
    post(said | {"external_id": "old", "email": gone, "comment": "The canary"})
    post(said | {"external_id": "new", "email": "otto@people.example"})
    drain_letterbox(at=LATER)
    assert list(Signal.objects.values_list("key", flat=True)) == ["new"]
    assert (ReturnedLetter.objects.get().reason, ReturnedLetter.objects.get().content) == ("erased", "")
    reader = LetterReader(letterbox_path())
    assert [letter.name for letter in reader.after(0, most=9)] == ["new"]
    reader.close()
