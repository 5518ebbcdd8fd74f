"""A file is kept whole under its own hash, written once, and never trusted unseen."""

import hashlib
import resource
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from spotter.lib import store

DATA = b"bytes as received"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: LazySettings) -> Path:
    """A new folder for each test's areas."""
    settings.STORAGES = settings.STORAGES | {
        area: {"BACKEND": "spotter.lib.store.SealedFiles", "OPTIONS": {"location": str(tmp_path / "areas" / area)}}
        for area in store.AREAS
    }
    return tmp_path / "areas"


@pytest.fixture
def stored(root: Path) -> Path:
    """The file in which DATA lies."""
    store.put("evidence", DATA)
    return root / "evidence" / DIGEST[:2] / DIGEST


@pytest.fixture
def tight_disk() -> Iterator[int]:
    """No file may grow beyond this many bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    yield 1_000_000
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_is_put_is_named_by_its_hash_and_read_back() -> None:
    assert store.put("quarantine", DATA) == DIGEST
    assert store.read("quarantine", DIGEST) == DATA
    assert store.size("quarantine", DIGEST) == len(DATA)


def test_an_empty_file_is_a_file() -> None:
    assert store.read("copies", store.put("copies", b"")) == b""


def test_areas_do_not_see_each_other(stored: Path) -> None:
    assert [area for area in store.AREAS if store.exists(area, DIGEST)] == ["evidence"]


def test_the_same_bytes_twice_are_one_file_written_once(stored: Path) -> None:
    before = stored.stat()
    stored.chmod(0o400)

    assert store.put("evidence", DATA) == DIGEST

    after = stored.stat()
    assert (after.st_ino, after.st_size, oct(after.st_mode)) == (before.st_ino, before.st_size, "0o100400")
    assert list(store.names("evidence")) == [DIGEST]


def test_twenty_at_once_leave_one_whole_file_and_nothing_else(root: Path) -> None:
    with ThreadPoolExecutor(20) as hands:
        digests = set(hands.map(lambda _: store.put("evidence", DATA * 10_000), range(20)))

    files = [path.name for path in root.rglob("*") if path.is_file()]
    assert files == list(digests)


def test_only_the_owner_may_look(root: Path, stored: Path) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [root, *root.rglob("*")] if path.is_dir()}

    assert (modes, stat.S_IMODE(stored.stat().st_mode)) == ({0o700}, 0o600)


def test_a_changed_file_is_not_read(stored: Path) -> None:
    stored.write_bytes(DATA.upper())

    with pytest.raises(store.Damaged):
        store.read("evidence", DIGEST)


def test_a_file_cut_short_is_noticed_when_its_bytes_come_again(stored: Path) -> None:
    stored.write_bytes(DATA[:-1])

    with pytest.raises(store.Damaged):
        store.put("evidence", DATA)


def test_a_write_that_fails_leaves_nothing_behind(root: Path, tight_disk: int) -> None:
    with pytest.raises(OSError, match="File too large"):
        store.put("evidence", bytes(tight_disk + 1))

    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_a_name_that_is_taken_is_never_written_again(stored: Path) -> None:
    with pytest.raises(FileExistsError):
        storages["evidence"].save(f"{DIGEST[:2]}/{DIGEST}", ContentFile(b"other bytes"))

    assert stored.read_bytes() == DATA


def test_a_missing_file_is_said_to_be_missing() -> None:
    with pytest.raises(FileNotFoundError):
        store.read("evidence", DIGEST)


def test_a_purged_file_is_gone_and_may_be_purged_again(stored: Path) -> None:
    store.delete("evidence", DIGEST)
    store.delete("evidence", DIGEST)

    assert (store.exists("evidence", DIGEST), stored.exists()) == (False, False)


@pytest.mark.parametrize(
    "name", ["", "../../../etc/passwd", DIGEST.upper(), DIGEST[:-1], f"{DIGEST}\n", f"{DIGEST}/.."]
)
def test_only_a_hash_is_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.read("evidence", name)


def test_the_names_of_an_area_are_those_of_its_files_in_order() -> None:
    put = sorted(store.put("copies", bytes([number])) for number in range(3))

    assert list(store.names("copies")) == put


def test_an_area_that_was_never_used_has_no_names() -> None:
    assert list(store.names("quarantine")) == []
