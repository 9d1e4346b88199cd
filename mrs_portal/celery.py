"""The Celery application: one task that runs job rows and one that sweeps them (core.tasks)."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mrs_portal.settings")

app = Celery("mrs_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
