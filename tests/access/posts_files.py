"""What complete and possible POSTs about the files of reports send."""

from __future__ import annotations

from typing import Any

FORMS: dict[str, Any] = {
    "reports:file-ask": {"version": "1", "format": "xlsx"},
    "reports:archive": {"format": ["pdf", "xlsx"]},
}
