"""The work of scoring: weigh a listing, count how often reasons were right, listen for terms that suddenly fire."""

from reports.scoring.tasks.alarms import watch_terms
from reports.scoring.tasks.records import count_reasons
from reports.scoring.tasks.scores import score

__all__ = ["count_reasons", "score", "watch_terms"]
