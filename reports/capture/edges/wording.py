"""The listing's own words on a page: navigation, footer, and what is only similar are left out."""

import re
from collections.abc import Iterator, Mapping, Set

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reports.capture.rules.facts import TEXT, Found
from spotter.lib.prices import find_price, parse_price

TEXT_SIZE = 200_000
_NEVER = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "aside",
    "svg",
    "iframe",
    "object",
    "dialog:not([open])",
    "select",
)
_WORDS_ELSEWHERE = ("similar", "related", "recommend", "breadcrumb", "also-", "cookie")
_ROLES_ELSEWHERE = ("navigation", "contentinfo", "complementary", "banner", "search")
# Each selector with what the source must hold for it to find anything: most pages hold few of them, one pass over the
# source finds all, and each search that is left out saves a walk through the tree.
_ELSEWHERE = (
    *((f"<{one.partition(':')[0]}", one) for one in _NEVER),
    ("hidden", "[hidden]"),
    *((role, f"[role={role}]") for role in _ROLES_ELSEWHERE),
    ("<header", "body > header"),
    *((word, f'[class*="{word}" i], [id*="{word}" i]') for word in _WORDS_ELSEWHERE),
)
MARKS = frozenset({"main", *(mark for mark, _selector in _ELSEWHERE)})
_MAIN = "main, [role=main]"
_FRAME = ("html", "body", "main")
# Of these a line is made: their words stand in it, not below it.
_INLINE = "a, abbr, b, bdi, bdo, em, font, i, mark, s, small, span, strong, sub, sup, u, wbr, time"
_WORDS = {
    "seller": "seller|sold by|posted by|vendor|penjual|toko|卖家|賣家|店铺|店鋪|掌柜|"
    "vendeur|vendedora?|verkäufer|người bán|ผู้ขาย|"
    "出品者|販売者|판매자|البائع|विक्रेता",
    "place": "location|located in|item location|lokasi|dikirim dari|"
    "所在地|发货地|地区|地點|地区|lieu|localisation|ubicación|"
    "localização|standort|khu vực|địa điểm|nơi bán|"
    "ที่ตั้ง|จังหวัด|発送元の地域|発送元|지역|위치|거래지역|الموقع|المدينة|स्थान",
    "price": "price|asking price|harga|"
    "价格|價格|售价|售價|一口价|prix|precio|preço|preis|giá|giá bán|ราคา|価格|値段|가격|السعر|"
    "मूल्य|कीमत",
    "posted_at": "posted|posted on|listed on|date|tanggal|diposting|"
    "发布时间|發佈時間|刊登日期|publié le|publicado|veröffentlicht|"
    "ngày đăng|วันที่ลงประกาศ|掲載日|등록일|تاريخ النشر",
}  # fmt: skip
_LABELLED = {
    name: re.compile(
        rf"^\W{{0,3}}(?:{words})\s*(?:[:：]\s*(?P<same>.{{1,120}})|[:：]?\s*\n\s*(?P<next>.{{1,120}}))$",
        re.IGNORECASE | re.MULTILINE,
    )
    for name, words in _WORDS.items()
}
_SHOP_PATH = re.compile(
    r"/(?:seller|sellers|shop|store|toko|user|users|u|profile|member|vendor|penjual)/(?P<name>[^/?#]{2,60})|/(?P<handle>@[^/?#]{2,60})"
)
_SIGN = re.compile(r"\.svg|logo|icon|avatar|sprite|pixel|spacer", re.IGNORECASE)
_SIZE = re.compile(r"\d{1,6}(?:\.\d{1,4})?(?=[wx]$)")
_ISO_DATE = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?")


def own_part(tree: LexborHTMLParser, marks: frozenset[str]) -> LexborNode | None:
    """The part of the page that is the listing's own. This takes the rest out of the tree.

    `marks` are those of MARKS that its source holds.
    """
    body = tree.body
    if body is None:
        return None
    wanted = ", ".join(selector for mark, selector in _ELSEWHERE if mark in marks)
    main = body.css_first(_MAIN) if "main" in marks else None
    judged: frozenset[int] = frozenset()
    # Where the main part surely stays, nobody need look for anything outside of it.
    if main is not None and _stays(main, marks):
        judged = _take_out(main, wanted)
        if _has_words(main):
            return main
    _take_out(body, wanted, judged)
    main = body.css_first(_MAIN) if main is not None else None
    return main if main is not None and _has_words(main) else body


