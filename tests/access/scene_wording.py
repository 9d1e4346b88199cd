"""The scene, continued: words of the Thai office for its reports in English, and its two logos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.files import store
from reports.models import Logo, Wording
from tests.reports.pictures import png

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """Nothing of it is in the reports of the scene, which are frozen before."""
    words = Wording(country="TH", kind="gap_analysis", language="th", introduction="[[words_th]]")
    words.save()
    scene.add("words_th", words)
    for place, name in enumerate(("logo_th", "logo_second"), start=1):
        stored = store(png(), name="logo.png", content_type="image/png", by=scene.by("co"))
        logo = Logo(
            country="TH", name=f"Office [[{name}]]", stored=stored, position=place, added_by=scene.by("co")
        )
        logo.save()
        scene.add(name, logo)
