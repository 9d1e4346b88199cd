"""What complete and possible POSTs of the wording of reports send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.documents.gap_page import OUTLINE
from tests.reports.pictures import png

if TYPE_CHECKING:
    from tests.access.scene import Scene


def _words(scene: Scene, _thing: Any, _args: dict[str, Any]) -> dict[str, Any]:
    """The preview speaks of the corridor whose lines are judged."""
    shown = {f"show_{part.key}": "on" for part in OUTLINE}
    return {"subtitle": "Second phase", "revision": "0", "on": scene["th_kh_wiring"].ref, **shown}


def _logo(_scene: Scene, _thing: Any, _args: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Ministry", "picture": SimpleUploadedFile("logo.png", png())}


FORMS: dict[str, Any] = {
    "reports:wording-edit": _words,
    "reports:wording-preview": _words,
    "reports:logo-add": _logo,
}
