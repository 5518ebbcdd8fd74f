"""The picture of the house is kept: the import contracts hold, have no exception, and break when they are broken."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("spotter", "reports", "coalition")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def broken_contracts(tree: Path) -> set[str]:
    """The names of the contracts that import-linter finds broken in `tree`; it must have looked."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache", "--no-logo"], cwd=tree, capture_output=True, text=True, timeout=120)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    return set(re.findall(r"^(.+?) BROKEN", done.stdout, flags=re.MULTILINE))


def plant(tree: Path, module: str, line: str) -> None:
    """Add a line to a module of the copied tree, which is made if the house has no such module yet."""
    place = tree.joinpath(*module.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    with file.open("a") as source:
        source.write(f"\n{line}\n")


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Path:
    for package in PACKAGES:
        unwanted = shutil.ignore_patterns("__pycache__", "locale")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    assert broken_contracts(ROOT) == set()


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("coalition.cases.queries", "import reports.lifecycle", "one way through the house"),
        ("spotter.lib.text", "import coalition.models", "one way through the house"),
        ("spotter.audit.chain", "import spotter.jobs", "one way through the house"),
        ("reports.triage.actions", "import reports.intake", "rooms of reports meet only in the row"),
        ("reports.triage.actions", "def later(): import reports.intake", "rooms of reports meet only in the row"),
        ("reports.models", "import reports.triage", "rooms of reports meet only in the row"),
        ("reports.spare", '"""A room that nobody drew."""', "rooms of reports meet only in the row"),
        ("coalition.people.queries", "import coalition.cases", "rooms of coalition"),
        ("reports.triage.utils", '"""Anything."""', "inside a room, downhill"),
        ("reports.scoring.rules", "import django.utils.timezone", "rules are plain Python"),
        ("reports.lifecycle", "import reports.models", "rules are plain Python"),
    ],
)
def test_a_breach_is_found(copy_of_the_house: Path, module: str, line: str, broken: str) -> None:
    plant(copy_of_the_house, module, line)

    assert broken in broken_contracts(copy_of_the_house)


def test_an_uphill_import_inside_a_room_is_found(copy_of_the_house: Path) -> None:
    plant(copy_of_the_house, "reports.triage.views", "")
    plant(copy_of_the_house, "reports.triage.queries", "import reports.triage.views")

    assert "inside a room, downhill" in broken_contracts(copy_of_the_house)


def test_no_contract_has_an_exception() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    exceptions = [contract["name"] for contract in settings["contracts"] if "ignore_imports" in contract]

    assert exceptions == []
    assert "exclude_type_checking_imports" not in settings


def test_no_import_hides_from_the_contracts() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"__import__", "importlib.import_module", "import_module"}
    ]

    assert hidden == []


def test_no_import_stands_inside_a_function() -> None:
    inside = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_no_row_of_the_coalition_points_at_reports() -> None:
    uphill = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("coalition").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
        if not isinstance(field.related_model, str) and field.related_model._meta.app_label == "reports"
    ]

    assert uphill == []
