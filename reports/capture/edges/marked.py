"""Reads what a page marks in its tags: microdata, OpenGraph and the other meta lines."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reports.capture.rules.facts import MICRODATA, OPENGRAPH, TEXT, Found
from spotter.lib.prices import parse_marked_price

PROPERTIES = 500
METAS = 300
_GOODS = ("Product", "IndividualProduct", "Offer", "AggregateOffer", "Vehicle", "Car", "ProductModel")
_ELSEWHERE = frozenset({"isRelatedTo", "isSimilarTo", "review", "reviews", "aggregateRating", "itemListElement"})
_NAMES = {
    "name": "title",
    "description": "description",
    "price": "price",
    "lowPrice": "price",
    "priceCurrency": "currency",
    "availability": "availability",
    "seller": "seller",
    "offeredBy": "seller",
    "addressLocality": "place",
    "areaServed": "place",
    "availableAtOrFrom": "place",
    "datePosted": "posted_at",
    "datePublished": "posted_at",
    "image": "image",
}
_META = {
    "og:title": "title",
    "twitter:title": "title",
    "og:description": "description",
    "twitter:description": "description",
    "og:image": "image",
    "og:image:url": "image",
    "og:image:secure_url": "image",
    "twitter:image": "image",
    "product:price:amount": "price",
    "og:price:amount": "price",
    "product:sale_price:amount": "price",
    "product:price:currency": "currency",
    "og:price:currency": "currency",
    "product:sale_price:currency": "currency",
    "product:availability": "availability",
    "og:availability": "availability",
    "product:retailer_title": "seller",
    "profile:username": "seller",
    "article:author": "seller",
    "article:published_time": "posted_at",
    "og:locality": "place",
    "place:location:locality": "place",
}

type Marked = tuple[list[Found], list[str], bool]


def read_microdata(tree: LexborHTMLParser) -> Marked:
    """The first marked product or offer: facts, picture addresses as written, and whether it was an offer."""
    scopes: dict[str, LexborNode] = {}
    for node in tree.css("[itemscope][itemtype]"):
        scopes.setdefault((node.attributes.get("itemtype") or "").rpartition("/")[2], node)
    kind = next((kind for kind in _GOODS if kind in scopes), "")
    return _scope(scopes[kind], is_offer=kind.endswith("Offer")) if kind else ([], [], False)


def _scope(scope: LexborNode, *, is_offer: bool) -> Marked:
    values: list[tuple[str, str]] = []
    for node in scope.css("[itemprop]")[:PROPERTIES]:
        owners = _owners(node, scope)
        if _ELSEWHERE.isdisjoint(owners):
            inside = next((_NAMES[owner] for owner in owners if _NAMES.get(owner) in ("seller", "place")), "")
            values.extend(
                (_name(prop, inside), _value(node)) for prop in (node.attributes.get("itemprop") or "").split()[:5]
            )
            is_offer = is_offer or "offers" in owners or (node.attributes.get("itemprop") or "") == "offers"
    pictures = [value for name, value in values if name == "image"]
    return _priced(values, MICRODATA), pictures, is_offer


def _name(prop: str, inside: str) -> str:
    """A name inside a seller is the seller's name, not the title."""
    own = _NAMES.get(prop, "")
    return (
        inside if inside and own == "title" else ("" if inside == "seller" and own in ("image", "description") else own)
    )


def _owners(node: LexborNode, scope: LexborNode) -> list[str]:
    owners: list[str] = []
    parent = node.parent
    for _level in range(100):
        if parent is None or parent.mem_id == scope.mem_id:
            break
        if "itemscope" in parent.attributes:
            owners.extend((parent.attributes.get("itemprop") or "?").split()[:5])
        parent = parent.parent
    return owners


def _value(node: LexborNode) -> str:
    attributes = node.attributes
    for key in ("content", "datetime"):
        if attributes.get(key):
            return attributes[key] or ""
    if "itemscope" in attributes:
        return ""
    for key in ("src", "data-src", "href") if node.tag in ("img", "link", "source", "embed") else ():
        if attributes.get(key):
            return attributes[key] or ""
    return node.text(deep=True, separator=" ", strip=True)[:20_000]


def read_metas(tree: LexborHTMLParser) -> Marked:
    """OpenGraph and its kin; the plain description counts as text."""
    values: list[tuple[str, str]] = []
    plain: list[Found] = []
    is_product = False
    for node in tree.css("meta[content]")[:METAS]:
        attributes = node.attributes
        key = (attributes.get("property") or attributes.get("name") or "").strip().lower()
        content = (attributes.get("content") or "").strip()
        if key in _META:
            values.append((_META[key], content))
        elif key == "description":
            plain.append(Found("description", content, TEXT))
        is_product = is_product or (key == "og:type" and content.lower().endswith(("product", "product.item", "offer")))
    found = _priced(values, OPENGRAPH)
    pictures = [value for name, value in values if name == "image"]
    return [*found, *plain], pictures, is_product and any(one.name == "price" for one in found)


def _priced(values: list[tuple[str, str]], source: str) -> list[Found]:
    currency = next((value for name, value in values if name == "currency" and value), None)
    found = []
    for name, value in values:
        if name == "price":
            price = parse_marked_price(value, currency)
            if price is not None:
                found.append(Found("price", str(price.amount), source, note=price.currency or ""))
        elif name and name not in ("image", "currency"):
            found.append(Found(name, value, source))
    return found
