"""Where customers spoke: each channel with its counts, each count with its voices, and what needs a look."""

from datetime import timedelta

from django.utils import timezone

from groundswell.listen.channels.connections.actions import connect
from groundswell.listen.channels.connections.models import Fetch
from groundswell.listen.channels.models import FileImport
from tests.world import make_signal


def voices(number: int, channel: str, *, days_ago: float = 1, **given):
    moment = timezone.now() - timedelta(days=days_ago)
    for _ in range(number):
        make_signal(channel=channel, at=moment, **given)


def page_of(client, address: str = "/listen/") -> str:
    return client.get(address).content.decode()


def test_the_first_sentence_counts_the_voices_and_the_channels(world, signed_in):
    voices(3, "email")
    voices(2, "chat")
    voices(1, "phone", days_ago=40)
    assert "5 voices in 30 days, by 2 channels" in page_of(signed_in(world.office))


def test_each_count_opens_exactly_its_voices_with_a_score_or_without(world, signed_in):
    voices(2, "chat", score=9)
    voices(3, "chat", score=None, comment="The chat was quick.")
    voices(4, "email")
    office = signed_in(world.office)
    assert "voices/?every=1&amp;channel=chat&amp;period=30" in page_of(office)
    assert "5 voices" in page_of(office, "/voices/?every=1&channel=chat&period=30")
    assert "2 voices" in page_of(office, "/voices/?channel=chat&period=30")


def test_a_lead_counts_only_what_is_within_sight(world, signed_in):
    voices(2, "email", unit=world.leeds)
    voices(3, "email", unit=world.york)
    assert "2 voices in 30 days" in page_of(signed_in(world.lead))


def test_a_channel_that_fell_silent_is_pointed_out_and_one_that_was_rarely_used_is_not(world, signed_in):
    voices(77, "chat", days_ago=20)
    voices(2, "sms", days_ago=20)
    page = page_of(signed_in(world.office))
    assert page.count("Silent for a week, where about 7 come") == 1
    assert page.count("Silent for a week") == 1


def test_a_fall_is_called_a_fall_only_where_chance_is_unlikely(world, signed_in):
    voices(30, "email", days_ago=45)
    voices(28, "email")
    office = signed_in(world.office)
    assert "About as many as in the 30 days before (30)" in page_of(office)
    voices(60, "email", days_ago=45)
    assert "Fewer than in the 30 days before (90); in fewer than 1 of 1,000" in page_of(office)


def test_a_connection_in_trouble_needs_a_look_by_those_who_can_mend_it(world, signed_in):
    feed = connect(
        "feed",
        name="The blog",
        settings={"url": "https://blog.example/feed"},
        by=world.office,
        at=timezone.now(),
    )
    assert "The blog" not in page_of(signed_in(world.office))
    Fetch.objects.create(
        connection=feed, outcome="refused", note="The key is no longer accepted.", at=timezone.now()
    )
    assert "The blog: The key is no longer accepted." in page_of(signed_in(world.office))
    assert "The blog" not in page_of(signed_in(world.lead))


def test_rows_that_came_again_in_a_later_file_need_no_look(world, signed_in):
    for name, came_again in (("first.csv", 3), ("second.csv", 1)):
        FileImport.objects.create(
            file_name=name,
            kind_of_score="experience",
            started_at=timezone.now(),
            read=3,
            rejected=3,
            came_again=came_again,
        )
    assert "2 rows of files could not be read" in page_of(signed_in(world.office))
    FileImport.objects.update(came_again=3)
    assert "could not be read" not in page_of(signed_in(world.office))
