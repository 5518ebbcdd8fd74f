"""`make score-report`: the quality of the score on the test set, by language, as a table in Markdown."""

from collections.abc import Sequence

from tests.reports.scoring import unseen
from tests.reports.scoring.test_weighing import auc, listings, score_of, split

LIKELY, POSSIBLE = 0.5, 0.2

type Rows = list[dict[str, str]]


def share(scores: list[float], floor: float) -> float:
    """How many reach the floor."""
    return sum(score >= floor for score in scores) / len(scores)


def line(name: str, rows: Rows) -> str:
    """One language, or all."""
    offers, others = split(rows)
    found, wrong = (sum(score >= LIKELY for score in scores) for scores in (offers, others))
    alike = [score_of(row) for row in rows if row["kind"] == "look"]
    figures = (
        auc(offers, others),
        found / (found + wrong) if found + wrong else 0.0,
        found / len(offers),
        share(offers, POSSIBLE),
        share(alike, LIKELY),
    )
    return f"| {name} | {len(rows)} | {len(offers)} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def report() -> str:
    """The whole page."""
    rows = listings()
    languages = sorted({row["language"] for row in rows})
    return "\n".join(
        [
            "# The score, measured",
            "",
            "Made by `make score-report` over `tests/reports/scoring/listings.csv`: offers, look-alikes and ordinary",
            "goods, written for this project by the people who wrote the words, so the figures are kinder than the",
            "world. Without any training; the band `likely` begins at 0.5 and `possible` at 0.2.",
            "",
            "| language | listings | offers | AUC | precision at likely | recall at likely | recall at possible "
            "| look-alikes at likely |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
            line("all", rows),
            *(line(language, [row for row in rows if row["language"] == language]) for language in languages),
            "",
            *second_table(),
        ]
    )


def unseen_line(name: str, rows: Sequence[unseen.Listing]) -> str:
    """Some rows of the unseen set."""
    said, (caught, hidden) = unseen.figures(rows), unseen.still_caught(rows)
    shares = (said.auc, said.precision, said.recall, said.recall_possible, said.look_alikes, said.ordinary)
    offers = sum(row.kind == "offer" for row in rows)
    figures = " | ".join(f"{figure:.3f}" for figure in shares)
    return f"| {name} | {len(rows)} | {offers} | {figures} | {caught} of {hidden} |"


def second_table() -> list[str]:
    """The listings of another author."""
    rows = unseen.listings()
    halves = {half: [row for row in rows if row.half == half] for half in ("open", "sealed")}
    languages = sorted({row.lang for row in rows})
    groups = {
        f"en, {group}": [row for row in rows if row.lang == "en" and (row.label == 0 or group in row.group)]
        for group in ("shark", "ivory")
    }
    return [
        "## Listings by another author",
        "",
        "`tests/reports/scoring/unseen.jsonl`: synthetic listings by another author, a language model that wrote them",
        "without sight of the lexicon; no native speaker has reviewed them. The errors of the half `open` were",
        "analysed to widen the words by class, so its figures are kind; the rows of the half `sealed` were not read,",
        "only measured; but which languages hid best, over both halves, chose two of the rules that take masks off, so",
        "the evasive figures of `sealed` are a little kind too.",
        "Evasive spellings are counted apart: how many are still likely, of those whose plain offer is.",
        "",
        "| rows | listings | offers | AUC | precision at likely | recall at likely | recall at possible "
        "| look-alikes at likely | ordinary at likely | evasive still likely |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        unseen_line("both halves", rows),
        *(unseen_line(half, of) for half, of in halves.items()),
        *(unseen_line(language, [row for row in rows if row.lang == language]) for language in languages),
        *(unseen_line(name, of) for name, of in groups.items()),
        "",
    ]


if __name__ == "__main__":
    print(report())  # noqa: T201
