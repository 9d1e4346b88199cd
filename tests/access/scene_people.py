"""The scene, continued: accounts, an invitation, offices and a group of Cambodia."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import actions
from tests.factories import people

if TYPE_CHECKING:
    from tests.access.scene import Scene


def build(scene: Scene) -> None:
    """Made by the focal point of Cambodia, who looks after them."""
    by = scene.by("kh")
    scene.add("kh_expert", scene.by("ekh"))
    scene.add("kh_deputy", scene.by("dep"))
    made = actions.invite(
        email="invited@mrs.example.org",
        title="Expert [[kh_invited]]",
        organisation=people.organisation("mlvt"),
        role="expert",
        by=by,
    )
    scene.add("kh_invited", made)
    for name in ("kh_office", "kh_closed"):
        office = actions.create_organisation(
            name=f"Training centre [[{name}]]", short_name="TC", country="KH", kind="government", by=by
        )
        scene.add(name, office)
    actions.close_organisation(organisation=scene["kh_closed"], by=by)
    team = actions.create_team(
        name="Sub-working group [[kh_team]]", country="KH", members=[(scene.by("dep"), "expert")], by=by
    )
    scene.add("kh_team", team)
