"""Every change that a volunteer makes: send a report, withdraw it, correct it, answer a question."""

from reports.intake.actions.bulk import TableRow, keep_table, receive_table
from reports.intake.actions.me_too import me_too
from reports.intake.actions.report import (
    Address,
    Picture,
    Received,
    TooLate,
    Words,
    correct,
    keep_copies,
    receive,
    refuse_picture,
    reply,
    restore,
    withdraw,
)
from reports.intake.actions.short_links import lead_on

__all__ = [
    "Address",
    "Picture",
    "Received",
    "TableRow",
    "TooLate",
    "Words",
    "correct",
    "keep_copies",
    "keep_table",
    "lead_on",
    "me_too",
    "receive",
    "receive_table",
    "refuse_picture",
    "reply",
    "restore",
    "withdraw",
]
