"""The scene, continued: recommendations of a corridor that nobody else reads yet, and of one that is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarking import signing
from benchmarking.actions.recommendations import add_recommendation
from benchmarking.actions.signatures import sign
from benchmarking.queries.signatures import state_of

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """Two recommendations on each side of a release, and the sending side's signature under wiring."""
    for name, corridor, by in (
        ("rec_mm", "th_mm", "co"),
        ("rec_wiring", "th_kh_wiring", "g2"),
        ("rec_wiring_too", "th_kh_wiring", "g2"),
    ):
        made = add_recommendation(
            corridor=scene[corridor], kind="bridging", text=f"Bridge it [[{name}]]", by=scene.by(by)
        )
        scene.add(name, made)
    wiring = scene["bm_wiring"]
    sign(benchmark=wiring, state_hash=signing.fingerprint(state_of(wiring)), by=scene.by("kh"))
