"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise

EVENTS: dict[str, Promise] = {}
