"""The ground floor of the reports wing: its nouns."""

from reports.models import invariants
from reports.models.custody import Hold, Pack, Purge
from reports.models.evidence import BrowserCapture, Capture, Check, Picture, Screenshot
from reports.models.facts import Fact, facts_of
from reports.models.listing import Decision, Forward, Listing, NotLegal, key_of, new_code
from reports.models.queue import QueueEntry
from reports.models.reasons import DriftAlarm, ReasonCount, Strike
from reports.models.report import Notice, Reply, Report, ReportVersion
from reports.models.said import SAID
from reports.models.sameness import Alike, PictureHash, SamePicture, same_picture
from reports.models.score import Score, TrainedModel
from reports.models.shadow import ShadowChange, ShadowRun
from reports.models.short_links import ShortLink
from reports.models.weighing import Weighing

__all__ = [
    "SAID",
    "Alike",
    "BrowserCapture",
    "Capture",
    "Check",
    "Decision",
    "DriftAlarm",
    "Fact",
    "Forward",
    "Hold",
    "Listing",
    "NotLegal",
    "Notice",
    "Pack",
    "Picture",
    "PictureHash",
    "Purge",
    "QueueEntry",
    "ReasonCount",
    "Reply",
    "Report",
    "ReportVersion",
    "SamePicture",
    "Score",
    "Screenshot",
    "ShadowChange",
    "ShadowRun",
    "ShortLink",
    "Strike",
    "TrainedModel",
    "Weighing",
    "facts_of",
    "invariants",
    "key_of",
    "new_code",
    "same_picture",
]
