"""What complete and possible POSTs of photos send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.reports.pictures import png

if TYPE_CHECKING:
    from tests.access.scene import Scene


def _photos(_scene: Scene, _thing: Any, _args: dict[str, Any]) -> dict[str, Any]:
    return {"picture_1": SimpleUploadedFile("wall.png", png()), "words_1": "A wall and a plumb line"}


FORMS: dict[str, Any] = {"missions:photos": _photos}
