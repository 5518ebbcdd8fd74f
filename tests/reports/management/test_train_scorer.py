"""`train_scorer` learns from a file or from the database, and says what is missing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.bare import BARE
from tests.reports.management.command import NOWHERE, ROOT, run
from tests.reports.scoring.lessons import lessons


def lines(count: int) -> str:
    """Decided posts as JSON lines."""
    return "\n".join(
        json.dumps({"id": number, "text": text, "label": label}) for number, (text, label) in enumerate(lessons(count))
    )


def train(source: Path, target: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run it as a person would, with no database in reach."""
    return subprocess.run(
        [sys.executable, "manage.py", "train_scorer", "--from", str(source), "--out", str(target), *more],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**BARE, **NOWHERE},
        timeout=120,
    )


def test_a_file_becomes_a_model_that_score_text_weighs_with(tmp_path: Path) -> None:
    source, target = tmp_path / "decided.jsonl", tmp_path / "model.json"
    source.write_text(lines(120), encoding="utf-8")
    ended = train(source, target)
    figures = json.loads(ended.stdout)
    given = json.dumps({"id": 1, "text": "lovely ivory box from an estate, cash only"}).encode()
    (row,) = run("score_text", "--model", str(target), given=given)
    assert (figures["parts"]["all"]["listings"], "learned-words" in {line["reason"] for line in row["receipt"]}) == (
        120,
        True,
    )


def test_the_figures_stand_beside_an_older_model_by_language_and_group_of_taxa(tmp_path: Path) -> None:
    source, old, new = tmp_path / "decided.jsonl", tmp_path / "old.json", tmp_path / "new.json"
    source.write_text(lines(80), encoding="utf-8")
    train(source, old)
    source.write_text(lines(120), encoding="utf-8")
    figures = json.loads(train(source, new, "--beside", str(old)).stdout)
    assert figures["present"] == json.loads(old.read_text(encoding="utf-8"))["version"]
    assert {"language unknown", "group mammal_part"} <= figures["parts"].keys()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "0 decisions with 0 offers are too few"),
        ('{"text": "a", "label": 2}', "Line 1: the label must be 0 or 1"),
        ("\nno json", "Line 2: not-json"),
        ('{"text": "a"}', "Line 1: the label must be 0 or 1, not 'None'"),
    ],
    ids=["empty", "label", "no json", "no label"],
)
def test_a_bad_file_is_refused_with_the_line_and_leaves_no_model(tmp_path: Path, text: str, sentence: str) -> None:
    source, target = tmp_path / "decided.jsonl", tmp_path / "model.json"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        call_command("train_scorer", "--from", str(source), "--out", str(target))
    assert list(tmp_path.iterdir()) == [source]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        call_command("train_scorer", "--from", str(tmp_path / "none.jsonl"), "--out", str(tmp_path / "m.json"))


def test_a_model_file_that_is_none_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "model.json"
    target.write_text("{}", encoding="utf-8")
    with pytest.raises(CommandError, match="no model of train_scorer"):
        call_command("score_text", "--model", str(target))
