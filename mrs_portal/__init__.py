"""Composition root: settings, root urls, and the pages that look at everything. Nobody imports it."""

from mrs_portal.celery import app as celery_app

__all__ = ("celery_app",)
