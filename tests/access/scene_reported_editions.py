"""The scene, continued: the newer Lao edition says something else in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standards.models import Line

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """One line of the newer edition is worded anew."""
    line = Line.objects.filter(edition=scene["la_newer"]).order_by("-position").first()
    assert line is not None
    Line.objects.filter(pk=line.pk).update(text=f"{line.text}, checked twice")
