"""Pages as marketplaces write them, for the tests of the reader."""

import json

ADDRESS = "https://pasar.example/item/4711"


def page(body: str, *, head: str = "", lang: str = "en", title: str = "Pasar") -> bytes:
    """A whole page with the frame that every site has: navigation before, similar things and a footer after."""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
<header><a href="/login">Log in</a></header><nav><a href="/c/1">Garden</a></nav>
<main>{body}</main>
<section class="similar-items"><h2>Similar</h2><p>Plastic chair <b>Rp 75.000</b></p></section>
<footer>Safety advice for buyers</footer><script>document.title = "ivory"</script></body></html>""".encode()


def json_ld(value: object) -> str:
    """A JSON-LD block as it stands in a page's head."""
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


PRODUCT = {
    "@context": "https://schema.org",
    "@type": "Product",
    "name": "Carved tusk",
    "description": "Old carving, 30 cm",
    "image": ["/p/1.jpg", {"@type": "ImageObject", "contentUrl": "https://cdn.pasar.example/2.jpg"}],
    "offers": {
        "@type": "Offer",
        "price": "1250000",
        "priceCurrency": "IDR",
        "availability": "https://schema.org/InStock",
        "availableAtOrFrom": {"@type": "Place", "address": {"addressLocality": "Medan", "addressCountry": "ID"}},
        "seller": {"@type": "Person", "name": "rina_antik"},
        "datePosted": "2026-11-02",
    },
}

MICRODATA = """<div itemscope itemtype="https://schema.org/Product"><h1 itemprop="name">Turtle shell comb</h1>
<img itemprop="image" src="/p/comb.jpg"><p itemprop="description">A comb</p>
<div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><span itemprop="price" content="45.00">45 €</span>
<meta itemprop="priceCurrency" content="EUR"><link itemprop="availability" href="https://schema.org/InStock">
<div itemprop="seller" itemscope itemtype="https://schema.org/Person"><b itemprop="name">old_things</b></div></div>
<div itemprop="isRelatedTo" itemscope itemtype="https://schema.org/Product"><b itemprop="name">Spoon</b></div></div>"""

OPENGRAPH = """<meta property="og:type" content="product"><meta property="og:title" content="Bracelet">
<meta property="og:image" content="/b.jpg"><meta property="product:price:amount" content="99.90">
<meta property="product:price:currency" content="USD"><meta property="product:availability" content="instock">"""

BARE = """<h1>Gelang gading asli</h1><p>Dijual gelang gading gajah asli, kondisi bagus, bisa nego.</p>
<p>Harga: Rp1,25 juta</p><p>Lokasi: Medan</p><p>Penjual: <a href="/toko/rina">rina_antik</a></p><img src="/p/9.jpg">"""
