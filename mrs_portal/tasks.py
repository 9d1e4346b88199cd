"""Work of the whole portal that comes round by itself."""

from __future__ import annotations

from core import rounds
from mrs_portal.retention import apply_daily

rounds.register("portal.retention", apply_daily)
