"""The reader finds what is offered, by whom, for how much, in which language, and where each fact came from."""

import time

import pytest

from reports.capture.edges.reader import PageFacts, read_page, seen
from reports.capture.rules.states import State, page_state
from tests.reports.capture.pages import ADDRESS, BARE, MICRODATA, OPENGRAPH, PRODUCT, json_ld, page


def read(body: bytes, content_type: str | None = "text/html; charset=utf-8") -> PageFacts:
    return read_page(body, content_type, ADDRESS)


def state(body: bytes, *, status: int = 200, final: str = ADDRESS) -> State:
    return page_state(seen(read(body), asked=ADDRESS, final=final, status=status, headers=())).state


def test_json_ld() -> None:
    facts = read(
        page(
            "<h1>Something else</h1><p>An old thing that is for sale here, come and see it.</p>", head=json_ld(PRODUCT)
        )
    )
    assert (facts.title, facts.price, facts.currency, facts.seller) == ("Carved tusk", "1250000", "IDR", "rina_antik")
    assert (facts.place, facts.posted_at, facts.description) == ("Medan, ID", "2026-11-02", "Old carving, 30 cm")
    assert facts.pictures == ("https://pasar.example/p/1.jpg", "https://cdn.pasar.example/2.jpg")
    assert (facts.has_offer, facts.sources["price"], facts.signals) == (True, "json-ld", frozenset({"json-ld"}))


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        '{"price": ' + "9" * 5_000 + "}",
        "[" * 100_000,
        "null",
        '"x"',
        "{}",
        '{"@type": {"a": 1}}',
        "\x00",
        "x" * 300_000,
    ],
)
def test_a_broken_block_spoils_no_other(broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>{json_ld(PRODUCT)}'
    assert read(page("<h1>x</h1>", head=head)).title == "Carved tusk"


@pytest.mark.parametrize(
    "shape",
    [
        [PRODUCT],
        {"@graph": [{"@type": "WebSite", "name": "Pasar"}, {"@type": "BreadcrumbList"}, PRODUCT]},
        {"@type": "ItemPage", "name": "Pasar", "mainEntity": PRODUCT},
        {
            "@type": "Offer",
            "price": 1250000,
            "priceCurrency": "IDR",
            "itemOffered": {"@type": "Product", "name": "Carved tusk"},
        },
        {**PRODUCT, "@type": ["Product", "Thing"], "offers": [PRODUCT["offers"]]},
        {**PRODUCT, "offers": {"@type": "AggregateOffer", "lowPrice": "1.250.000", "priceCurrency": "IDR"}},
        {**PRODUCT, "offers": {"@type": "Offer", "priceSpecification": {"price": 1250000, "priceCurrency": "IDR"}}},
        [{"@type": "Product", "name": "Chair", "offers": {"price": 1}}, {**PRODUCT, "url": ADDRESS + "?from=home"}],
    ],
)
def test_the_shapes_of_json_ld(shape: object) -> None:
    facts = read(page("<h1>x</h1>", head=json_ld(shape)))
    assert (facts.title, facts.price, facts.currency) == ("Carved tusk", "1250000", "IDR")


def test_comments_around_json_ld() -> None:
    block = json_ld(PRODUCT).replace(">{", "><!-- {").replace("}</", "} --></")
    assert read(page("<h1>x</h1>", head=block)).title == "Carved tusk"


def test_microdata() -> None:
    facts = read(page(MICRODATA))
    assert (facts.title, facts.price, facts.currency, facts.seller) == ("Turtle shell comb", "45", "EUR", "old_things")
    assert (facts.pictures, facts.sources["title"]) == (("https://pasar.example/p/comb.jpg",), "microdata")
    assert facts.availability == "https://schema.org/InStock"


def test_opengraph_only() -> None:
    facts = read(page("<p>Nice thing for you and for your friends and family</p>", head=OPENGRAPH))
    assert (facts.title, facts.price, facts.currency) == ("Bracelet", "99.90", "USD")
    assert (facts.pictures, facts.sources["price"]) == (("https://pasar.example/b.jpg",), "opengraph")


def test_bare_html_in_indonesian() -> None:
    facts = read(page(BARE, lang="id"))
    assert (facts.title, facts.price, facts.currency, facts.seller) == (
        "Gelang gading asli",
        "1250000",
        "IDR",
        "rina_antik",
    )
    assert (facts.place, facts.language, facts.sources["price"]) == ("Medan", "id", "text")
    assert facts.pictures == ("https://pasar.example/p/9.jpg",)


def test_the_text_is_the_listings_own() -> None:
    assert read(page(BARE)).text == (
        "Gelang gading asli\nDijual gelang gading gajah asli, kondisi bagus, bisa nego.\n"
        "Harga: Rp1,25 juta\nLokasi: Medan\nPenjual: rina_antik"
    )


def test_words_inside_a_line_stay_together() -> None:
    assert read(page("<p>Gading <b>gajah</b> <i>a</i>sli, kondisi bagus sekali dan murah</p>")).text == (
        "Gading gajah asli, kondisi bagus sekali dan murah"
    )


def test_a_heading_keeps_its_container_whatever_its_class() -> None:
    assert read(b"<body><div class='item-recommended'><h1>Tusk</h1><p>of 40 cm</p></div>").text == "Tusk\nof 40 cm"


LONG = "<p>Dijual gelang gading gajah asli, kondisi bagus, bisa nego.</p>"
WORDS = "Dijual gelang gading gajah asli, kondisi bagus, bisa nego."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<p>Elsewhere</p><main>{LONG}<nav>Home</nav></main><p>Elsewhere</p>", WORDS),
        (f'<p>Elsewhere</p><div role="main">{LONG}<p class="Related">Chair</p></div>', WORDS),
        (f"<aside><main><p>Plastic chairs of all kinds, new and old, cheap</p></main></aside>{LONG}", WORDS),
        (f'<div id="similar"><main><p>Plastic chairs of all kinds, new</p></main></div><main>{LONG}</main>', WORDS),
        (f"<main><p>Short</p></main><nav>Home</nav>{LONG}", f"Short\n{WORDS}"),
        (f"<NAV>Home</NAV><Main><SCRIPT>var a</SCRIPT>{LONG}</Main><FOOTER>Safety</FOOTER>", WORDS),
    ],
    ids=["inside main", "a role", "main in an aside", "main in what is similar", "main too short", "capitals"],
)
def test_the_own_part_of_a_page(body: str, text: str) -> None:
    assert read(f"<title>Pasar</title><body>{body}".encode()).text == text


