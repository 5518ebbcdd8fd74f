"""Understands a page: what is offered, by whom, for how much, in which language, and each fact's source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

import ada_url
import ahocorasick_rs
from selectolax.lexbor import LexborHTMLParser

from reports.capture.edges import charsets, depth, json_ld, marked, wording
from reports.capture.rules.facts import TEXT, Fact, Found, tidy_facts
from reports.capture.rules.states import Before, Seen
from spotter.lib import tongue_signs
from spotter.lib.text import clean_text
from spotter.lib.tongue import language_of

PICTURES = 6
ADDRESS_LENGTH = 2_000
_CAPTCHA = frozenset({"captcha", "challenge-platform", "cf-chl", "geetest", "datadome"})
_MARKS = (*wording.MARKS, *_CAPTCHA, "json", "itemscope", "password")
# In bytes, and the leftmost first: only so the search leaps over what cannot begin a mark, at seven times the speed.
_SEARCH = ahocorasick_rs.BytesAhoCorasick(
    [mark.encode() for mark in _MARKS], matchkind=ahocorasick_rs.MatchKind.LeftmostFirst
)


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """What a page says. Addresses are absolute, `price` is a decimal number as text, `sources` names origins."""

    title: str = ""
    description: str = ""
    price: str = ""
    currency: str = ""
    seller: str = ""
    place: str = ""
    posted_at: str = ""
    availability: str = ""
    pictures: tuple[str, ...] = ()
    language: str = ""
    text: str = ""
    has_offer: bool = False
    signals: frozenset[str] = frozenset()
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read_page(body: bytes, content_type: str | None, address: str) -> PageFacts:
    """Read a page's bytes. Never raises for what a page holds; what cannot be read is simply missing."""
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind and not kind.startswith(("text/", "application/xhtml", "application/xml")):
        return PageFacts(signals=frozenset({"not-a-page"}))
    markup = charsets.decode(body, content_type)
    if kind == "text/plain":
        return _plain(markup)
    source, tamed = markup.encode(errors="ignore"), depth.tame(markup)
    tree = LexborHTMLParser(source if tamed is markup else tamed)
    held = _marks(source)
    structured = _structured(tree, held, address)
    signals = _signals(tree, held)
    declared = _declared_language(tree)
    title = _head_title(tree)
    part = wording.own_part(tree, held)
    tags = wording.facts_of_tags(part) if part is not None else []
    images = wording.pictures_of_tags(part) if part is not None else ()
    pictures = _absolute(chain(structured.pictures, images), _base(tree, address))
    text = clean_text(wording.own_text(part), limit=wording.TEXT_SIZE, lines=True) if part is not None else ""
    language = language_of(f"{title}\n{text}") or declared
    marked_facts = tidy_facts([*structured.found, *tags])
    words = wording.facts_of_text(text, language=language, known=marked_facts.keys())
    facts = tidy_facts([*words, Found("title", title, TEXT)], known=marked_facts)
    return PageFacts(
        **_values(facts),
        pictures=pictures,
        language=language,
        text=text,
        has_offer=structured.is_offer or "price" in facts,
        signals=signals | structured.signals,
        sources=MappingProxyType({name: fact.source for name, fact in facts.items()}),
    )


def seen(
    facts: PageFacts,
    *,
    asked: str,
    final: str,
    status: int,
    headers: Iterable[tuple[str, str]],
    before: Before | None = None,
) -> Seen:
    """What the rule of states needs to know of a page that was read."""
    return Seen(
        asked=asked,
        final=final,
        status=status,
        headers={name.lower(): value for name, value in headers},
        title=facts.title,
        text=facts.text,
        availability=facts.availability,
        has_offer=facts.has_offer,
        signals=facts.signals,
        seller=facts.seller,
        before=before,
    )


@dataclass(frozen=True)
class _Structured:
    found: list[Found]
    pictures: list[str]
    is_offer: bool
    signals: frozenset[str]


def _structured(tree: LexborHTMLParser, marks: frozenset[str], address: str) -> _Structured:
    # `+` may stand as an entity in the attribute.
    scripts = tree.css('script[type*="ld+json" i]') if "json" in marks else []
    blocks = (node.text(deep=True) for node in scripts[: json_ld.BLOCKS])
    parts = {
        "json-ld": json_ld.read_json_ld(blocks, address=address),
        "microdata": marked.read_microdata(tree) if "itemscope" in marks else ([], [], False),
        "opengraph": marked.read_metas(tree),
    }
    return _Structured(
        found=[one for found, _pictures, _offer in parts.values() for one in found],
        pictures=[address for _found, pictures, _offer in parts.values() for address in pictures],
        is_offer=any(offer for _found, _pictures, offer in parts.values()),
        signals=frozenset(name for name, (_found, _pictures, offer) in parts.items() if offer),
    )


def _values(facts: Mapping[str, Fact]) -> dict[str, str]:
    values = {
        name: clean_text(facts[name].value, limit=20_000, lines=name == "description")
        for name in ("title", "description", "price", "seller", "place", "posted_at", "availability")
        if name in facts
    }
    return {**values, "currency": facts["price"].note} if "price" in facts else values


def _plain(markup: str) -> PageFacts:
    text = clean_text(markup[: wording.TEXT_SIZE], limit=wording.TEXT_SIZE, lines=True)
    return PageFacts(text=text, language=language_of(text))


def _signals(tree: LexborHTMLParser, marks: frozenset[str]) -> frozenset[str]:
    found = set()
    if "password" in marks and tree.css_first("input[type=password]") is not None:
        found.add("password-field")
    if marks & _CAPTCHA:
        found.add("captcha")
    return frozenset(found)


def _marks(source: bytes) -> frozenset[str]:
    """Which words a page's source holds that are worth a look into its tree."""
    return frozenset(_MARKS[which] for which, _start, _end in _SEARCH.find_matches_as_indexes(source.lower()))


def _head_title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return clean_text(node.text(deep=True), limit=500) if node is not None else ""


def _declared_language(tree: LexborHTMLParser) -> str:
    root = tree.css_first("html[lang]")
    code = (
        (root.attributes.get("lang") or "").strip()[:20].split("-")[0].split("_")[0].lower() if root is not None else ""
    )
    return tongue_signs.grouped(code) if code.isalpha() and len(code) in (2, 3) else ""


def _base(tree: LexborHTMLParser, address: str) -> str:
    node = tree.head.css_first("base[href]") if tree.head is not None else None
    return _joined(address, node.attributes.get("href") or "") or address if node is not None else address


def _joined(base: str, reference: str) -> str:
    try:
        joined = ada_url.join_url(base, reference.strip()[:ADDRESS_LENGTH])
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) and len(joined) <= ADDRESS_LENGTH else ""


def _absolute(references: Iterable[str], base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for reference in references:
        joined = _joined(base, reference) if reference.strip() else ""
        if joined:
            found[joined] = None
        if len(found) == PICTURES:
            break
    return tuple(found)
