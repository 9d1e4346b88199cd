"""The scene, continued: a newer edition of the Lao standard, on which the Lao benchmark can be carried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors import actions as corridors
from standards import actions as standards
from standards.models import Edition

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """Submitted, with the lines of the accepted one."""
    draft = standards.new_edition(edition=scene["la_accepted"], by=scene.by("la"))
    Edition.objects.filter(pk=draft.pk).update(label="2020")
    draft.refresh_from_db()
    corridors.submit_edition(edition=draft, by=scene.by("la"))
    scene.add("la_newer", Edition.objects.get(pk=draft.pk))
