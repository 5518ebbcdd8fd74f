"""Only the guarded door opens a socket to the world: nothing else even imports what could."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPENERS = frozenset({
    "socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib",
    "poplib", "imaplib", "telnetlib", "xmlrpc.client", "socketserver", "asyncio", "websockets", "paramiko",
    "playwright",
})  # fmt: skip
DOOR = "spotter/lib/net/"
# They listen or connect on this machine alone, for the demo and the tests; production runs none of them.
OF_THE_DEMO = ("spotter/embedded.py", "spotter/management/")

# It runs in a cell without network: what it opens goes through the door's proxy, or nowhere.
IN_THE_CELL = ("reports/capture/edges/chromium.py",)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("spotter", "reports", "coalition"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_nothing_but_the_door_imports_what_opens_sockets() -> None:
    openers = {path for path, tree in modules() if OPENERS.intersection(imported(tree))}
    assert {path for path in openers if not path.startswith((DOOR, *OF_THE_DEMO, *IN_THE_CELL))} == set()


def test_the_door_is_found_by_this_test() -> None:
    assert any(path.startswith(DOOR) for path, tree in modules() if OPENERS.intersection(imported(tree)))
