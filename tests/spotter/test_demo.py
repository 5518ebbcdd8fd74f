"""One command sends a report through all ten steps, says so only when it happened, and leaves nothing running."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from selectolax.lexbor import LexborHTMLParser

from spotter.management.demo import stack
from spotter.management.demo.browser import PageError, Upload, filled, multipart
from spotter.management.demo.stack import Ports

ROOT = Path(__file__).resolve().parent.parent.parent
STEPS = [
    *("submitted", "captured", "scored", "triaged", "forwarded"),
    *("delivered", "answered", "verified", "told", "counted"),
]
OF_THE_TESTS = {"DATABASE_URL", "REDIS_URL", "VAR_DIR", "DJANGO_SETTINGS_MODULE", "LOG_LEVEL"}


@dataclass(frozen=True)
class Run:
    """One run of `manage.py demo --once`: how it ended, what it printed, and the mark in all its processes."""

    code: int
    printed: str
    mark: str
    folders: frozenset[Path]

    @property
    def result(self) -> Any:
        """The JSON of the last line."""
        return json.loads(self.printed.strip().splitlines()[-1])


def run_once(*options: str) -> Run:
    mark = uuid.uuid4().hex
    env = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS} | {"DEMO_TEST_MARK": mark}
    command = [sys.executable, "manage.py", "demo", "--once", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        printed, _errors = running.communicate(timeout=240)
    folders = frozenset(Path(tempfile.gettempdir()).glob(f"cyber-spotter-demo-{running.pid}-*"))
    return Run(running.returncode, printed, mark, folders)


def left_behind(run: Run) -> list[str]:
    """The processes that carry the run's mark; those that are just ending get a moment."""
    deadline = time.monotonic() + 5
    while (found := list(marked(run.mark))) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def marked(mark: str) -> Iterator[str]:
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark.encode() in (process / "environ").read_bytes():
                yield (process / "cmdline").read_text().replace("\0", " ")


def test_one_report_travels_all_ten_steps() -> None:
    run = run_once()

    assert [(step["n"], step["name"], step["ok"]) for step in run.result["steps"]] == [
        (number, name, True) for number, name in enumerate(STEPS, 1)
    ], run.printed
    assert (run.code, run.result["ok"]) == (0, True)
    assert (left_behind(run), run.folders) == ([], frozenset())


def test_a_company_that_is_away_is_told_and_nothing_stays() -> None:
    run = run_once("--kill", "company")

    assert (run.code, run.result["ok"]) == (1, False)
    assert [(step["name"], step["ok"]) for step in run.result["steps"]] == [(name, False) for name in STEPS]
    assert "company ended with code -9" in run.printed
    assert (left_behind(run), run.folders) == ([], frozenset())


def test_example_data_is_refused_outside_the_demo(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="only with DEMO=1"):
        call_command("fill_world", "ground", out=tmp_path / "ground.json")


def test_a_taken_port_is_left_to_its_owner() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert stack.usual_ports(Ports(port, port, port)).web != port


FORM = """<form><input name=token value=abc><input name=pressed type=submit value=Send>
<input type=checkbox name=why value=species checked><input type=checkbox name=why value=live>
<select name=taxon><option value="">?</option><option value=elephant selected>Elephant</option></select>
<textarea name=note>\nAs typed</textarea></form>"""


def test_a_form_travels_as_the_page_has_it() -> None:
    [form] = LexborHTMLParser(FORM).css("form")

    assert filled(form, {"note": "Mine"}) == [
        ("token", "abc"),
        ("why", "species"),
        ("taxon", "elephant"),
        ("note", "Mine"),
    ]


def test_a_field_that_the_page_does_not_have_is_not_filled_in() -> None:
    [form] = LexborHTMLParser(FORM).css("form")

    with pytest.raises(PageError, match="no fields"):
        filled(form, {"colour": "red"})


def test_a_file_travels_byte_for_byte() -> None:
    body, media_type = multipart([("note", "ivory")], [Upload("pictures", "a.png", "image/png", b"\x89PNG\r\n\x00")])

    border = media_type.partition("boundary=")[2].encode()
    assert body.split(b"--" + border)[2] == (
        b'\r\nContent-Disposition: form-data; name="pictures"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
        b"\x89PNG\r\n\x00\r\n"
    )
