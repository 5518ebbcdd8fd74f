"""The HTML of the example marketplaces: a listing in each shape, home, search and what stands in place of a listing."""

import html
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from spotter.management.example.listings import Listing, Shape, Site
from spotter.management.example.words import WORDS, Words

EXAMPLE = (
    "Example data: an invented marketplace with invented listings, drawn and written for the demo of Cyber Spotter."
)


def esc(text: str) -> str:
    """Text as it may stand in HTML, also inside a quoted attribute."""
    return html.escape(text, quote=True)


def frame(site: Site, *, language: str, title: str, main: str, head: str = "", charset: str = "utf-8") -> str:
    """A whole page of a site around its main part."""
    words = WORDS[language]
    direction = ' dir="rtl"' if language == "ar" else ""
    groups = "".join(f'<a href="/search?q={quote(name)}">{esc(name)}</a>' for name in words.categories)
    return f"""<!doctype html>
<html lang="{language}"{direction}>
<head>
<meta charset="{charset}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{esc(title)}</title>
<link rel="stylesheet" href="/market.css">
{head}</head>
<body class="{site.host.split(".")[0]}">
<header class="bar"><div>
<a class="logo" href="/">{esc(site.name)}</a>
<form action="/search" role="search"><input name="q" aria-label="{esc(words.search)}">
<button>{esc(words.search)}</button></form>
<a href="/login">{esc(words.sign_in)}</a>
<nav class="groups">{groups}</nav>
</div></header>
<main>
{main}
</main>
<footer><p>© {esc(site.name)} · {esc(site.slogan)}</p><p lang="en" dir="ltr">{EXAMPLE}</p></footer>
</body>
</html>
"""


def item(site: Site, listing: Listing, *, similar: Sequence[Listing], charset: str = "utf-8") -> str:
    """The page of a listing that can be read, in the shape that the listing asks for."""
    words = WORDS[listing.language]
    body = _micro_body if listing.shape is Shape.MICRODATA else _plain_body
    main = f'<p class="crumbs">{esc(words.home)} › {esc(site.name)} › {listing.number}</p>\n{body(listing, words)}\n'
    main += f"<aside><h2>{esc(words.similar)}</h2>\n{cards(similar)}</aside>"
    head = HEADS.get(listing.shape, _json_ld)(site, listing)
    return frame(
        site, language=listing.language, title=f"{listing.title} | {site.name}", main=main, head=head, charset=charset
    )


def cards(listings: Iterable[Listing]) -> str:
    """Small tiles that link to listings."""
    tiles = (
        f'<a class="card" href="/item/{one.number}"><img src="/img/{one.number}-1.jpg" alt="" loading="lazy">'
        f'<p lang="{one.language}">{esc(one.title)}</p><b>{esc(one.price)}</b></a>'
        for one in listings
    )
    return f'<div class="grid">{"".join(tiles)}</div>'


def home(site: Site, listings: Sequence[Listing], *, flash: str = "") -> str:
    """The front page of a site, with a note on top when a listing sent the visitor here."""
    note = f'<p class="flash" role="status">{esc(flash)}</p>' if flash else ""
    main = f"{note}<h1>{esc(site.slogan)}</h1>{cards(listings)}"
    return frame(site, language=site.language, title=f"{site.name} · {site.slogan}", main=main)


def found(site: Site, query: str, listings: Sequence[Listing]) -> str:
    """The answer of the site's own search."""
    words = WORDS[site.language]
    main = f"<h1>{esc(words.search)}: {esc(query)}</h1>" + (
        cards(listings) if listings else f"<p>{esc(words.nothing)}</p>"
    )
    return frame(site, language=site.language, title=f"{query} | {site.name}", main=main)


def gone(site: Site, *, language: str, similar: Sequence[Listing]) -> str:
    """What a site says where a listing has been."""
    words = WORDS[language]
    main = f'<div class="notice"><h1>{esc(words.gone)}</h1><p>{esc(words.gone_more)}</p></div>'
    main += f"<aside><h2>{esc(words.similar)}</h2>{cards(similar)}</aside>"
    return frame(site, language=language, title=f"{words.gone} | {site.name}", main=main)


def login(site: Site, *, language: str) -> str:
    """The sign-in form that some listings hide behind."""
    words = WORDS[language]
    main = (
        f'<form class="wall" method="post" action="/login"><h1>{esc(words.sign_in_first)}</h1>'
        '<input type="email" name="email" placeholder="you@example.com" autocomplete="username">'
        '<input type="password" name="password" placeholder="••••••••" autocomplete="current-password">'
        f"<button>{esc(words.sign_in)}</button></form>"
    )
    return frame(site, language=language, title=f"{words.sign_in} | {site.name}", main=main)


