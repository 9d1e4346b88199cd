"""The scene, continued: an entry of the trade thesaurus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarking.actions.thesaurus import add_synonyms

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """One entry, by an expert of the receiving country."""
    made = add_synonyms(words="hod, brick carrier [[synonyms]]", note="", by=scene.by("g1"))
    scene.add("synonyms", made)
