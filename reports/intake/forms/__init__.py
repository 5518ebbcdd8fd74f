"""The volunteers' forms: the report, what it says about the listing, and which reports are shown."""

from reports.intake.forms.addresses import BAD_ADDRESS, AddressesForm, Bad, as_mended, opened, without_listing
from reports.intake.forms.facts import CorrectForm, ReplyForm
from reports.intake.forms.mine import MineForm
from reports.intake.forms.report import ReportForm, Submission, TokenField

__all__ = [
    "BAD_ADDRESS",
    "AddressesForm",
    "Bad",
    "CorrectForm",
    "MineForm",
    "ReplyForm",
    "ReportForm",
    "Submission",
    "TokenField",
    "as_mended",
    "opened",
    "without_listing",
]
