"""The scene, continued: photos of observations, one of which was removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from core.files import store
from missions.models import ObservationPhoto
from tests.reports.pictures import png

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """None of it is in the reports of the scene, which are frozen before."""
    for name, observation in (
        ("photo_early", "seen_early"),
        ("photo_both_kh", "seen_both_kh"),
        ("photo_removed", "seen_wiring"),
    ):
        stored = store(png(), name="photo.png", content_type="image/png", by=scene.by("co"))
        photo = ObservationPhoto(
            observation=scene[observation],
            stored=stored,
            small=stored,
            words=f"A wall [[{name}]]",
            position=1,
            added_by=scene.by("co"),
        )
        if name == "photo_removed":
            photo.removed_at, photo.removed_by = timezone.now(), scene.by("co")
        photo.save()
        scene.add(name, photo)
