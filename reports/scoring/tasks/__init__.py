"""The work of scoring: weigh a listing, count how often reasons were right."""

from reports.scoring.tasks.records import count_reasons
from reports.scoring.tasks.scores import score

__all__ = ["count_reasons", "score"]