def test_chinese_in_gbk() -> None:
    body = "<html><head><meta charset=gb2312><title>出售象牙手镯</title></head>"
    body += "<h1>出售象牙手镯</h1><p>价格：1.2万元</p>"
    facts = read(body.encode("gbk"), "text/html")
    assert (facts.title, facts.price, facts.currency, facts.language) == ("出售象牙手镯", "12000", "CNY", "zh-Hans")


def test_thai_in_tis_620() -> None:
    body = "<title>ขายงาช้างแท้</title><h1>ขายงาช้างแท้</h1><p>ราคา: 1,500 บาท</p><p>ผู้ขาย: สมชาย</p>"
    facts = read(body.encode("cp874"), "text/html; charset=TIS-620")
    assert (facts.title, facts.price, facts.currency, facts.seller) == ("ขายงาช้างแท้", "1500", "THB", "สมชาย")
    assert facts.language == "th"


def test_arabic_in_windows_1256() -> None:
    body = "<title>سوق</title><h1>للبيع عاج قديم</h1><p>السعر: 1,500 درهم</p>"
    facts = read(body.encode("cp1256"), "text/html; charset=windows-1256")
    assert (facts.title, facts.price, facts.currency, facts.language) == ("للبيع عاج قديم", "1500", "AED", "ar")


@pytest.mark.parametrize(
    "label", ["rot13", "idna", "punycode", "zlib", "base64", "undefined", "unicode_escape", "mbcs", "x" * 99]
)
def test_names_of_codecs_are_no_charsets(label: str) -> None:
    facts = read(f"<meta charset='{label}'><h1>Kotak gading ünik</h1>".encode(), f"text/html; charset={label}")
    assert facts.title == "Kotak gading ünik"


@pytest.mark.parametrize(
    ("codec", "label"),
    [
        ("shift_jis", "x-sjis"),
        ("euc_jp", "EUC-JP"),
        ("iso2022_jp", "iso-2022-jp"),
        ("utf-16-le", "utf-16"),
        ("utf-8", "UTF8"),
    ],
)
def test_the_labels_of_the_web(codec: str, label: str) -> None:
    assert read("<h1>象牙の印鑑</h1>".encode(codec), f"text/html; charset={label}").title == "象牙の印鑑"


def test_a_byte_order_mark_outweighs_the_header() -> None:
    assert read(b"\xef\xbb\xbf" + "<h1>Bán ngà</h1>".encode(), "text/html; charset=big5").title == "Bán ngà"


def test_a_page_cut_inside_a_letter_is_still_utf_8() -> None:
    assert read("<h1>Bán ngà</h1><p>ngà".encode()[:-1], "text/html").title == "Bán ngà"


def test_a_script_in_the_title_is_only_words() -> None:
    facts = read(page("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>", title="<script>alert(2)</script>"))
    assert (facts.title, facts.text) == ("<script>alert(1)</script>", "<script>alert(1)</script>")


