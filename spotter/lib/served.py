"""How a picture or file leaves the site: never run, never cached, never guessed at."""

from typing import Final

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase

from spotter.lib import store

SANDBOX: Final = "default-src 'none'; sandbox"
# The three safe copies of a picture: the blurred tile, the small one, the whole one.
SIZES: Final = {"tile": "tile_sha256", "thumb": "thumb_sha256", "copy": "copy_sha256"}


def copy_of(row: object, size: str) -> HttpResponse:
    """One of the safe copies that a row names; a size or copy that does not exist is a 404."""
    sha256 = getattr(row, SIZES.get(size, ""), "")
    if not sha256 or not store.exists("copies", sha256):
        raise Http404
    return picture(sha256)


def picture(sha256: str) -> HttpResponse:
    """A safe JPEG copy, shown in a page; raises store.Damaged when the file is not what was kept."""
    return _sealed(store.read("copies", sha256), "image/jpeg", "inline")


def attachment(data: bytes, *, media_type: str, name: str) -> HttpResponse:
    """A file to be saved, never opened by the browser on our address."""
    return _sealed(data, media_type, f'attachment; filename="{name}"')


def file(area: store.Area, sha256: str, *, media_type: str, name: str) -> FileResponse:
    """A kept file of any size, to be saved; it is checked against its hash first. Raises FileNotFoundError, Damaged."""
    whole = store.open_file(area, sha256)
    response = FileResponse(whole, as_attachment=True, filename=name, content_type=media_type)
    response.headers["Content-Length"] = str(store.size(area, sha256))
    return _shut(response)


def _sealed(data: bytes, media_type: str, disposition: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = disposition
    return _shut(response)


def _shut[Response: HttpResponseBase](response: Response) -> Response:
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
