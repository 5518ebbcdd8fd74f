"""A table of words, look-alikes or taxa that a lead brings: whole and clean, or a sentence for each row."""

from dataclasses import asdict, dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.knowledge.edges.shipped import ordinary_texts
from coalition.knowledge.edges.tables import read_table
from coalition.knowledge.queries.tables import compared, known_names
from coalition.knowledge.rules.tables import COLUMNS, MAX_BYTES, TAXA, BadTable, Checked, Problem
from reports.scoring.queries.ordinary import dismissed_texts
from reports.scoring.rules.lexicon import BadTerm
from reports.scoring.rules.ordinary import too_common
from reports.scoring.rules.shadow import word_of
from spotter.lib.text import clean_text

SHOWN: Final = 100
FILES: Final[dict[str, Any]] = {
    "too-large": gettext_lazy("The file is larger than 5 MB. Split it and bring the parts one by one."),
    "too-many-rows": gettext_lazy("At most 20,000 rows at a time. Split the file and bring the parts one by one."),
    "empty-file": gettext_lazy("The file is empty. Choose it again."),
    "no-rows": gettext_lazy("There is no row under the headings. Fill in at least one."),
    "workbook": gettext_lazy("This is no CSV file. Save the table as CSV in UTF-8 and choose that."),
    "old-encoding": gettext_lazy("This file stores its letters in an old way. Save it as CSV in UTF-8."),
    "broken": gettext_lazy("A cell never ends: a quotation mark is missing or too many. Save the table anew as CSV."),
    "missing-columns": gettext_lazy("The first row must name the columns. Missing: %(said)s."),
    "unknown-columns": gettext_lazy("These columns are unknown or stand twice: %(said)s. Take an export as a pattern."),
}
ROWS: Final[dict[str, Any]] = {
    "too-many-cells": gettext_lazy("It has %(said)s cells, more than there are columns. A comma may need quotes."),
    "empty": gettext_lazy("The cell “%(said)s” is empty. Fill it in."),
    "too-long": gettext_lazy("The cell “%(said)s” is too long. Give at most 200 characters."),
    "formula": gettext_lazy("The cell “%(said)s” begins like a formula of a spreadsheet. Take the first sign out."),
    "yes-or-no": gettext_lazy("The cell “%(said)s” must say yes or no, or nothing."),
    "bad-key": gettext_lazy("“%(said)s” is no key. Use small letters, digits and low lines."),
    "bad-language": gettext_lazy("“%(said)s” is no code of a language. Write en, id, zh-Hans …"),
    "unknown-kind": gettext_lazy("There is no kind “%(said)s”. Take an export as a pattern."),
    "unknown-status": gettext_lazy(
        "There is no status “%(said)s”. Write listed, doubtful, verified, reported, weak, unverified or retired."
    ),
    "unknown-strength": gettext_lazy("There is no strength “%(said)s”. Write strong or cover."),
    "unknown-taxon": gettext_lazy("We know no taxon “%(said)s”. Import it first, or write the key of one we know."),
    "unknown-product": gettext_lazy("We know no class of product “%(said)s”. Take an export as a pattern."),
    "no-taxon": gettext_lazy("Say in the column “taxon” what “%(said)s” names."),
    "regex": gettext_lazy(
        "“%(said)s” looks like a pattern of a search program. Words are found as they are written; a look-alike may "
        "have gaps, as in: ivory * dress|gown."
    ),
    "too-short": gettext_lazy("“%(said)s” is a single letter, which stands in every listing. Give at least two."),
    "nothing-left": gettext_lazy("Nothing is left of “%(said)s” when it is read as scoring reads. Give letters."),
    "twice": gettext_lazy("It says the same as row %(said)s. Delete one of them."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A row that cannot be taken, and the sentence that says why."""

    line: int
    sentence: str


def sentence(problem: Problem) -> Told:
    """What a person reads of a problem."""
    return Told(problem.line, str(ROWS[problem.code]) % {"said": clean_text(problem.said, limit=80)})


def proposal_of(file: str, data: bytes) -> tuple[dict[str, Any] | None, list[Told]]:
    """The proposal that a shadow run keeps; None with what is wrong, row by row. Raises BadTable."""
    table = read_table(data, known_names())
    problems = [*table.problems, *_unusable(table)]
    if problems:
        return None, [sentence(problem) for problem in sorted(problems, key=lambda problem: problem.line)]
    rows = [row for _line, row in table.rows]
    warned = [] if table.table == TAXA else too_common(map(word_of, rows), [*ordinary_texts(), *dismissed_texts()])
    proposal = {
        "file": clean_text(file, limit=80) or table.table,
        "table": table.table,
        "rows": rows,
        "counts": asdict(compared(table.table, rows)),
        "warnings": [asdict(one) for one in warned[:SHOWN]],
    }
    return proposal, []


def _unusable(table: Checked) -> list[Problem]:
    """What scoring cannot look for: nothing is left of it when it is folded."""
    problems = []
    for line, row in table.rows if table.table != TAXA else ():
        try:
            word_of(row)
        except BadTerm as bad:
            problems.append(Problem(line, bad.code, bad.text))
    return problems


def told_of(bad: BadTable) -> str:
    """The sentence about a file that is no table of ours."""
    return str(FILES[bad.code]) % {"said": clean_text(bad.said, limit=200)}


class TableForm(forms.Form):
    """One CSV file; nothing of it is kept unless all of it can be."""

    file = forms.FileField(
        label=gettext_lazy("Your table"),
        help_text=gettext_lazy("A CSV file of words, look-alikes or taxa: at most 20,000 rows and 5 MB."),
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    told: list[Told] = []
    proposal: dict[str, Any] | None = None

    def clean_file(self) -> "UploadedFile[Any]":
        """Read at once: a bad row refuses the file, and each bad row says why."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(FILES["too-large"])
        try:
            self.proposal, self.told = proposal_of(file.name or "", file.read())
        except BadTable as bad:
            raise forms.ValidationError(told_of(bad)) from bad
        if self.told:
            raise forms.ValidationError(_("Nothing was taken in. Mend the rows below and choose the file again."))
        return file


class ExportForm(forms.Form):
    """Which table to take along."""

    table = forms.ChoiceField(
        label=gettext_lazy("Table"),
        choices=(
            ("terms", gettext_lazy("Words")),
            ("look-alikes", gettext_lazy("Look-alikes")),
            ("taxa", gettext_lazy("Taxa")),
        ),
    )
    restricted = forms.BooleanField(
        label=gettext_lazy("With restricted words"),
        help_text=gettext_lazy("They never leave the staff's side: keep the file to yourselves."),
        required=False,
    )


COLUMN_NAMES: Final = {table: ", ".join(columns) for table, columns in COLUMNS.items()}
