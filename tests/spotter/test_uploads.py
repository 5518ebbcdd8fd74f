"""Of an upload nothing is kept that no form of ours would take."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from coalition.models import User
from spotter.lib.images import MAX_BYTES
from spotter.lib.uploads import MOST_OF_ALL


def sent(size: int, *, by: User | None) -> HttpRequest:
    """A POST with one file, as middleware meets it."""
    request = RequestFactory().post("/report/share/", {"pictures": SimpleUploadedFile("a.png", b"x" * size)})
    if by is not None:
        request.user = by
    return request


def test_nothing_of_a_stranger_is_taken_in() -> None:
    request = sent(5_000_000, by=None)
    (file,) = request.FILES.getlist("pictures")

    assert (file.name, file.size) == ("a.png", 0)
    request.close()


@pytest.mark.parametrize(
    ("given", "taken"),
    [(10, 10), (MAX_BYTES, MAX_BYTES), (MAX_BYTES + 1, MAX_BYTES + 1), (3 * MAX_BYTES, MAX_BYTES + 1)],
)
def test_of_a_file_no_more_is_taken_in_than_shows_that_it_is_too_large(given: int, taken: int) -> None:
    request = sent(given, by=User())
    (file,) = request.FILES.getlist("pictures")

    assert file.size == taken
    request.close()


def test_each_file_has_its_own_measure() -> None:
    files = [SimpleUploadedFile(f"{n}.png", b"x" * (MAX_BYTES - n)) for n in range(3)]
    request = RequestFactory().post("/report/", {"pictures": files})
    request.user = User()

    assert [file.size for file in request.FILES.getlist("pictures")] == [MAX_BYTES - n for n in range(3)]
    request.close()


def test_many_files_weigh_no_more_than_nine_pictures() -> None:
    files = [SimpleUploadedFile(f"{n}.png", b"x" * MAX_BYTES) for n in range(12)]
    request = RequestFactory().post("/report/", {"pictures": files})
    request.user = User()

    assert sum(file.size or 0 for file in request.FILES.getlist("pictures")) == MOST_OF_ALL
    request.close()
