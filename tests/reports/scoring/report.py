"""`make score-report`: the quality of the score on the test set, by language, as a table in Markdown."""

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
        ]
    )


if __name__ == "__main__":
    print(report())  # noqa: T201
