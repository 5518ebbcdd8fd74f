"""Every word of the pages stands in every language, and nothing stands there that no page shows."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from spotter.management import catalogue

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language: str) -> None:
    assert catalogue.missing(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_stale(language: str) -> None:
    assert catalogue.stale(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    with catalogue.file_of(language).open("rb") as file:
        errors = [(message.id, error) for message, errors in read_po(file).check() for error in errors]
    assert errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gaps_that_scripts_fill_survive_translation(language: str) -> None:
    changed = [
        message.id
        for message in catalogue.read(language)
        if isinstance(message.id, str) and _gaps(message.id) != _gaps(str(message.string))
    ]
    assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_words_follow_the_rule_of_djangos_own_catalogue(language: str) -> None:
    assert catalogue.read(language).plural_forms == catalogue.plural_forms(language)


def test_one_indonesian_form_serves_every_number() -> None:
    with translation.override("id"):
        shown = [translation.ngettext("%(count)d day ago", "%(count)d days ago", n) % {"count": n} for n in (1, 2, 21)]
    assert shown == ["1 hari lalu", "2 hari lalu", "21 hari lalu"]


def test_a_word_that_no_translator_has_seen_is_found(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.LOCALE_PATHS = [tmp_path]  # type: ignore[attr-defined]
    assert "Report a listing" in catalogue.missing("id")


def _gaps(words: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", words))
