"""The shipped knowledge can be loaded whole, and marks what nobody has verified."""

import re
from collections import Counter

from coalition.knowledge.edges.shipped import shipped_rows

KNOWN = shipped_rows()
LANGUAGES = {"en", "id", "ms", "zh-Hans", "zh-Hant", "fr", "es", "vi", "th", "pt", "de", "ja", "ar", "ko", "hi"}


def test_every_language_of_the_volunteers_has_terms_cues_and_look_alikes() -> None:
    has = [{word.language for word in words} & LANGUAGES for words in (KNOWN.terms, KNOWN.look_alikes)]
    assert has == [LANGUAGES, LANGUAGES]


def test_every_taxon_named_by_a_word_exists() -> None:
    taxa = {taxon.key for taxon in KNOWN.taxa} | {""}
    named = {word.taxon for word in KNOWN.words} | {word.group for word in KNOWN.look_alikes if word.group != "*"}
    assert named - taxa == set()


def test_every_taxon_can_be_found_by_a_term() -> None:
    assert {taxon.key for taxon in KNOWN.taxa} - {word.taxon for word in KNOWN.terms} == set()


def test_no_word_stands_twice() -> None:
    words = Counter((word.kind, word.language, word.text.casefold(), word.group) for word in KNOWN.words)
    assert [word for word, times in words.items() if times > 1] == []


def test_every_row_has_a_source_and_a_status() -> None:
    statuses = {word.status for word in KNOWN.words}
    assert ([word for word in KNOWN.words if not word.source], statuses) == (
        [],
        {"listed", "doubtful", "reported", "weak", "unverified"},
    )


def test_nothing_is_called_verified_that_nobody_verified() -> None:
    said = {(taxon.verified_on, taxon.verified_by) for taxon in KNOWN.taxa}
    assert said | {(word.verified_on, word.verified_by) for word in KNOWN.words} == {("", "")}


def test_code_words_are_restricted_and_nothing_else_is() -> None:
    assert {(word.kind == "code-word", word.restricted) for word in KNOWN.words} == {(True, True), (False, False)}


def test_every_foreign_term_says_in_english_what_it_means() -> None:
    assert [word.text for word in KNOWN.terms if word.language != "en" and not word.gloss] == []


def test_texts_are_clean() -> None:
    unclean = re.compile(r"^\s|\s$|[\u200b-\u200f]|\s\s|;")
    assert [word.text for word in KNOWN.words if unclean.search(word.text)] == []
