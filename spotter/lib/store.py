"""Files under the name of their own SHA-256, written once, never overwritten, checked whenever they are read."""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, Literal, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.deconstruct import deconstructible

Area = Literal["quarantine", "evidence", "copies", "packs"]
AREAS: Final[tuple[Area, ...]] = ("quarantine", "evidence", "copies", "packs")

DIGEST: Final = re.compile("[0-9a-f]{64}")
OWNER_FILE: Final = 0o600
OWNER_FOLDER: Final = 0o700
PART_SUFFIX: Final = ".part"
PIECE: Final = 1 << 20


class Damaged(Exception):
    """The stored bytes are not those that were put there."""


@deconstructible(path="spotter.lib.store.SealedFiles")
class SealedFiles(FileSystemStorage):
    """A folder for its owner alone, where a name appears whole or not at all and is never written twice."""

    def __init__(self, location: str | os.PathLike[str] | None = None, **options: Any) -> None:
        options.setdefault("file_permissions_mode", OWNER_FILE)
        options.setdefault("directory_permissions_mode", OWNER_FOLDER)
        super().__init__(location=location, **options)

    def _save(self, name: str, content: IO[bytes]) -> str:
        final = Path(self.path(name))
        _make_folders(final.parent)
        part = final.with_name(f".{secrets.token_hex(8)}{PART_SUFFIX}")
        try:
            _write_part(part, content)
            # link, unlike rename, refuses a name that is taken.
            os.link(part, final)
        finally:
            part.unlink(missing_ok=True)
        _sync_folder(final.parent)
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name as it is: another name for the same bytes would lose them."""
        return name


def put(area: Area, data: bytes) -> str:
    """Keep the bytes and return their SHA-256; the same bytes twice are one file. Raises Damaged, OSError."""
    digest = hashlib.sha256(data).hexdigest()
    storage, name = _place(area, digest)
    if not touch(area, digest):
        # Another process may put the same bytes a moment earlier; the size below tells whether they are whole.
        with contextlib.suppress(FileExistsError):
            storage.save(name, ContentFile(data))
    if storage.size(name) != len(data):
        raise Damaged(f"{area}/{digest}")
    return digest


def put_file(area: Area, file: IO[bytes]) -> tuple[str, int]:
    """Keep a file of any size, read piece by piece; returns its SHA-256 and its size. Raises Damaged, OSError."""
    digest, whole = _digest_of(file)
    storage, name = _place(area, digest)
    if not touch(area, digest):
        with contextlib.suppress(FileExistsError):
            storage.save(name, File(file))
    if storage.size(name) != whole:
        raise Damaged(f"{area}/{digest}")
    return digest, whole


def open_file(area: Area, sha256: str) -> IO[bytes]:
    """The file to be read piece by piece, checked against its name first. Raises FileNotFoundError, Damaged."""
    storage, name = _place(area, sha256)
    stored = storage.open(name, "rb")
    if _digest_of(stored)[0] != sha256:
        stored.close()
        raise Damaged(f"{area}/{sha256}")
    stored.seek(0)
    return cast(IO[bytes], stored)


def _digest_of(file: "IO[bytes] | File[bytes]") -> tuple[str, int]:
    digest, whole = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        whole += len(piece)
    file.seek(0)
    return digest.hexdigest(), whole


def read(area: Area, sha256: str) -> bytes:
    """The bytes, checked against their name. Raises FileNotFoundError, Damaged."""
    storage, name = _place(area, sha256)
    with storage.open(name, "rb") as stored:
        data = bytes(stored.read())
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Damaged(f"{area}/{sha256}")
    return data


def size(area: Area, sha256: str) -> int:
    """How many bytes are stored. Raises FileNotFoundError."""
    storage, name = _place(area, sha256)
    return storage.size(name)


def exists(area: Area, sha256: str) -> bool:
    """Whether the name is there; only read tells whether its bytes are whole."""
    storage, name = _place(area, sha256)
    return storage.exists(name)


def delete(area: Area, sha256: str) -> None:
    """Purge the file, for erasure and retention only; one that is not there is no error."""
    storage, name = _place(area, sha256)
    storage.delete(name)


def touch(area: Area, sha256: str) -> bool:
    """Say that somebody wants it now, so that no sweep takes it for old; False when it is not there."""
    storage, name = _place(area, sha256)
    try:
        os.utime(storage.path(name))
    except NotImplementedError:
        # A bucket has no clock of ours; what is swept lies on a disk.
        return storage.exists(name)
    except FileNotFoundError:
        return False
    return True


def aged(area: Area, *, before: float, within: str = "") -> Iterator[str]:
    """The SHA-256 of what nobody put or touched since `before` (seconds of the clock), of hashes that begin so."""
    for name in names(area, within=within):
        storage, path = _place(area, name)
        with contextlib.suppress(FileNotFoundError):
            if os.stat(storage.path(path)).st_mtime < before:
                yield name


def sweep(area: Area, sha256: str, *, before: float) -> bool:
    """Take an aged file away, unless somebody touched it meanwhile; whether it went.

    It is laid aside first: a touch comes either before that, and is seen here, or after it, and finds no file.
    """
    storage, name = _place(area, sha256)
    final = Path(storage.path(name))
    aside = final.with_name(f".{secrets.token_hex(8)}{PART_SUFFIX}")
    try:
        final.rename(aside)
    except FileNotFoundError:
        return False
    wanted = aside.stat().st_mtime >= before
    if wanted:
        with contextlib.suppress(FileExistsError):
            os.link(aside, final)
    aside.unlink()
    return not wanted


def names(area: Area, *, within: str = "") -> Iterator[str]:
    """The SHA-256 of every file of the area (or of those that begin with this digit), to compare with the rows."""
    storage = storages[area]
    for folder in _folders(storage):
        if folder.startswith(within):
            yield from (name for name in sorted(storage.listdir(folder)[1]) if DIGEST.fullmatch(name))


def _place(area: Area, sha256: str) -> tuple[Storage, str]:
    if area not in AREAS or not DIGEST.fullmatch(sha256):
        raise ValueError("no such area, or not a SHA-256 in lower-case hexadecimal")
    # 256 folders: they are soon all there, and making one costs as much as writing a picture into it.
    return storages[area], f"{sha256[:2]}/{sha256}"


def _folders(storage: Storage) -> list[str]:
    try:
        return sorted(storage.listdir("")[0])
    except FileNotFoundError:
        return []


def _make_folders(folder: Path) -> None:
    # mkdir(parents=True) would leave the folders between to the umask.
    if not folder.is_dir():
        _make_folders(folder.parent)
        folder.mkdir(mode=OWNER_FOLDER, exist_ok=True)
        _sync_folder(folder.parent)


def _write_part(part: Path, content: IO[bytes]) -> None:
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_FILE)
    with os.fdopen(handle, "wb") as file:
        content.seek(0)
        while block := content.read(PIECE):
            file.write(block)
        file.flush()
        # A report is thanked for after this; its picture must outlive a power cut.
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
