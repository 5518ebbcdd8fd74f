"""What must always hold between the reports, the Jobs, the cases and the audit line."""

from django.utils.translation import gettext_lazy as _

from spotter.jobs.reconcile import invariant

invariant(
    "reports-nobody-takes",
    _("Every report has work waiting for it, or its listing went on."),
    """SELECT r.code FROM reports_report r JOIN reports_listing l ON l.id = r.listing_id
       WHERE l.status = 'received' AND NOT EXISTS (
           SELECT FROM jobs_job j WHERE j.kind = 'capture' AND j.ref = l.code)""",
)
invariant(
    "listings-nobody-moves",
    _("Every listing that waits for the machine has work waiting for it."),
    """SELECT l.code FROM reports_listing l WHERE l.status IN ('received', 'captured') AND NOT EXISTS (
           SELECT FROM jobs_job j
           WHERE j.ref = l.code AND j.state IN ('queued', 'running')
             AND j.kind = CASE l.status WHEN 'received' THEN 'capture' ELSE 'score' END)""",
)
invariant(
    "listings-nobody-sees",
    _("Every listing that waits for staff stands in the queue."),
    """SELECT l.code FROM reports_listing l WHERE l.status IN ('ready', 'confirmed') AND NOT EXISTS (
           SELECT FROM reports_queueentry q WHERE q.listing_id = l.id)""",
)
invariant(
    "forwards-without-delivery",
    _("Every forwarded case has a delivery."),
    """SELECT c.reference FROM reports_forward f JOIN coalition_case c ON c.id = f.case_id
       WHERE NOT EXISTS (SELECT FROM coalition_delivery d WHERE d.case_id = f.case_id)""",
)
invariant(
    "decisions-without-event",
    _("Every decision stands in the audit line."),
    """SELECT l.code FROM reports_decision d JOIN reports_listing l ON l.id = d.listing_id
       GROUP BY l.code, d.verdict
       HAVING count(*) > (
           SELECT count(*) FROM audit_event e WHERE e.of = 'listing' AND e.ref = l.code
             AND e.what = CASE d.verdict
                 WHEN 'confirmed' THEN 'confirm' WHEN 'dismissed' THEN 'dismiss' ELSE 'ask' END)""",
)
invariant(
    "steps-without-event",
    _("The last step of every listing in the audit line is the status it has (of the last 30 days)."),
    """SELECT l.code FROM reports_listing l LEFT JOIN LATERAL (
           SELECT e.facts ->> 'to' AS went FROM audit_event e
           WHERE e.of = 'listing' AND e.ref = l.code AND e.facts ->> 'to' IS NOT NULL ORDER BY e.number DESC LIMIT 1
       ) last ON true
       WHERE l.status_at > now() - interval '30 days' AND l.status <> coalesce(last.went, 'received')""",
)