def _stays(node: LexborNode, marks: frozenset[str]) -> bool:
    """Whether no selector can mean this node or one around it: its tag says no mark of theirs."""
    around: LexborNode | None = node
    while around is not None and around.tag != "body":
        said = " ".join(f"{name}={value}" for name, value in around.attributes.items())
        tag = f"<{around.tag} {said}".lower()
        if any(mark in tag for mark in marks if mark != "main"):
            return False
        around = around.parent
    return True


def _take_out(part: LexborNode, wanted: str, judged: frozenset[int] = frozenset()) -> frozenset[int]:
    """Take what is `wanted` out of the part, but for what was judged before; gives what is judged now."""
    found = part.css(wanted) if wanted else []
    for node in found:
        # What holds the heading is the listing, whatever its class is called.
        tag = node.tag
        if node.mem_id not in judged and tag not in _FRAME and (tag in _NEVER or node.css_first("h1") is None):
            node.decompose(recursive=False)
    return frozenset(node.mem_id for node in found)


def _has_words(main: LexborNode) -> bool:
    return len(main.text(deep=True, strip=True)) >= 40


def own_text(part: LexborNode) -> str:
    """The words, one block a line."""
    for node in part.css(_INLINE):
        node.unwrap()
    part.merge_text_nodes()
    lines = (" ".join(line.split()) for line in part.text(deep=True, separator="\n").splitlines())
    return "\n".join(line for line in lines if line)[:TEXT_SIZE]


def facts_of_text(text: str, *, language: str | None, known: Set[str]) -> list[Found]:
    """What labelled lines say ("Seller: …"), and the first price that carries its currency; not what is `known`."""
    head = text[:20_000]
    found = []
    for name, pattern in _LABELLED.items():
        labelled = pattern.search(head) if name not in known else None
        value = (labelled["same"] or labelled["next"] or "").strip() if labelled else ""
        if value and name == "price":
            price = parse_price(value, language=language)
            if price is not None:
                found.append(Found("price", str(price.amount), TEXT, note=price.currency or ""))
        elif value and name == "posted_at":
            found.extend(Found("posted_at", date.group(), TEXT) for date in [_ISO_DATE.search(value)] if date)
        elif value:
            found.append(Found(name, value, TEXT))
    price = find_price(head, language=language) if "price" not in known else None
    if price is not None:
        found.append(Found("price", str(price.amount), TEXT, note=price.currency or ""))
    return found


def facts_of_tags(part: LexborNode) -> list[Found]:
    """The heading, a link to the seller, and the first time mark, before the text is taken."""
    found = []
    heading = part.css_first("h1")
    if heading is not None:
        found.append(Found("title", heading.text(deep=True, separator=" ", strip=True), TEXT))
    for link in part.css("a[href]")[:200]:
        shop = _SHOP_PATH.search((link.attributes.get("href") or "")[:2_000])
        if shop:
            name = link.text(deep=True, separator=" ", strip=True)
            found.append(Found("seller", name or shop["name"] or shop["handle"], TEXT))
            break
    time = part.css_first("time[datetime]")
    if time is not None:
        found.append(Found("posted_at", time.attributes.get("datetime") or "", TEXT))
    return found


def pictures_of_tags(part: LexborNode) -> Iterator[str]:
    """Addresses of pictures as written; drawings and signs of the site itself are passed over."""
    for node in part.css("img")[:60]:
        source = _source(node.attributes)
        if source and not _SIGN.search(source):
            yield source


def _source(attributes: Mapping[str, str | None]) -> str:
    """Where the picture itself is: a page that loads late has a placeholder in `src`, often inside the address."""
    for key in ("data-src", "data-original", "src"):
        value = (attributes.get(key) or "").strip()
        if value and value[:5].lower() != "data:":
            return value
    return _largest(attributes.get("srcset") or attributes.get("data-srcset") or "")


def _largest(srcset: str) -> str:
    """Of `a.jpg 1x, b.jpg 2x` or `a.jpg 320w, …` the largest."""
    choices = [one.split() for one in srcset[:10_000].split(", ")[:20]]
    sized = [(float(size.group()) if (size := _SIZE.match(one[-1])) else 0.0, one[0]) for one in choices if one]
    chosen = max(sized, default=(0.0, ""), key=lambda one: one[0])[1].rstrip(",")
    return "" if chosen[:5].lower() == "data:" else chosen
