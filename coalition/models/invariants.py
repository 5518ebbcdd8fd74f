"""What must always hold between the coalition's rows, the Jobs and the audit line."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from spotter.audit.roots import unstamped_too_long
from spotter.audit.tail import broken_among_last
from spotter.jobs.reconcile import invariant, invariant_of

EVENTS_CHECKED = 1_000

invariant(
    "deliveries-nobody-brings",
    _("Every delivery has arrived, was given up, or has work waiting for it."),
    """SELECT d.event_id FROM coalition_delivery d JOIN coalition_case c ON c.id = d.case_id
       WHERE d.status = 'waiting' AND c.status <> 'void' AND NOT EXISTS (
           SELECT FROM jobs_job j
           WHERE j.kind = 'deliver' AND j.ref = d.event_id AND j.state IN ('queued', 'running'))""",
)
invariant(
    "answers-nobody-takes",
    _("Every answer of a company was handed on."),
    """SELECT c.reference FROM coalition_case c
       JOIN coalition_answer a ON a.case_id = c.id AND a.applied GROUP BY c.reference
       HAVING count(*) > (SELECT count(*) FROM jobs_job j WHERE j.kind = 'answered' AND j.ref = c.reference)""",
)
invariant_of(
    "broken-chain",
    _("Nobody changed or took out one of the last thousand events."),
    lambda: broken_among_last(EVENTS_CHECKED),
)
invariant_of(
    "roots-without-timestamp",
    _("Every daily root of the audit line has its timestamp within two days, where an authority is set."),
    lambda: unstamped_too_long(timezone.now()),
)
