"""The Jobs that capture takes."""

from reports.capture.tasks.browsing import open_in_browser
from reports.capture.tasks.looks import capture, look_again, made_safe, row_of
from reports.capture.tasks.packs import pack
from reports.capture.tasks.retention import find_due_evidence, purge

__all__ = ["capture", "find_due_evidence", "look_again", "made_safe", "open_in_browser", "pack", "purge", "row_of"]
