"""The demo marketplace answers over real HTTP with the shape that each listing promises."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
import urllib3
from PIL import Image

from spotter.management.example.catalogue import LISTINGS
from spotter.management.example.listings import SITES, Kind, Listing, Shape
from spotter.management.example.loopback import Server
from spotter.management.example.marketplace import Marketplace
from spotter.management.example.pages import esc
from spotter.management.example.pictures import DRAWINGS, PORTRAIT, SQUARE, TINTS, picture, screenshot_of
from spotter.management.example.words import WORDS

TOKEN = "token-of-the-test"
SLOW_SECONDS = 0.3
POOL = urllib3.PoolManager(retries=False)
LIVE = {Shape.JSON_LD, Shape.OPENGRAPH, Shape.BARE, Shape.MICRODATA, Shape.BROKEN_JSON_LD, Shape.GBK, Shape.SLOW}


@pytest.fixture
def market() -> Iterator[str]:
    """The address of a marketplace of one's own."""
    with Server(Marketplace(token=TOKEN, slow_seconds=SLOW_SECONDS), port=0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server.address
        server.shutdown()


def get(market: str, host: str, path: str) -> urllib3.BaseHTTPResponse:
    return POOL.request("GET", market + path, headers={"Host": host}, redirect=False)


def item(market: str, listing: Listing) -> urllib3.BaseHTTPResponse:
    return get(market, listing.host, f"/item/{listing.number}")


def control(market: str, verb: str, address: str, *, token: str = TOKEN) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return POOL.request("POST", f"{market}/_control/{verb}", json={"address": address}, headers=headers).status


def first(shape: Shape, host: str = "") -> Listing:
    return next(one for one in LISTINGS if one.shape is shape and host in ("", one.host))


def named(listing: Listing) -> str:
    return f"{listing.host}-{listing.number}-{listing.shape}"


def test_the_catalogue_is_large_and_every_address_is_its_own() -> None:
    assert len({listing.address for listing in LISTINGS}) == len(LISTINGS) >= 44
    assert {listing.shape for listing in LISTINGS} == set(Shape)
    assert {listing.host for listing in LISTINGS} == set(SITES)


def test_wildlife_is_offered_in_the_five_languages_of_the_demo() -> None:
    spoken = {one.language for one in LISTINGS if one.kind is Kind.WILDLIFE and one.expected_state == "live"}
    assert spoken >= {"en", "id", "zh-Hans", "th", "ar"}


@pytest.mark.parametrize("listing", [one for one in LISTINGS if one.shape in LIVE], ids=named)
def test_a_live_page_shows_title_price_seller_and_place(market: str, listing: Listing) -> None:
    reply = item(market, listing)
    charset = "gbk" if listing.shape is Shape.GBK else "utf-8"
    page = reply.data.decode(charset).replace("&#165;", "¥")
    assert (reply.status, reply.headers["Content-Type"]) == (200, f"text/html; charset={charset}")
    shown = [esc(text) in page for text in (listing.title, listing.price, listing.seller, listing.place)]
    assert shown == [True] * 4
    assert f'<html lang="{listing.language}"' in page
    assert "Example data" in page


@pytest.mark.parametrize(
    ("shape", "marks"),
    [
        (Shape.JSON_LD, (1, 0, 0)),
        (Shape.OPENGRAPH, (0, 1, 0)),
        (Shape.BARE, (0, 0, 0)),
        (Shape.MICRODATA, (0, 0, 1)),
        (Shape.BROKEN_JSON_LD, (3, 0, 0)),
    ],
)
def test_each_shape_carries_only_its_own_kind_of_data(market: str, shape: Shape, marks: tuple[int, int, int]) -> None:
    page = item(market, first(shape)).data.decode()
    counts = (page.count("application/ld+json"), page.count("og:title"), page.count("schema.org/Product"))
    assert (counts[0], counts[1], int(bool(counts[2] and not counts[0]))) == marks


def test_the_structured_data_of_a_listing_says_what_the_page_says(market: str) -> None:
    listing = first(Shape.JSON_LD)
    block = item(market, listing).data.decode().split('<script type="application/ld+json">')[1].split("</script>")[0]
    product = json.loads(block)
    offer = product["offers"]
    assert (product["name"], offer["price"], offer["priceCurrency"], offer["seller"]["name"]) == (
        *(listing.title, listing.amount, listing.currency, listing.seller),
    )


def test_the_first_of_the_broken_blocks_is_no_json_and_the_last_is_the_product(market: str) -> None:
    listing = first(Shape.BROKEN_JSON_LD)
    page = item(market, listing).data.decode()
    blocks = [part.split("</script>")[0] for part in page.split('<script type="application/ld+json">')[1:]]
    with pytest.raises(json.JSONDecodeError):
        json.loads(blocks[0])
    assert json.loads(blocks[-1])["name"] == listing.title


def test_a_sold_listing_says_so_to_people_and_to_machines(market: str) -> None:
    for listing in (one for one in LISTINGS if one.shape is Shape.SOLD):
        page = item(market, listing).data.decode()
        assert (WORDS[listing.language].sold in page, "schema.org/SoldOut" in page) == (True, True)


@pytest.mark.parametrize(("shape", "status"), [(Shape.REMOVED_404, 404), (Shape.REMOVED_200, 200)])
def test_a_removed_listing_shows_nothing_of_itself(market: str, shape: Shape, status: int) -> None:
    for listing in (one for one in LISTINGS if one.shape is shape):
        reply = item(market, listing)
        page = reply.data.decode()
        assert (reply.status, listing.title in page, WORDS[listing.language].gone in page) == (status, False, True)


def test_a_listing_that_leads_home_says_there_that_it_is_gone(market: str) -> None:
    for listing in (one for one in LISTINGS if one.shape is Shape.REDIRECT_HOME):
        reply = item(market, listing)
        assert (reply.status, reply.headers["Location"]) == (302, f"/?gone={listing.number}")
        page = get(market, listing.host, reply.headers["Location"]).data.decode()
        assert (WORDS[listing.language].gone in page, esc(listing.title) in page) == (True, False)


def test_a_login_wall_leads_to_a_form_with_a_password(market: str) -> None:
    for listing in (one for one in LISTINGS if one.shape is Shape.LOGIN_WALL):
        reply = item(market, listing)
        page = get(market, listing.host, reply.headers["Location"]).data.decode()
        assert (reply.status, 'type="password"' in page, listing.title in page) == (302, True, False)
        assert WORDS[listing.language].sign_in_first in page


def test_a_robot_wall_stands_with_403_on_one_host_and_with_200_on_another(market: str) -> None:
    walls = [one for one in LISTINGS if one.shape is Shape.ROBOT_WALL]
    replies = {one.host: item(market, one) for one in walls}
    assert {host: reply.status for host, reply in replies.items()} == {"pasar.test": 403, "kedai.test": 200}
    assert [WORDS[one.language].robot in replies[one.host].data.decode() for one in walls] == [True, True]


def test_a_slow_page_trickles(market: str) -> None:
    started = time.monotonic()
    assert item(market, first(Shape.SLOW)).status == 200
    assert time.monotonic() - started >= SLOW_SECONDS * 0.9


def test_an_ordinary_page_stands_among_wildlife(market: str) -> None:
    page = item(market, next(one for one in LISTINGS if one.kind is Kind.ORDINARY and one.host == "pasar.test"))
    around = page.data.decode().split("<aside>")[1]
    assert "gading" in around


@pytest.mark.parametrize(("host", "status"), [("pasar.test", 404), ("gerai.test", 200), ("kedai.test", 404)])
def test_removal_takes_one_page_away_and_restoring_brings_it_back(market: str, host: str, status: int) -> None:
    listing, other = [one for one in LISTINGS if one.host == host and one.shape is Shape.JSON_LD][:2]
    assert control(market, "remove", listing.address) == 200
    gone = item(market, listing)
    assert (gone.status, WORDS[listing.language].gone in gone.data.decode()) == (status, True)
    assert (listing.title in gone.data.decode(), other.title in item(market, other).data.decode()) == (False, True)
    assert listing.title not in get(market, host, "/").data.decode()
    assert control(market, "restore", listing.address) == 200
    assert esc(listing.title) in item(market, listing).data.decode()


def test_removal_needs_the_token(market: str) -> None:
    listing = first(Shape.JSON_LD)
    assert control(market, "remove", listing.address, token="wrong") == 401
    assert esc(listing.title) in item(market, listing).data.decode()


@pytest.mark.parametrize("address", ["http://pasar.test/item/999", "http://other.test/item/1", "nonsense", ""])
def test_what_is_not_on_sale_here_cannot_be_removed(market: str, address: str) -> None:
    assert control(market, "remove", address) == 404


def test_the_log_counts_each_look(market: str) -> None:
    listing = first(Shape.JSON_LD)
    for _ in range(3):
        item(market, listing)
    log = POOL.request("GET", f"{market}/_control/log", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert log == {"total": 3, "hits": {f"{listing.host}/item/{listing.number}": 3}}


def test_every_site_has_a_home_a_search_and_rules_for_robots(market: str) -> None:
    for host in SITES:
        assert [get(market, host, path).status for path in ("/", "/search?q=x", "/robots.txt", "/market.css")] == [
            200
        ] * 4
        assert get(market, host, "/item/1").status == 404


def test_a_search_finds_what_it_was_asked_for(market: str) -> None:
    page = get(market, "pasar.test", "/search?q=trenggiling").data.decode()
    assert ("Sisik trenggiling kering 1 kg" in page, "Sepeda lipat" in page) == (True, False)


def test_a_query_cannot_bring_its_own_markup(market: str) -> None:
    assert "<script>x" not in get(market, "pasar.test", "/search?q=%3Cscript%3Ex").data.decode()


def test_a_person_on_the_plain_address_finds_the_sites(market: str) -> None:
    assert "pasar.localhost" in POOL.request("GET", market).data.decode()
    assert "PasarKita" in get(market, "pasar.localhost", "/").data.decode()


def test_pictures_come_in_two_sizes(market: str) -> None:
    listing = first(Shape.JSON_LD)
    replies = [get(market, listing.host, f"/img/{listing.number}-{n}.jpg") for n in (1, 2)]
    assert [Image.open(io.BytesIO(reply.data)).size for reply in replies] == [SQUARE, PORTRAIT]


def test_every_listing_has_a_drawing_in_a_known_tint() -> None:
    assert {one.picture for one in LISTINGS} == set(DRAWINGS)
    assert {one.tint for one in LISTINGS} <= set(TINTS)


def test_a_relisting_shows_the_same_photograph_byte_for_byte(market: str) -> None:
    again = next(one for one in LISTINGS if one.drawn_as)
    before = next(one for one in LISTINGS if one.number == again.drawn_as)
    shown = [get(market, one.host, f"/img/{one.number}-1.jpg").data for one in (again, before)]
    assert shown[0] == shown[1]


def test_a_picture_is_the_same_for_a_seed_and_another_for_another() -> None:
    draw = picture.__wrapped__
    assert draw("tusk", tint="ivory", seed=1) == draw("tusk", tint="ivory", seed=1)
    assert draw("tusk", tint="ivory", seed=1) != draw("tusk", tint="ivory", seed=2)


@pytest.mark.parametrize("language", ["en", "id", "zh-Hans", "th", "ar"])
def test_a_screenshot_is_a_real_png_of_a_phone(language: str) -> None:
    taken = screenshot_of(next(one for one in LISTINGS if one.language == language))
    image = Image.open(io.BytesIO(taken))
    assert (image.format, image.size) == ("PNG", (720, 1480))


def test_the_process_ends_cleanly_when_told_to() -> None:
    command = [sys.executable, "-m", "spotter.management.example.marketplace", "--port", "0", "--token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        assert get(address, "pasar.test", "/").status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=5) == 0
