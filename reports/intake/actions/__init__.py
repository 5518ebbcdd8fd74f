"""Every change that a volunteer makes: send a report, withdraw it, correct it, answer a question."""

from reports.intake.actions.report import (
    SAID,
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
    withdraw,
)

__all__ = [
    "SAID",
    "Address",
    "Picture",
    "Received",
    "TooLate",
    "Words",
    "correct",
    "keep_copies",
    "receive",
    "refuse_picture",
    "reply",
    "withdraw",
]
