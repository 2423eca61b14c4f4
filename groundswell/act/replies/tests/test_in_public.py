"""Anybody reads what customers started: as a page, in a frame of named sites only, as JSON and as a picture; no cookie, no script."""

import json
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval, make_chamber
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.tests.register import make_opportunity, make_theme
from groundswell.act.replies.actions import announce
from groundswell.act.replies.errors import NoSite
from groundswell.act.replies.framing import allow_site, origin_of, sites
from groundswell.act.replies.models import Announcement, FrameSite
from groundswell.act.replies.picture import Drawn, picture_of
from groundswell.act.replies.wording import outcome_in, words_in
from tests.world import NOW


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def _published(world, **given):
    theme = make_theme("Slots", "slot")
    opportunity = make_opportunity(world, title="Secret working title", theme=theme)
    decision = make_approval(world, make_chamber(world).council, opportunity=opportunity)
    words = {"you_said": "Slots are <vague>.", "we_did": "You choose one hour."}
    announce(make_initiative(world, decision=decision), by=world.office, at=NOW, **words, **given)
    return theme


def test_each_theme_has_a_page_that_names_no_person_and_no_figure(world):
    theme = _published(world)
    answer = Client().get(reverse("replies:theme", args=[theme.code]))
    page = answer.content.decode()
    assert "You choose one hour." in page
    assert "Slots are &lt;vague&gt;." in page
    for hidden in ("Secret working title", "One-hour slots", "Olu Office"):
        assert hidden not in page
    assert not answer.cookies
    assert "<script" not in page
    assert (
        reverse("replies:theme", args=[theme.code])
        in Client().get(reverse("replies:public")).content.decode()
    )


def test_a_theme_about_which_nothing_is_published_is_not_there(world):
    quiet = make_theme("Quiet", "hush")
    for name in ("theme", "theme_frame", "theme_feed", "theme_picture"):
        address = reverse(f"replies:{name}", args=[quiet.code])
        answer = Client().get(address, headers={"accept-language": "de"})
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "Hier ist nichts veröffentlicht." in page
        assert "you may see" not in page, "that is the page for those inside"


