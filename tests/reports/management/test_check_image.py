"""`check_image` tells of every file whether it is a picture that can be made safe."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from spotter.lib.images import make_safe
from tests.reports.management.command import run

CORPORA = os.environ.get("CORPORA", "")


def test_good_and_bad_files_are_told_apart_in_order(tmp_path: Path) -> None:
    good, bad, big = tmp_path / "good.jpg", tmp_path / "bad.png", tmp_path / "big.png"
    Image.linear_gradient("L").resize((300, 200)).save(good, "WEBP")
    bad.write_bytes(b"<svg onload=alert(1)>")
    big.write_bytes(b"")
    os.truncate(big, 16 * 1024 * 1024)
    data = good.read_bytes()
    rows = run("check_image", str(good), str(bad), str(big), str(tmp_path), str(tmp_path / "none"), "/dev/zero")
    assert (rows[0], [row["error"].split(":")[0] for row in rows[1:]]) == (
        {
            "path": str(good),
            "ok": True,
            "format": "WEBP",
            "size": [300, 200],
            "sha256": hashlib.sha256(data).hexdigest(),
            "phash": make_safe(data).phash,
        },
        ["svg", "too-large", "unreadable", "unreadable", "unreadable"],
    )


def test_whatever_a_path_leads_to_has_its_line_in_order(tmp_path: Path) -> None:
    pipe, loop, folder, strange = (tmp_path / name for name in ("pipe", "loop", "folder", "new\nline \udcff.png"))
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    folder.mkdir()
    strange.write_bytes(b"x")
    paths = [str(path) for path in (pipe, loop, folder, strange)]
    # Files of the kernel: one waits for more to be said, one has no size and no end.
    paths += ["", "a" * 300, "/dev/zero", "/dev/null", "/proc/kmsg", "/proc/self/mem", "/proc/self/pagemap"]

    rows = run("check_image", *paths)

    assert ([row["path"] for row in rows], {row["ok"] for row in rows}) == (paths, {False})


def test_a_thousand_paths_are_one_call(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    Image.radial_gradient("L").save(picture)
    started = time.monotonic()
    rows = run("check_image", *[str(picture)] * 1_000)
    assert ([row["ok"] for row in rows], time.monotonic() - started < 30) == ([True] * 1_000, True)


@pytest.mark.skipif(not CORPORA, reason="CORPORA names no folder of hostile data")
def test_no_hostile_file_breaks_the_line_of_answers() -> None:
    paths = [str(path) for path in sorted((Path(CORPORA) / "images").rglob("*")) if path.is_file()]
    rows = run("check_image", *paths)
    assert [(row["path"], row["ok"] == ("sha256" in row)) for row in rows] == [(path, True) for path in paths]