def robot(site: Site, *, language: str) -> str:
    """The check for robots that some listings hide behind."""
    words = WORDS[language]
    main = (
        f'<form class="wall" id="captcha-form"><h1>{esc(words.robot)}</h1><div class="captcha" data-sitekey="example">'
        '<label><input type="checkbox" name="captcha"> captcha</label></div>'
        "<p>Unusual traffic from your network. Checking your browser before you go on. Ray ID: 0example0</p></form>"
    )
    return frame(site, language=language, title=f"{words.robot} | {site.name}", main=main)


def _plain_body(listing: Listing, words: Words) -> str:
    sold = f'<span class="badge">{esc(words.sold)}</span>' if listing.shape is Shape.SOLD else ""
    actions = "" if sold else f'<p class="buttons"><span>{esc(words.buy)}</span><span>{esc(words.chat)}</span></p>'
    return f"""<article class="item">
<div>{_images(listing)}</div>
<div>{sold}<h1>{esc(listing.title)}</h1>
<p class="price">{esc(listing.price)}</p>
<dl class="facts"><dt>{esc(words.seller)}</dt>
<dd class="seller"><a href="/seller/{esc(listing.seller)}">{esc(listing.seller)}</a></dd>
<dt>{esc(words.place)}</dt><dd class="place">{esc(listing.place)}</dd></dl>
{actions}
<h2>{esc(words.about)}</h2><p class="description">{esc(listing.description)}</p></div>
</article>"""


def _micro_body(listing: Listing, words: Words) -> str:
    return f"""<article class="item" itemscope itemtype="https://schema.org/Product">
<div>{_images(listing, mark=' itemprop="image"')}</div>
<div><h1 itemprop="name">{esc(listing.title)}</h1>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
<meta itemprop="price" content="{listing.amount}"><meta itemprop="priceCurrency" content="{listing.currency}">
<link itemprop="availability" href="https://schema.org/InStock">
<p class="price">{esc(listing.price)}</p>
<dl class="facts"><dt>{esc(words.seller)}</dt><dd itemprop="seller" itemscope itemtype="https://schema.org/Person">\
<a href="/seller/{esc(listing.seller)}"><span itemprop="name">{esc(listing.seller)}</span></a></dd>
<dt>{esc(words.place)}</dt><dd itemprop="availableAtOrFrom">{esc(listing.place)}</dd></dl></div>
<p class="buttons"><span>{esc(words.buy)}</span><span>{esc(words.chat)}</span></p>
<h2>{esc(words.about)}</h2><p itemprop="description">{esc(listing.description)}</p></div>
</article>"""


def _images(listing: Listing, *, mark: str = "") -> str:
    first, second = (f"/img/{listing.number}-{n}.jpg" for n in (1, 2))
    alt = esc(listing.title)
    return (
        f'<img src="{first}" alt="{alt}"{mark} width="640" height="640">'
        f'<p class="thumbs"><img src="{first}" alt=""><img src="{second}" alt=""></p>'
    )


def _json_ld(_site: Site, listing: Listing) -> str:
    return _script(_product(listing))


def _broken_json_ld(site: Site, listing: Listing) -> str:
    """A block cut off in the middle, one about something else, and the product after them."""
    crumbs = {"@context": "https://schema.org", "@type": "BreadcrumbList", "name": site.name, "itemListElement": []}
    whole = _script(_product(listing))
    cut = whole[: len(whole) // 2].rstrip() + "</script>\n"
    return cut + _script(crumbs) + whole


def _product(listing: Listing) -> Mapping[str, object]:
    availability = "SoldOut" if listing.shape is Shape.SOLD else "InStock"
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": listing.title,
        "description": listing.description,
        "sku": str(listing.number),
        "image": [f"http://{listing.host}/img/{listing.number}-{n}.jpg" for n in (1, 2)],
        "offers": {
            "@type": "Offer",
            "url": listing.address,
            "price": listing.amount,
            "priceCurrency": listing.currency,
            "availability": f"https://schema.org/{availability}",
            "seller": {"@type": "Person", "name": listing.seller},
            "availableAtOrFrom": {"@type": "Place", "name": listing.place},
        },
    }


def _script(block: Mapping[str, object]) -> str:
    text = json.dumps(block, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def _opengraph(site: Site, listing: Listing) -> str:
    facts = {
        "og:type": "product",
        "og:site_name": site.name,
        "og:title": listing.title,
        "og:description": listing.description,
        "og:url": listing.address,
        "og:image": f"http://{listing.host}/img/{listing.number}-1.jpg",
        "product:price:amount": listing.amount,
        "product:price:currency": listing.currency,
    }
    return "".join(f'<meta property="{name}" content="{esc(value)}">\n' for name, value in facts.items())


def _nothing(_site: Site, _listing: Listing) -> str:
    return ""


HEADS: Mapping[Shape, Callable[[Site, Listing], str]] = {
    Shape.OPENGRAPH: _opengraph,
    Shape.SLOW: _opengraph,
    Shape.BARE: _nothing,
    Shape.MICRODATA: _nothing,
    Shape.BROKEN_JSON_LD: _broken_json_ld,
}
