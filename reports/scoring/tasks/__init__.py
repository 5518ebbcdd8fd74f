"""The work of scoring: weigh a listing, count and watch reasons, try proposals in the shadow."""

from reports.scoring.tasks.alarms import watch_terms
from reports.scoring.tasks.records import count_reasons
from reports.scoring.tasks.scores import score
from reports.scoring.tasks.shadow import shadow, shadow_new
from reports.scoring.tasks.weighings import weigh_again

__all__ = ["count_reasons", "score", "shadow", "shadow_new", "watch_terms", "weigh_again"]
