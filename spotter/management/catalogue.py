"""The words of the pages: collected from source and templates, kept in spotter/locale, compiled for Django."""

import csv
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import locale as django_locale
from django.conf import settings
from django.utils.translation.template import templatize

FOLDERS: Final = ("spotter", "reports", "coalition", "templates")
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Columns of the shipped tables that pages show, each with the context under which they are looked up.
TABLES: Final = (
    ("coalition/knowledge/data/taxa.csv", "name", "taxon"),
    ("coalition/knowledge/data/taxa.csv", "cites_appendix", "appendix"),
    ("coalition/knowledge/data/look_alikes.csv", "why", "look-alike"),
)
INDENT: Final = re.compile(r"^[ \t]+", re.MULTILINE)


def collect() -> Catalog:
    """Every word that a page may show, from Python, from templates and from the shipped tables."""
    found = Catalog(
        domain="django", project="Cyber Spotter", copyright_holder="", msgid_bugs_address="", charset="utf-8"
    )
    for path in _sources():
        place = path.relative_to(settings.BASE_DIR).as_posix()
        for _line, message, comments, context in _extracted(path):
            found.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    for place, column, context in TABLES:
        for word in _column(settings.BASE_DIR / place, column):
            found.add(word, locations=[(place, 0)], context=context)
    return found


def _column(path: Path, name: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return sorted({row[name] for row in csv.DictReader(file, strict=True) if row[name]})


def _sources() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if (
                path.suffix in (".py", ".html", ".txt")
                and "migrations" not in path.parts
                and "example" not in path.parts
            ):
                yield path


def _extracted(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into something that reads like Python, but for its indentation.
        text = INDENT.sub("", templatize(text, origin=str(path)))
    source = io.BytesIO(text.encode())
    yield from extract("python", source, KEYWORDS, options={"encoding": "utf-8"})


def file_of(language: str) -> Path:
    """The catalogue of one language, for a translator to fill in."""
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue as it stands; an empty one when there is none."""
    path = file_of(language)
    if not path.exists():
        return Catalog(locale=language, domain="django")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def plural_forms(language: str) -> str:
    """How many forms a counted word has: as Django says, whose own words stand in the same pages."""
    theirs = gettext.translation("django", Path(django_locale.__path__[0]), [language])
    return theirs.info()["plural-forms"]


def update(language: str) -> Catalog:
    """Bring a catalogue up to date with the pages: new words are empty, vanished ones go."""
    catalogue = read(language)
    catalogue.update(collect(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# Cyber Spotter in {language}. See README, Languages."
    catalogue.fuzzy = False
    catalogue.last_translator = catalogue.language_team = ""
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "Cyber Spotter", "1", ""
    catalogue.mime_headers = [("Plural-Forms", plural_forms(language))]
    path = file_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False)
    return catalogue


def compile_(language: str) -> None:
    """Write the .mo file that Django reads."""
    with file_of(language).with_suffix(".mo").open("wb") as file:
        write_mo(file, read(language))


def missing(language: str) -> list[str]:
    """Words that the pages show and this language lacks, or has only as a guess."""
    catalogue = read(language)
    wanted = [(message.id, message.context) for message in collect() if message.id]
    return [str(id_) for id_, context in wanted if not _translated(catalogue, id_, context)]


def stale(language: str) -> list[str]:
    """Words that this language still has and no page shows any more."""
    wanted = {(_key(message.id), message.context) for message in collect()}
    return [str(m.id) for m in read(language) if m.id and (_key(m.id), m.context) not in wanted]


def _key(id_: str | list[str] | tuple[str, ...]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def _translated(catalogue: Catalog, id_: str | list[str] | tuple[str, ...], context: str | None) -> bool:
    message = catalogue.get(_key(id_), context)
    if message is None or message.fuzzy:
        return False
    strings = message.string or ""
    return bool(strings) and all([strings] if isinstance(strings, str) else strings)