@pytest.mark.parametrize(
    "source", ["javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd", "//", "http://", "x" * 3_000]
)
def test_only_web_addresses_are_pictures(source: str) -> None:
    head = f'<meta property="og:image" content="{source}"><meta property="og:image" content="/good.jpg">'
    pictures = read(page("<h1>x</h1>", head=head)).pictures
    assert pictures[-1] == "https://pasar.example/good.jpg"
    assert all(picture.startswith("https://pasar.example/") for picture in pictures)


def test_at_most_six_pictures() -> None:
    head = "".join(f'<meta property="og:image" content="/{n}.jpg">' for n in range(20))
    assert len(read(page("<h1>x</h1>", head=head)).pictures) == 6


def test_a_file_is_no_page() -> None:
    assert read(b"%PDF-1.7", "application/pdf").signals == frozenset({"not-a-page"})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (page(BARE), State.LIVE),
        (page("<h1>x</h1>", head=json_ld(PRODUCT)), State.LIVE),
        (page("<h1>x</h1>", head=json_ld({**PRODUCT, "offers": {"price": 1, "availability": "SoldOut"}})), State.ENDED),
        (page(BARE + "<span class=badge>TERJUAL</span>"), State.ENDED),
        (page("<h1>Oops</h1><p>This listing is no longer available.</p>"), State.GONE),
        (
            page("<h1>Masuk</h1><p>Silakan masuk untuk melihat iklan</p><form><input type=password></form>"),
            State.LOGIN_WALL,
        ),
        (page("<h1>Security check</h1><p>Verify you are human</p><div class=g-recaptcha></div>"), State.ROBOT_WALL),
        (b"<html><body><div id=root></div><script src=/app.js></script>", State.CANNOT_TELL),
        (b"", State.CANNOT_TELL),
    ],
)
def test_the_state_of_a_whole_page(body: bytes, expected: State) -> None:
    assert state(body) == expected


NESTED = {
    "div": b"<div>" * 100_000,
    "list": b"<ul><li>" * 100_000,
    "form": b"<form><div>" * 50_000,
    "attributes": b"<div " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">",
    "comments": b"<!--" * 300_000,
    "quotes": b'<a "' * 300_000,
    "hidden ends": b"<div><!--</div>-->" * 50_000,
}


@pytest.mark.parametrize("name", NESTED)
def test_a_page_built_to_choke_is_read_in_time(name: str) -> None:
    started = time.process_time()
    facts = read(b"<title>Tusk</title>" + NESTED[name] + b"for sale")
    assert facts.title == "Tusk"
    assert time.process_time() - started < 3


def test_a_deep_page_keeps_its_words() -> None:
    assert read(b"<div>" * 100_000 + b"old ivory").text == "old ivory"


def test_a_long_picture_inside_an_address_is_left_alone() -> None:
    body = b"<p>old</p><img src='data:image/png;base64," + b"a/b+" * 50_000 + b"' alt=x><p>ivory</p>"
    assert read(body).text == "old\nivory"


@pytest.mark.parametrize(
    "text", [b"\x00" * 50, b"\xff\xfe\xd8\x00", b"\xed\xa0\x80 lone", b"<h1>\x00\x08a\xe2\x80\xae</h1>"]
)
def test_odd_bytes_can_be_stored(text: bytes) -> None:
    facts = read(text)
    assert "\x00" not in facts.title + facts.text
    assert facts.text.encode("utf-8").decode("utf-8") == facts.text


@pytest.mark.parametrize(
    ("img", "address"),
    [
        ('<img src="/1.jpg">', "https://pasar.example/1.jpg"),
        ('<img src="../p/1.jpg">', "https://pasar.example/p/1.jpg"),
        ('<img src="data:image/gif;base64,R0lGOD" data-src="/late.jpg">', "https://pasar.example/late.jpg"),
        ('<img srcset="/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w">', "https://pasar.example/l.jpg"),
        ('<img src="DATA:image/gif;base64,R0" srcset="/1.jpg 1x, /2.jpg 2x">', "https://pasar.example/2.jpg"),
        ('<img srcset="/1.jpg 1x, /3.jpg 3x, /15.jpg 1.5x">', "https://pasar.example/3.jpg"),
        ('<img data-srcset="/only.jpg">', "https://pasar.example/only.jpg"),
        ('<img srcset="/a.jpg ,, x y z, /b.jpg 9x">', "https://pasar.example/b.jpg"),
        ('<img src="data:image/png;base64,AA">', None),
        ('<img srcset="data:image/png;base64,AA 1x">', None),
        ('<img src="javascript:alert(1)">', None),
        ('<img src="file:///etc/passwd">', None),
    ],
)
def test_where_a_picture_stands(img: str, address: str | None) -> None:
    facts = read(page(f"<h1>Tusk</h1>{img}<p>An old thing that is for sale here.</p>"))
    assert facts.pictures == ((address,) if address else ())
