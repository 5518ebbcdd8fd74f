"""The file of a table of reports: chosen once, sealed, and carried by a signed word until it is sent."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.intake.edges.sheets import read_sheet
from reports.intake.rules.sheets import MAX_BYTES, BadSheet, Table, table_of
from spotter.lib import store
from spotter.lib.child import ChildDied
from spotter.lib.text import clean_text
from spotter.lib.uploads import Lost

SALT: Final = "intake.sheet"
KEPT_FOR: Final = 86_400
NAME_LIMIT: Final = 60

BAD_SHEET: Final[dict[str, Any]] = {
    "empty": gettext_lazy("The file is empty. Choose it again."),
    "too-large": gettext_lazy("The file holds more than 1,000 reports need. Leave out pictures and other sheets."),
    "not-a-sheet": gettext_lazy("This file is not a table that we can read. Save it as XLSX or as CSV in UTF-8."),
    "old-excel": gettext_lazy("This is an old Excel file (.xls). Open it and save it as XLSX."),
    "locked": gettext_lazy("This workbook is locked with a password. Save a copy without one."),
    "macros": gettext_lazy("This workbook carries macros, which are programs. Save it as XLSX without them."),
    "old-encoding": gettext_lazy("This file stores its letters in an old way. Save it as XLSX, or as CSV in UTF-8."),
    "broken": gettext_lazy("The file is damaged or was cut off on its way. Save it anew as XLSX and choose that."),
    "too-heavy": gettext_lazy("The file takes too much time or memory to open. Copy its rows into our template."),
    "too-many-rows": gettext_lazy("At most 1,000 rows at a time. Split the file and send its parts one by one."),
    "no-rows": gettext_lazy("There is no row under the headings. Fill in at least one."),
    "no-address-column": gettext_lazy("The first row must name the columns, and one of them must be “address”."),
}
NOT_NOW: Final[Any] = gettext_lazy("The file could not be opened or kept just now. Try again in a minute.")


@dataclass(frozen=True)
class Sheet:
    """A table's file that has arrived: its hash in the quarantine, its size in bytes, its name as given."""

    sha256: str
    size: int
    name: str

    def signed(self, owner: str) -> str:
        """As an address carries it, for a day and for its owner alone."""
        return signing.dumps([owner, self.sha256, self.size, self.name], salt=SALT)


class Shut(Exception):
    """One's own file can't be opened any more, or not now; `sentence` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def sheet_of(signed: str, owner: str) -> Sheet | None:
    """The file that an address carries; None when the signature is not ours or not this person's.

    Raises Shut for one's own file of another day.
    """
    try:
        whose, sha256, size, name = signing.loads(signed, salt=SALT)
        if whose != owner:
            return None
        signing.loads(signed, salt=SALT, max_age=KEPT_FOR)
    except signing.SignatureExpired as error:
        raise Shut(_("Your file was put away after a day. Choose it once more: nothing is sent twice.")) from error
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Sheet(sha256, size, name)


def table_in(sheet: Sheet) -> Table:
    """What stands in a sealed file. Raises Shut."""
    try:
        return _read(store.read("quarantine", sheet.sha256))
    except FileNotFoundError as error:
        raise Shut(_("Your file was put away. Choose it once more: nothing is sent twice.")) from error


def _read(data: bytes) -> Table:
    try:
        return table_of(read_sheet(data))
    except BadSheet as bad:
        raise Shut(str(BAD_SHEET[bad.code])) from bad
    except ChildDied as died:
        raise Shut(NOT_NOW) from died


class SheetForm(forms.Form):
    """One file; it is read before it is kept."""

    file = forms.FileField(
        label=gettext_lazy("Your table"),
        help_text=gettext_lazy("A CSV or XLSX file with one listing a row: at most 1,000 rows and 5 MB."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )

    def clean_file(self) -> Sheet:
        """Sealed as received, once it can be read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if isinstance(file, Lost):
            raise forms.ValidationError(NOT_NOW)
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(BAD_SHEET["too-large"])
        data = file.read()
        try:
            _read(data)
            return Sheet(store.put("quarantine", data), len(data), clean_text(file.name or "", limit=NAME_LIMIT))
        except Shut as shut:
            raise forms.ValidationError(shut.sentence) from shut
        except OSError as error:
            raise forms.ValidationError(NOT_NOW) from error
