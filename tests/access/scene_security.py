"""The scene, continued: a link that stands in a mail to the coordinator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.links import link_for

if TYPE_CHECKING:
    from tests.access.scene import Scene


@dataclass(frozen=True)
class Mailed:
    """What stands in the address of a link."""

    token: str


def build(scene: Scene) -> None:
    """One link; where it leads is a page that everybody may see, so that only the link decides."""
    scene.add("mailed_co", Mailed(link_for(scene.by("co"), "/help/").rstrip("/").rpartition("/")[2]))
