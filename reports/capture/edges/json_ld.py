"""Reads the offer out of a page's JSON-LD blocks, each on its own, so that a broken one spoils no other."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from reports.capture.rules.facts import JSON_LD, Found
from spotter.lib.prices import parse_marked_price

BLOCKS = 20
BLOCK_SIZE = 256 * 1024
NODES = 5_000

type Node = dict[str, Any]

_WRAPPED = re.compile(r"^\s*(?:<!--|/\*.*?\*/|//[^\n]*|<!\[CDATA\[)*\s*|\s*(?:-->|//\s*\]\]>|\]\]>|;)*\s*$", re.DOTALL)
_GOODS = frozenset({
    "product", "individualproduct", "productmodel", "productgroup", "someproducts", "vehicle", "car", "offer",
    "aggregateoffer", "offerforpurchase", "classifiedad", "auction", "demand",
})  # fmt: skip
_WRITINGS = frozenset({
    "article", "newsarticle", "blogposting", "socialmediaposting", "discussionforumposting", "videoobject",
    "imageobject", "webpage", "itempage", "creativework", "event",
})  # fmt: skip
_NOT_OURS = frozenset({
    "isrelatedto", "issimilarto", "isaccessoryorsparepartfor", "review", "aggregaterating", "breadcrumb",
    "itemlistelement", "publisher", "potentialaction",
})  # fmt: skip


def read_json_ld(blocks: Iterable[str], *, address: str) -> tuple[list[Found], list[str], bool]:
    """What the blocks say about this page's offer: facts, picture addresses, and whether an offer was there at all."""
    nodes: list[Node] = []
    for number, block in enumerate(blocks):
        if number == BLOCKS:
            break
        nodes.extend(_nodes(_parsed(block), room=NODES - len(nodes)))
    goods = [node for node in nodes if _types(node) & _GOODS]
    chosen = _best(goods, address)
    if chosen is not None:
        offers = _offers(chosen)
        return _facts(chosen, offers), _pictures(chosen), bool(offers) or "price" in chosen
    writing = _best([node for node in nodes if _types(node) & _WRITINGS], address)
    return (_facts(writing, _offers(writing)), _pictures(writing), False) if writing is not None else ([], [], False)


def _parsed(block: str) -> Any:
    if len(block) > BLOCK_SIZE:
        return None
    text = block.strip()
    if text[:1] not in ("{", "[") or text[-1:] not in ("}", "]"):
        text = _WRAPPED.sub("", text)
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError, MemoryError):
        return None


def _number(digits: str) -> int | str:
    """Python refuses to read more than 4,300 digits; no price has as many as 20."""
    return int(digits) if len(digits) <= 20 else digits[:40]


_DECODER = json.JSONDecoder(strict=False, parse_int=_number, parse_constant=lambda _name: None)


def _nodes(parsed: Any, *, room: int) -> Iterator[Node]:
    """Every object that may be the page's subject, outermost first; what is only related is left out."""
    waiting = [parsed]
    while waiting and room > 0:
        one = waiting.pop(0) if len(waiting) < 200 else waiting.pop()
        room -= 1
        if isinstance(one, list):
            waiting.extend(one[:500])
        elif isinstance(one, dict):
            yield one
            waiting.extend(
                value for key, value in one.items() if isinstance(value, (dict, list)) and key.lower() not in _NOT_OURS
            )


def _types(node: Node) -> frozenset[str]:
    return frozenset(map(_type, _strings(node["@type"]))) if "@type" in node else frozenset()


