"""`manage.py score_text` weighs listings given as JSON lines, with the receipt of each; it writes no row."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import Error

from reports.management.lines import NOT_TEXT, Line, LinesCommand, Row, lines_of_input
from reports.scoring.queries.weighing import lexicon_now, lexicon_numbered
from reports.scoring.rules.learned import BadModel, Learned, read
from reports.scoring.rules.lexicon import Lexicon
from reports.scoring.rules.receipt import Reason, Subject, Verdict
from reports.scoring.rules.weighing import weigh

SHIPPED = 0


class BadListing(ValueError):
    """A line that is no listing, with the sentence that says why."""


class Command(LinesCommand):
    """Takes the published lexicon, or the shipped one when there is no database or none is published."""

    help = "Read listings as JSON lines {id, title, text, lang?, price?}; write score, band and receipt as JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        """The learned model, if any."""
        parser.add_argument("--model", type=Path, metavar="MODEL.json", help="weights written by train_scorer")

    def rows(self, options: Mapping[str, Any]) -> Iterator[Row]:
        """One answer a line."""
        model = model_of(options["model"]) if options["model"] else None
        lexicon = _lexicon()
        return (_answer(line, lexicon, model) for line in lines_of_input())


def model_of(path: Path) -> Learned:
    """The model of a file; raises CommandError with the sentence that says what is wrong with it."""
    try:
        return read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, BadModel) as error:
        raise CommandError(f"{path}: {error}") from error


def _lexicon() -> Lexicon:
    try:
        return lexicon_now()
    except Error:
        return lexicon_numbered(SHIPPED)


def _answer(line: Line, lexicon: Lexicon, model: Learned | None) -> Row:
    try:
        given = listing_of(line)
    except BadListing as bad:
        return {"id": None, "error": str(bad)}
    verdict = weigh(subject_of(given), lexicon, model)
    return {
        "id": given.get("id"),
        "score": verdict.score,
        "band": verdict.band,
        "taxon": verdict.taxon,
        "product": verdict.product,
        "receipt": _receipt(verdict),
    }


def listing_of(line: Line) -> dict[str, Any]:
    """The JSON object of a line; raises BadListing."""
    if not line.whole:
        raise BadListing(NOT_TEXT)
    try:
        given = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        raise BadListing(f"not-json: This line is no JSON object ({str(error)[:100]}).") from error
    if not isinstance(given, dict):
        raise BadListing("not-json: This line is no JSON object.")
    return given


def subject_of(given: Mapping[str, Any]) -> Subject:
    """What is weighed of it; a field that is no text counts as empty."""
    title, text, language, price = (_words(given.get(name)) for name in ("title", "text", "lang", "price"))
    return Subject(title=title, text=text, language=language, price=price)


def _words(value: object) -> str:
    """A field as words; what is no word and no number says nothing."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _receipt(verdict: Verdict) -> list[Row]:
    """All that the score is made of: its logit is the sum of these points."""
    base = Reason(code="base", points=verdict.intercept)
    return [_line(reason) for reason in (base, *verdict.receipt)]


def _line(reason: Reason) -> Row:
    return {
        "reason": reason.code,
        "term": reason.term,
        "lang": reason.language,
        "field": reason.field,
        "start": reason.start,
        "end": reason.end,
        "points": reason.points,
    }
