"""What the sending country says formally to gaps of the demonstration, and the views of the register that people keep."""

from __future__ import annotations

from benchmarking import actions as benchmarking
from benchmarking.actions.gap_views import save_view
from benchmarking.models import GapFinding
from mrs_portal.demo.data import World, read


def load_gaps(world: World) -> str:
    """Give the formal replies and keep the views; returns what was made, in words."""
    data = read("gaps.json")
    for item in data["positions"]:
        benchmarking.give_position(
            gap=GapFinding.objects.select_related("corridor__skill_area", "benchmark", "review").get(
                corridor=world.corridors[item["corridor"]], title=item["title"]
            ),
            position=item["position"],
            text=item["text"],
            by=world.people[item["by"]],
        )
    for item in data["views"]:
        save_view(name=item["name"], query=item["query"], by=world.people[item["by"]])
    return (
        f"{len(data['positions'])} formal replies to gaps, {len(data['views'])} saved views of the register"
    )
