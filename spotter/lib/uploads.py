"""How much of an upload is taken in before any view looks at it: no more than a picture, and than the disk holds."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import InterfaceError, OperationalError

from spotter.lib.images import MAX_BYTES

# One byte more than a picture may have tells the form that it is too large.
MOST_OF_ONE: Final = MAX_BYTES + 1
# The form takes eight and names the ninth.
MOST_OF_ALL: Final = 9 * MOST_OF_ONE


class Bounded(FileUploadHandler):
    """Stands before the handlers that keep bytes: without it every POST, to whatever page, fills memory and disk.

    What is beyond the measure is read and dropped, so that a form with too much still comes back with its words.
    """

    left_of_all = MOST_OF_ALL
    left_of_one = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        """Each file has its own measure."""
        super().new_file(*args, **options)
        self.left_of_one = min(MOST_OF_ONE, self.left_of_all) if self._is_signed_in() else 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The handlers after this one see only what it returns."""
        taken = raw_data[: self.left_of_one]
        self.left_of_one -= len(taken)
        self.left_of_all -= len(taken)
        return taken or None

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""

    def _is_signed_in(self) -> bool:
        person = getattr(self.request, "user", None)
        try:
            return person is not None and bool(person.is_authenticated)
        except (OperationalError, InterfaceError):
            return False


class Lost(InMemoryUploadedFile):
    """A file for which the disk had no room: its name, and no bytes."""


class Spooled(FileUploadHandler):
    """Keeps what is too large for memory on the disk, and goes on without it where the disk is full.

    Django's own handler would end the request there, with all that was typed in it.
    """

    file: TemporaryUploadedFile | None = None

    def new_file(self, *args: Any, **options: Any) -> None:
        """A file of its own for each; at first it may already be the one too many."""
        super().new_file(*args, **options)
        self.file = None
        with self._or_without():
            self.file = TemporaryUploadedFile(
                self.file_name or "", self.content_type or "", 0, self.charset, self.content_type_extra
            )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """What comes after a loss is read and dropped."""
        with self._or_without():
            if self.file is not None:
                self.file.write(raw_data)

    def file_complete(self, file_size: int) -> TemporaryUploadedFile | Lost:
        """The whole file, or what is left of it: its name."""
        with self._or_without():
            if self.file is not None:
                # Here what was held back is written, and may be too much.
                self.file.seek(0)
                self.file.size = file_size
        whole, self.file = self.file, None
        return whole or Lost(
            io.BytesIO(), self.field_name, self.file_name or "", self.content_type or "", 0, self.charset
        )

    def upload_interrupted(self) -> None:
        """Whoever sent it went away."""
        self._let_go()

    @contextmanager
    def _or_without(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self._let_go()

    def _let_go(self) -> None:
        """Its room is free again; closing writes what was held back, and fails once more."""
        if self.file is not None:
            with suppress(OSError):
                self.file.close()
        self.file = None
