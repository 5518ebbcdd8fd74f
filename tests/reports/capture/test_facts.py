"""Each fact comes from the best source that has it, and says which."""

from reports.capture.rules.facts import JSON_LD, MICRODATA, OPENGRAPH, TEXT, Fact, Found, tidy_facts


def test_the_best_source_wins_whatever_the_order() -> None:
    found = [
        Found("title", "text", TEXT),
        Found("title", "og", OPENGRAPH),
        Found("title", "ld", JSON_LD),
        Found("title", "md", MICRODATA),
    ]
    assert tidy_facts(found) == {"title": Fact("ld", JSON_LD)}


def test_an_empty_value_gives_way() -> None:
    assert tidy_facts([Found("title", "  ", JSON_LD), Found("title", "a  b", TEXT)]) == {"title": Fact("a b", TEXT)}


def test_a_price_keeps_its_own_currency() -> None:
    found = [Found("price", "5", OPENGRAPH, note="EUR"), Found("price", "7", JSON_LD, note="USD")]
    assert tidy_facts(found) == {"price": Fact("7", JSON_LD, "USD")}


def test_an_absurdly_long_seller_is_no_seller() -> None:
    assert tidy_facts([Found("seller", "x" * 300, JSON_LD), Found("seller", "rina", TEXT)]) == {
        "seller": Fact("rina", TEXT)
    }


def test_a_long_title_is_cut() -> None:
    assert len(tidy_facts([Found("title", "x" * 5_000, TEXT)])["title"].value) == 500
