"""What a company is shown of its cases, and which cases exist for whom."""

from coalition.cases.queries.cases import API_ORDER, api_page, case_for, case_of_member, exhibit_of, pack_of, whole_case
from coalition.cases.queries.payload import CasePayload, acknowledged_of, payload_of, receipt_of
from coalition.cases.queries.portal import CasePage, InboxRow, case_page, filters, inbox

__all__ = [
    "API_ORDER",
    "CasePage",
    "CasePayload",
    "InboxRow",
    "acknowledged_of",
    "api_page",
    "case_for",
    "case_of_member",
    "case_page",
    "exhibit_of",
    "filters",
    "inbox",
    "pack_of",
    "payload_of",
    "receipt_of",
    "whole_case",
]
