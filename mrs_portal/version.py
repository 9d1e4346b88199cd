"""The version is the top heading of the changelog, so that the two cannot differ."""

from __future__ import annotations

import re

from mrs_portal.env import BASE_DIR


def _read() -> str:
    path = BASE_DIR / "CHANGELOG.md"
    found = re.search(r"^## (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE) if path.exists() else None
    return found.group(1) if found else "0"


VERSION = _read()
