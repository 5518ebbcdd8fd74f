"""Fill in the report form as a browser does."""

import re
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.spotter.picture_files import drawing, saved

ADDRESS = "https://www.gerai-market.com/item/1"
PNG = saved(drawing((64, 40)), "PNG")


def send(client: Client, addresses: str = ADDRESS, *files: SimpleUploadedFile, **fields: Any) -> HttpResponse:
    """Post the form with a fresh token, unless one is given."""
    data = {"addresses": addresses, "token": str(uuid.uuid4()), "pictures": list(files)} | fields
    return client.post(reverse("intake:report"), data)  # type: ignore[return-value]


def file(data: bytes = PNG, name: str = "screen.png", kind: str = "image/png") -> SimpleUploadedFile:
    """A picture as the browser sends it."""
    return SimpleUploadedFile(name, data, kind)


def kept(response: HttpResponse) -> list[str]:
    """The pictures that the page carries for the next try."""
    return re.findall(r'name="kept" value="([^"]+)"', response.text)


def errors(response: HttpResponse) -> list[str]:
    """Every message beside a field or above the form."""
    return [str(message) for found in response.context["form"].errors.values() for message in found]  # type: ignore[attr-defined]
