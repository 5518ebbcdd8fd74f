"""The demo marketplace: example listings on several hosts over real HTTP, and a control door to take one down."""

import argparse
import collections
import hmac
import json
import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from spotter.management.example import pages
from spotter.management.example.catalogue import LISTINGS
from spotter.management.example.listings import SITES, Kind, Listing, Shape, Site, find
from spotter.management.example.loopback import Asked, Reply, Server, run
from spotter.management.example.pictures import PORTRAIT, SQUARE, picture
from spotter.management.example.words import WORDS

CSS = (Path(__file__).parent / "assets" / "market.css").read_bytes()
ROBOTS = b"User-agent: *\nDisallow: /login\nDisallow: /seller/\nDisallow: /_control/\nAllow: /item/\n"
ITEM = re.compile(r"/item/([0-9]{1,12})/?")
IMAGE = re.compile(r"/img/([0-9]{1,12})-([12])\.jpg")
CACHED = (("Cache-Control", "max-age=300"),)
OPEN_SHAPES = frozenset(shape for shape in Shape if not shape.startswith(("removed", "redirect")))


class Marketplace:
    """All example sites in one app: `marketplace(asked)` answers; what was removed lasts as long as the process."""

    def __init__(self, *, token: str, slow_seconds: float = 2.0, listings: Sequence[Listing] = LISTINGS) -> None:
        self._token = token
        self._slow_seconds = slow_seconds
        self._listings = listings
        self._removed: set[tuple[str, int]] = set()
        self._hits: collections.Counter[str] = collections.Counter()
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Reply:
        """Answer one request; the host decides whose page it is."""
        if asked.path == "/healthz":
            return _text("ok\n")
        if asked.path.startswith("/_control/"):
            return self._control(asked)
        site = SITES.get(_host(asked))
        if asked.method != "GET":
            return _text("only GET here\n", status=405)
        if site is None:
            return _page(self._index(asked))
        with self._lock:
            self._hits[site.host + asked.path] += 1
        return self._of(site, asked)

    def _of(self, site: Site, asked: Asked) -> Reply:
        if match := ITEM.fullmatch(asked.path):
            return self._item(site, int(match[1]))
        if match := IMAGE.fullmatch(asked.path):
            return self._image(site, int(match[1]), SQUARE if match[2] == "1" else PORTRAIT)
        match asked.path:
            case "/market.css":
                return Reply(body=CSS, content_type="text/css; charset=utf-8", headers=CACHED)
            case "/robots.txt":
                return Reply(body=ROBOTS, content_type="text/plain; charset=utf-8")
            case "/login":
                return _page(pages.login(site, language=self._language(site, asked)))
            case "/search":
                query = asked.query.get("q", "")[:200]
                return _page(pages.found(site, query, self._matching(site, query)))
            case "/":
                flash = WORDS[self._language(site, asked)].gone if "gone" in asked.query else ""
                return _page(pages.home(site, self._on_offer(site), flash=flash))
        return self._unknown(site)

    def _unknown(self, site: Site) -> Reply:
        return _page(pages.gone(site, language=site.language, similar=self._on_offer(site)[:4]), status=404)

    def _item(self, site: Site, number: int) -> Reply:
        listing = find(self._listings, host=site.host, number=number)
        if listing is None:
            return self._unknown(site)
        with self._lock:
            shape = site.removed if (site.host, number) in self._removed else listing.shape
        similar = self._similar(site, listing)
        match shape:
            case Shape.REMOVED_404 | Shape.REMOVED_200:
                status = 404 if shape is Shape.REMOVED_404 else 200
                return _page(pages.gone(site, language=listing.language, similar=similar), status=status)
            case Shape.REDIRECT_HOME:
                return _redirect(f"/?gone={number}")
            case Shape.LOGIN_WALL:
                return _redirect(f"/login?next={quote(f'/item/{number}', safe='')}")
            case Shape.ROBOT_WALL:
                # Some sites say 403, others 200: a reader must know the page, not only the number.
                status = 403 if site.removed is Shape.REMOVED_404 and site.language == "id" else 200
                return _page(pages.robot(site, language=listing.language), status=status)
            case Shape.GBK:
                return _gbk(pages.item(site, listing, similar=similar, charset="gbk"))
        return _page(
            pages.item(site, listing, similar=similar), seconds=self._slow_seconds if shape is Shape.SLOW else 0.0
        )

    def _image(self, site: Site, number: int, size: tuple[int, int]) -> Reply:
        listing = find(self._listings, host=site.host, number=number)
        if listing is None:
            return _text("no such picture\n", status=404)
        body = picture(listing.picture, tint=listing.tint, seed=listing.picture_seed, size=size)
        return Reply(body=body, content_type="image/jpeg", headers=CACHED)

    def _on_offer(self, site: Site) -> list[Listing]:
        with self._lock:
            removed = frozenset(self._removed)
        return [
            one
            for one in self._listings
            if one.host == site.host and one.shape in OPEN_SHAPES and (one.host, one.number) not in removed
        ]

    def _similar(self, site: Site, listing: Listing) -> list[Listing]:
        """Four others, wildlife first: words around a listing must not be taken for the listing's own."""
        others = [one for one in self._on_offer(site) if one.number != listing.number]
        return sorted(others, key=lambda one: (one.kind is not Kind.WILDLIFE, one.language != listing.language))[:4]

    def _matching(self, site: Site, query: str) -> list[Listing]:
        wanted = query.casefold()
        return [one for one in self._on_offer(site) if wanted in f"{one.title} {one.description}".casefold()]

    def _language(self, site: Site, asked: Asked) -> str:
        """The language of the listing that sent the visitor here, else the site's own."""
        number = (asked.query.get("next", "") or asked.query.get("gone", "")).rpartition("/")[2]
        listing = find(self._listings, host=site.host, number=int(number)) if number.isdecimal() else None
        return listing.language if listing else site.language

    def _index(self, asked: Asked) -> str:
        """For a person at the plain loopback address: the sites under names that browsers send to loopback."""
        port = pages.esc(asked.header("Host").partition(":")[2] or "80")
        links = "".join(
            f'<li><a href="http://{host.replace(".test", ".localhost")}:{port}/">{site.name} ({host})</a></li>'
            for host, site in SITES.items()
        )
        return f"<!doctype html><html lang=en><title>Examples</title><h1>Example marketplaces</h1><ul>{links}</ul>"

    def _control(self, asked: Asked) -> Reply:
        given = asked.header("Authorization").removeprefix("Bearer ")
        if not self._token or not hmac.compare_digest(given.encode(), self._token.encode()):
            return _json({"error": "token missing or wrong"}, status=401)
        if (asked.method, asked.path) == ("GET", "/_control/log"):
            with self._lock:
                return _json({"total": self._hits.total(), "hits": dict(self._hits)})
        if asked.method == "POST" and asked.path in ("/_control/remove", "/_control/restore"):
            return self._take(asked, remove=asked.path.endswith("remove"))
        return _json({"error": "no such control"}, status=404)

    def _take(self, asked: Asked, *, remove: bool) -> Reply:
        listing = self._named(asked.body)
        if listing is None:
            return _json({"error": "no such listing here"}, status=404)
        with self._lock:
            change = self._removed.add if remove else self._removed.discard
            change((listing.host, listing.number))
        return _json({"address": listing.address, "removed": remove})

    def _named(self, body: bytes) -> Listing | None:
        """The listing that a JSON body names by `address`."""
        try:
            address = json.loads(body)["address"]
            parts = urlsplit(address)
            match = ITEM.fullmatch(parts.path)
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        return find(self._listings, host=parts.hostname or "", number=int(match[1])) if match else None


