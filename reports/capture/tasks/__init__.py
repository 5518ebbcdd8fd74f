"""The Jobs that capture takes."""

from reports.capture.tasks.looks import capture, look_again, made_safe, row_of

__all__ = ["capture", "look_again", "made_safe", "row_of"]
