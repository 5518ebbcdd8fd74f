"""The README and the documents beside it say what the code says."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.lifecycle import Status
from spotter.management.commands import lifecycle

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TOPS = ("spotter/", "reports/", "coalition/", "templates/", "static/", "tests/", "docs/")


def rows(after: str) -> list[list[str]]:
    """The cells of the first table after a heading."""
    lines = README.split(after, 1)[1].splitlines()
    table = []
    for line in lines:
        if line.startswith("|"):
            table.append([cell.strip() for cell in line.strip("|").split("|")])
        elif table:
            break
    return table[2:]


def words(cell: str) -> set[str]:
    """What stands between backticks."""
    return set(re.findall(r"`([^`]+)`", cell))


def variables() -> Iterator[tuple[str, bool]]:
    """Every variable that settings.py reads, and whether production must have it."""
    for node in ast.walk(ast.parse((ROOT / "spotter" / "settings.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called == "required" or called.startswith("env."):
                yield str(node.args[0].value), called == "required"


def test_the_table_of_settings_names_what_is_read() -> None:
    named = [name for row in rows("## Settings") for name in words(row[0])]

    assert sorted(named) == sorted({name for name, _must in variables()})


def test_the_table_of_settings_says_what_production_must_have() -> None:
    marked = {name for row in rows("## Settings") if row[1] == "**required**" for name in words(row[0])}

    # ALLOWED_HOSTS has a default in DEBUG that is a list, so settings.py asks for it in its own words.
    assert marked == {name for name, must in variables() if must} | {"ALLOWED_HOSTS"}


def test_the_life_of_a_report_names_every_status() -> None:
    left = {word for row in rows("### The life of one report") for word in words(row[3])}

    assert left - {"told_at"} == {status.value for status in Status}


def test_the_life_of_a_report_has_ten_steps_in_rooms_that_exist() -> None:
    life = rows("### The life of one report")
    nowhere = {
        room
        for row in life
        for room in words(row[2])
        if not (ROOT / "reports" / room).is_dir() and not (ROOT / "coalition" / room).is_dir()
    }

    assert [row[0] for row in life] == [str(number) for number in range(1, 11)]
    assert nowhere == set()


def test_every_room_is_in_the_picture_and_in_the_table() -> None:
    picture = README.split("## The house", 1)[1].split("- **", 1)[0]
    unknown = [
        f"{wing}/{place.name}"
        for wing in ("reports", "coalition")
        for place in sorted((ROOT / wing).iterdir())
        if place.is_dir() and place.name not in ("models", "migrations", "management", "templatetags", "__pycache__")
        if place.name not in picture or f"| `{wing}/{place.name}/` |" not in README
    ]

    assert unknown == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_and_path_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [document.parent / link for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)]
    paths = [ROOT / path for path in re.findall(r"`([\w./-]+)`", text) if path.startswith(TOPS)]

    assert [str(place.relative_to(ROOT)) for place in [*links, *paths] if not place.exists()] == []


def test_the_drawing_of_the_life_of_a_listing_is_current() -> None:
    assert (ROOT / "docs" / "lifecycle.md").read_text(encoding="utf-8") == lifecycle.page(), "run manage.py lifecycle"