def _host(asked: Asked) -> str:
    """`pasar.localhost` stands for `pasar.test`, so that a person can look without a resolver of their own."""
    return asked.host.removesuffix(".localhost") + ".test" if asked.host.endswith(".localhost") else asked.host


def _page(text: str, *, status: int = 200, seconds: float = 0.0) -> Reply:
    return Reply(status=status, body=text.encode(), seconds=seconds)


def _gbk(text: str) -> Reply:
    return Reply(body=text.encode("gbk", "xmlcharrefreplace"), content_type="text/html; charset=gbk")


def _text(text: str, *, status: int = 200) -> Reply:
    return Reply(status=status, body=text.encode(), content_type="text/plain; charset=utf-8")


def _json(value: object, *, status: int = 200) -> Reply:
    return Reply(status=status, body=json.dumps(value).encode(), content_type="application/json")


def _redirect(to: str) -> Reply:
    return Reply(status=302, headers=(("Location", to),))


def main() -> None:
    """Run the marketplace until it is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8801)
    parser.add_argument(
        "--token", default=os.environ.get("CONTROL_TOKEN", ""), help="for /_control/ (or CONTROL_TOKEN)"
    )
    parser.add_argument("--slow-seconds", type=float, default=2.0)
    options = parser.parse_args()
    run(
        Server(Marketplace(token=options.token, slow_seconds=options.slow_seconds), port=options.port),
        name="marketplace",
    )


if __name__ == "__main__":
    main()