def test_only_named_sites_may_frame_it(world):
    theme = _published(world)
    address = reverse("replies:theme_frame", args=[theme.code])
    assert "frame-ancestors 'none'" in Client().get(address)["Content-Security-Policy"]
    allow_site("https://www.example.org/shop/", by=world.office, at=NOW)
    framed = Client().get(address)
    assert "frame-ancestors https://www.example.org;" in framed["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in framed
    assert not framed.cookies
    page = Client().get(reverse("replies:theme", args=[theme.code]))
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(
    "text",
    [
        "www.example.org",
        "javascript:alert(1)",
        "https://",
        "https://a b.org",
        "https://x;script-src.org",
        "https://u@x.org",
        "https://*.example.org",
        "https://x.org:port",
    ],
)
def test_what_is_no_site_is_refused(world, text):
    with pytest.raises(NoSite):
        allow_site(text, by=world.office, at=NOW)
    assert sites() == []


def test_a_site_is_kept_as_browsers_compare_it():
    assert origin_of(" HTTPS://Shop.Example.org:8443/page?x=1 ") == "https://shop.example.org:8443"


def test_the_same_leaves_as_json_and_as_a_picture_in_the_language_that_is_asked(world):
    theme = _published(world, other={"de": ("Termine sind vage.", "Sie wählen eine Stunde.")})
    feed = Client().get(reverse("replies:theme_feed", args=[theme.code]), {"lang": "de"})
    told = json.loads(feed.content)
    assert told["items"][0]["_we_did"] == "Sie wählen eine Stunde."
    assert told["title"].startswith("Sie sagten, wir taten: Slots")
    picture = Client().get(reverse("replies:theme_picture", args=[theme.code]))
    drawn = ET.fromstring(picture.content)  # noqa: S314  our own picture
    assert "Slots are <vague>." in "".join(drawn.itertext())
    assert picture["Content-Type"].startswith("image/svg+xml")
    assert not feed.cookies
    assert not picture.cookies


def test_picture_and_json_say_what_the_page_says_from_right_to_left_as_well(world):
    theme = _published(world)
    feed, picture, page = (
        Client().get(reverse(f"replies:{name}", args=[theme.code]), {"lang": "ar"})
        for name in ("theme_feed", "theme_picture", "theme")
    )
    came = outcome_in(Announcement.objects.get().effect_reading, "ar")
    (told,) = json.loads(feed.content)["items"]
    assert (told["language"], told["_what_came_of_it"]) == ("en", came)
    assert came in page.content.decode()
    drawn = ET.fromstring(picture.content)  # noqa: S314  our own picture
    lines = list(drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert {(one.get("lang"), one.get("direction")) for one in lines} == {("ar", "rtl"), ("en", None)}
    assert (
        " ".join(one.text for one in lines if one.get("font-size") == "17" and one.get("lang") == "ar")
        == came
    )


def test_a_long_title_of_a_picture_stands_on_several_lines():
    told = ("Slots are vague.", "You choose an hour.", "Nobody can tell yet.")
    theme = "Deliveries of furniture that has to be carried up many stairs"
    drawn = picture_of(Drawn(words_in("en"), told, ("en", "en", "en"), "en", theme, "Linden & Lark"))
    heading = [one.text for one in ET.fromstring(drawn) if one.get("font-size") == "20"]  # noqa: S314  our own picture
    assert len(heading) == 3
    assert max(map(len, heading)) <= 46


def test_the_office_allows_and_forbids_sites(world, signed_in):
    _published(world)
    office, address = signed_in(world.office), reverse("replies:showing")
    assert office.post(address, {"address": "example.org"}).status_code == 422
    assert office.post(address, {"address": "https://example.org"}).status_code == 302
    page = office.get(address).content.decode()
    assert "1 site may show" in page
    assert "&lt;iframe src=" in page
    office.post(reverse("replies:forbid", args=[FrameSite.objects.get().pk]))
    assert sites() == []
    assert signed_in(world.lead).get(address).status_code == 403


def test_one_rule_for_frame_picture_and_json(world):
    """Anybody reads them; the pages of a named site show them; those of another one do not."""
    theme = _published(world)
    allow_site("https://www.example.org", by=world.office, at=NOW)
    feed, picture = (
        reverse(f"replies:{name}", args=[theme.code]) for name in ("theme_feed", "theme_picture")
    )
    for site, is_named in (
        ("https://www.example.org", True),
        ("https://evil.example", False),
        ("null", False),
    ):
        asked = Client().get(feed, headers={"Origin": site})
        assert asked.get("Access-Control-Allow-Origin") == (site if is_named else None)
        assert "Origin" in asked["Vary"]
        drawn = Client().get(picture, headers={"Referer": f"{site}/"})
        assert drawn["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_named else "same-origin")
        assert "Referer" in drawn["Vary"]
    for address in (feed, picture):
        plain = Client().get(address)
        assert plain.status_code == 200
        assert "Access-Control-Allow-Origin" not in plain


def test_the_page_of_everything_speaks_the_readers_language_too(world):
    _published(world, other={"de": ("Zeitfenster sind vage.", "Sie wählen eine Stunde.")})
    address = reverse("replies:public")
    by_wish = Client(headers={"Accept-Language": "de-AT"}).get(address).content.decode()
    by_link = Client().get(f"{address}?lang=de&utm_source=letter").content.decode()
    for page in (by_wish, by_link):
        assert '<html lang="de"' in page
        assert "Sie sagten, wir taten" in page
        assert "Sie wählen eine Stunde." in page
        assert "You choose one hour." not in page
    assert "?lang=de" in by_link
    arabic = Client().get(f"{address}?lang=ar").content.decode()
    assert 'dir="rtl"' in arabic
    assert 'lang="en" dir="auto">You choose one hour.' in arabic, "what is not worded in it says so"
    assert outcome_in(None, "ar") in arabic, "what came of it is worded in every language"
    assert "Am 11. März 2026" in by_link
    assert "Something went wrong?" not in by_link
    assert Client().get(f"{address}?lang=xx").status_code == 400


def test_an_empty_page_of_everything_teaches_in_the_readers_language(world):
    assert (
        "Noch ist nichts veröffentlicht"
        in Client().get(f"{reverse('replies:public')}?lang=de").content.decode()
    )


def test_a_search_engine_finds_it_with_its_languages_and_a_card_says_what_was_done(world):
    theme = _published(world, other={"de": ("Zeiten sind vage.", "Sie wählen eine Stunde.")})
    for address, title in (
        (reverse("replies:theme", args=[theme.code]), "Sie sagten, wir taten: Slots"),
        (reverse("replies:public"), "Sie sagten, wir taten"),
    ):
        page = Client().get(address, {"lang": "de"}).content.decode()
        here = f"http://127.0.0.1:8000{address}"
        for head in (
            '<meta name="robots" content="index, follow">',
            f'<link rel="canonical" href="{here}?lang=de">',
            f'<link rel="alternate" hreflang="x-default" href="{here}">',
            f'<link rel="alternate" hreflang="de" href="{here}?lang=de">',
            f'<link rel="alternate" hreflang="en" href="{here}?lang=en">',
            f'<meta property="og:title" content="{title}">',
            f'<a class="target" lang="en" hreflang="en" href="{here}?lang=en">English</a>',
        ):
            assert head in page
        assert 'hreflang="fr"' not in page
    assert (
        '<meta name="description" content="Sie wählen eine Stunde.">'
        in Client().get(reverse("replies:theme", args=[theme.code]), {"lang": "de"}).content.decode()
    )
    frame = Client().get(reverse("replies:theme_frame", args=[theme.code])).content.decode()
    assert '<meta name="robots" content="noindex">' in frame
    assert (
        f'<link rel="canonical" href="http://127.0.0.1:8000{reverse("replies:theme", args=[theme.code])}">'
        in frame
    )


def test_a_cache_on_the_way_keeps_it_a_minute_and_never_for_another_reader_or_site(world):
    theme = _published(world)
    kept = {
        name: Client().get(reverse(f"replies:{name}", args=[theme.code]))
        for name in ("theme", "theme_frame", "theme_feed", "theme_picture")
    } | {"public": Client().get(reverse("replies:public"))}
    for name, answer in kept.items():
        assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=60"}, name
        assert "Accept-Language" in answer["Vary"], name
    assert "Origin" in kept["theme_feed"]["Vary"]
    assert "Referer" in kept["theme_picture"]["Vary"]


def test_a_theme_with_a_hostile_name_is_only_a_name(world):
    theme = _published(world)
    theme.name = '"><script>alert(1)</script>'
    theme.save()
    for name in ("theme", "theme_frame"):
        page = Client().get(reverse(f"replies:{name}", args=[theme.code])).content.decode()
        assert "<script" not in page
        assert 'content=""' not in page
    picture = Client().get(reverse("replies:theme_picture", args=[theme.code])).content
    assert b"<script" not in picture
    assert theme.name in Client().get(reverse("replies:theme_feed", args=[theme.code])).json()["title"]
