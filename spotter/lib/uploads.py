"""How much of an upload is taken in before any view looks at it: nothing of a stranger, no more than a picture."""

from typing import Any, Final

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
