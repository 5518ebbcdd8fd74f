"""The Celery app, its queues, and the timetable of due-checks."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spotter.settings")

app = Celery("spotter")
app.config_from_object("django.conf:settings", namespace="CELERY")
QUEUES = ("capture", "browser", "pictures", "score", "deliver", "mail", "housekeeping")
app.conf.task_queues = [Queue(name) for name in QUEUES]
# Due times live in the Job table; the timetable only adds the Jobs of housekeeping.
app.conf.beat_schedule = {
    "reconcile every 10 minutes": {"task": "timetable.reconcile", "schedule": 600.0},
    # Every hour, for the Jobs are of the day: a beat that was away makes up for it.
    "tidy up once a day": {"task": "timetable.tidy", "schedule": 3600.0},
    "seal the events once a day": {"task": "timetable.seal_events", "schedule": 3600.0},
    "count how often reasons were right": {"task": "timetable.count_reasons", "schedule": 600.0},
    "listen for terms that suddenly fire more": {"task": "timetable.watch_terms", "schedule": 3600.0},
    "find what need not be kept": {"task": "timetable.find_due_evidence", "schedule": 3600.0},
}
app.autodiscover_tasks(
    [
        "spotter.jobs",
        "spotter.audit",
        "reports.capture",
        "reports.intake",
        "reports.scoring",
        "reports.followup",
        "reports.impact",
        "coalition.people",
        "coalition.cases",
        "coalition.delivery",
    ]
)
