"""Reference data of the scene: everybody reads them, their owners keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standards import actions as standards
from standards.models import Occupation, SkillArea, StandardBody
from tests.factories import world

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """A skill area, an occupation, a Cambodian body, and the frameworks of the region and of Cambodia."""
    scene.add("area", SkillArea.objects.get(title=world.BRICKLAYING))
    scene.add("occupation", Occupation.objects.order_by("pk").first())
    scene.add("kh_body", StandardBody.objects.filter(country="KH").order_by("pk").first())
    for name, country, short in (("aqrf", "", "AQRF"), ("cqf", "KH", "CQF")):
        framework = standards.add_framework(
            country=country,
            name=f"Framework {short}",
            short_name=short,
            source="",
            as_of=None,
            note="",
            by=None,
        )
        standards.add_level(framework=framework, label="1", by=None)
        scene.add(name, framework)
