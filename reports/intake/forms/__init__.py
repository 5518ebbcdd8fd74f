"""The volunteers' forms: the report, what it says about the listing, and which reports are shown."""

from reports.intake.forms.addresses import BAD_ADDRESS
from reports.intake.forms.facts import CorrectForm, ReplyForm
from reports.intake.forms.mine import MineForm
from reports.intake.forms.report import ReportForm, Submission

__all__ = ["BAD_ADDRESS", "CorrectForm", "MineForm", "ReplyForm", "ReportForm", "Submission"]
