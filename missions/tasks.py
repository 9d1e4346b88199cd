"""Work of the missions app that comes round by itself."""

from __future__ import annotations

from core import rounds
from missions.actions_photos import empty_photo_bin

rounds.register("missions.empty_photo_bin", empty_photo_bin)