@lru_cache(256)
def _type(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()


def _best(nodes: list[Node], address: str) -> Node | None:
    """The node that names this page; else the first with an offer; else the first."""
    if len(nodes) < 2:
        return nodes[0] if nodes else None
    plain = address.split("#")[0].split("?")[0].rstrip("/")
    for node in nodes:
        if any(
            name.split("#")[0].split("?")[0].rstrip("/") == plain
            for key in ("url", "@id")
            for name in _strings(node.get(key))
        ):
            return node
    return next((node for node in nodes if node.get("offers")), nodes[0])


def _offers(node: Node) -> list[Node]:
    if _types(node) & {"offer", "aggregateoffer", "offerforpurchase", "demand"}:
        return [node]
    offers = _dicts(node.get("offers"))
    return offers or [offer for one in _dicts(node.get("hasVariant"))[:1] for offer in _dicts(one.get("offers"))]


def _facts(node: Node, offers: list[Node]) -> list[Found]:
    found = [Found(name, text, JSON_LD) for name, text in _words(node, offers)]
    for offer in offers[:20]:
        for level in (offer, *_dicts(offer.get("priceSpecification"))[:5], *_dicts(offer.get("offers"))[:5]):
            currency = _first(level.get("priceCurrency")) or _first(offer.get("priceCurrency"))
            price = parse_marked_price(_plain(level.get("price", level.get("lowPrice"))), currency)
            if price is not None:
                found.append(Found("price", str(price.amount), JSON_LD, note=price.currency or ""))
    return found


def _words(node: Node, offers: list[Node]) -> Iterator[tuple[str, str]]:
    subjects = [node, *_dicts(node.get("itemOffered"))]
    for levels, keys_of in ((subjects, _OF_SUBJECT), ([*subjects, *offers], _OF_ANY)):
        for level in levels:
            for name, keys, read in keys_of:
                yield from ((name, text) for key in keys if key in level for text in read(level[key]))


def _names(value: Any) -> Iterator[str]:
    yield from _strings(value)
    for one in _dicts(value):
        for key in ("name", "alternateName", "identifier"):
            yield from _strings(one.get(key))


def _places(value: Any) -> Iterator[str]:
    for one in _dicts(value):
        for address in (*_dicts(one.get("address")), one):
            parts = [_first(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry")]
            if any(parts):
                yield ", ".join(part for part in parts if part)
        yield from _strings(one.get("address"))
        if _types(one) & {"place", "city", "country", "administrativearea", "state"}:
            yield from _strings(one.get("name"))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    values = value[:20] if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)] + [
        one["@value"] for one in values if isinstance(one, dict) and isinstance(one.get("@value"), str)
    ]


def _first(value: Any) -> str:
    return next(iter(_strings(value)), "") or next(
        iter(_strings(_dicts(value)[0].get("name"))) if _dicts(value) else iter(()), ""
    )


def _dicts(value: Any) -> list[Node]:
    return [one for one in (value[:20] if isinstance(value, list) else [value]) if isinstance(one, dict)]


# Each fact with the keys that may hold it, and how their values are read.
type Reading = tuple[str, tuple[str, ...], Callable[[Any], Iterable[str]]]
_OF_SUBJECT: Final[tuple[Reading, ...]] = (
    ("title", ("name", "headline", "title"), _strings),
    ("description", ("description", "articleBody"), _strings),
)
_DATES = (
    "datePosted", "datePublished", "dateCreated", "uploadDate", "releaseDate", "validFrom", "availabilityStarts",
)  # fmt: skip
_OF_ANY: Final[tuple[Reading, ...]] = (
    ("availability", ("availability",), _strings),
    ("seller", ("seller", "offeredBy", "author", "creator"), _names),
    ("posted_at", _DATES, _strings),
    ("place", ("availableAtOrFrom", "areaServed", "contentLocation", "location", "seller"), _places),
)


def _pictures(node: Node) -> list[str]:
    found: list[str] = []
    for level in (node, *_dicts(node.get("itemOffered"))):
        for value in (level.get("image"), level.get("thumbnailUrl")):
            found.extend(_strings(value))
            found.extend(
                text
                for one in _dicts(value)
                for key in ("contentUrl", "url", "@id")
                for text in _strings(one.get(key))[:1]
            )
    return found[:30]


def _plain(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value
