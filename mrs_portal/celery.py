"""The Celery application: one task that runs job rows and one that sweeps them (core.tasks)."""

from __future__ import annotations

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mrs_portal.settings")

TRANSPORT_ALIASES["filesystem"] = "core.broker:Transport"

app = Celery("mrs_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
