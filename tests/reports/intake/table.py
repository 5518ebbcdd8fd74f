"""Tables of reports as people make them, and the page that takes them."""

import io
import re
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

HEAD = ("address", "why", "offered", "note", "search word", "how sure")
BULK = "/report/bulk/"
# What can be taken along from a table's page.
FILES = ("mend.csv", "results.csv")


def address(number: int) -> str:
    return f"https://www.gerai-market.com/item/{number}"


def csv(*rows: Sequence[str], head: Sequence[str] = HEAD[:1]) -> bytes:
    """A plain CSV file; without quotes, so that what stands in the cells is what stands in the file."""
    return "\r\n".join(",".join(row) for row in (head, *rows)).encode()


def addresses(count: int, start: int = 0) -> bytes:
    """A table of so many listings."""
    return csv(*([address(n)] for n in range(start, start + count)))


def xlsx(*rows: Sequence[Any], head: Sequence[str] = HEAD[:1]) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    for row in (head, *rows):
        book.worksheets[0].append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def choose(browser: Client, data: bytes, name: str = "finds.csv") -> HttpResponse:
    """Choose a file; what comes back leads to the dry run, or is the page with its error."""
    return browser.post(BULK, {"file": SimpleUploadedFile(name, data)})  # type: ignore[return-value]


def dry_run(browser: Client, data: bytes, name: str = "finds.csv") -> str:
    """The address of the dry run."""
    response = choose(browser, data, name)
    assert response.status_code == 302, refusal(response)
    return response.headers["Location"]


def send(browser: Client, data: bytes) -> str:
    """Choose a file and send it at once; the address of its page."""
    where = dry_run(browser, data)
    assert browser.post(f"{where}send/").headers["Location"] == where
    return where


def fates(browser: Client, where: str) -> list[tuple[int, str, str]]:
    """Every row of the page: its number, what becomes of it, and the sentence."""
    return [(row["number"], str(row["word"]), row["sentence"]) for row in browser.get(where).context["rows"]]


def totals(browser: Client, where: str) -> dict[str, int]:
    """How many rows have which fate."""
    return {str(total["word"]): total["count"] for total in browser.get(where).context["totals"]}


def refusal(response: HttpResponse) -> str:
    """The sentence beside the file."""
    (message,) = response.context["form"].errors["file"]  # type: ignore[attr-defined]
    return str(message)


def signed(where: str) -> str:
    """The word that carries the file."""
    found = re.fullmatch(f"{reverse('intake:bulk')}([^/]+)/", where)
    assert found is not None
    return found[1]
