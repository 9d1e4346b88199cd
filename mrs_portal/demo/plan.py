"""Pilot, corridors, missions and action plan of the demonstration."""

from __future__ import annotations

from corridors import actions as corridors
from corridors.models import Activity
from corridors.states import ActivityState
from missions import actions as missions
from missions.states import MissionState
from mrs_portal.demo.data import Data, World, day


def load_corridors(data: Data, world: World) -> str:
    """Open the pilot and its corridors with their roadmap steps; returns what was made, in words."""
    coordinator, pilot = world.people["coordinator.th"], data["pilot"]
    world.pilot = corridors.open_pilot(
        title=pilot["title"],
        lead_country=pilot["lead_country"],
        starts_on=day(pilot["starts_on"]),
        ends_on=day(pilot["ends_on"]),
        summary=pilot["summary"],
        by=coordinator,
    )
    scope = [step["code"] for step in data["roadmap"] if step["in_scope"]]
    for item in data["corridors"]:
        world.corridors[item["key"]] = corridors.open_corridor(
            pilot=world.pilot,
            receiving_country=item["receiving_country"],
            sending_country=item["sending_country"],
            skill_area=world.areas[item["skill_area"]],
            priority=item["priority"],
            teams=[world.teams[key] for key in item["teams"]],
            steps_in_scope=scope,
            by=coordinator,
        )
    return f"{world.pilot}, {len(world.corridors)} corridors"


def close_steps(data: Data, world: World) -> str:
    """Close the roadmap steps that are through; returns what was done, in words."""
    closed = 0
    for item in data["corridors"]:
        steps = {step.code: step for step in world.corridors[item["key"]].steps.select_related("corridor")}
        for step in item["closed_steps"]:
            corridors.close_step(
                step=steps[step["code"]], reason=step["reason"], by=world.people["coordinator.th"]
            )
            closed += 1
    return f"{closed} roadmap steps closed"


# --- Missions ------------------------------------------------------------------------------------


def load_missions(data: Data, world: World) -> str:
    """Plan both rounds of missions and record those that were held; returns what was made, in words."""
    coordinator = world.people["coordinator.th"]
    for item in data["missions"]:
        mission = missions.plan_mission(
            pilot=world.the_pilot,
            title=item["title"],
            kind=item["kind"],
            place=item["place"],
            country=item["country"],
            planned_start=day(item["planned"]["start"]),
            planned_end=day(item["planned"]["end"]),
            planned_month_only=item["planned"]["month_only"],
            corridors=[world.corridors[key] for key in item["corridors"]],
            teams=[world.teams[key] for key in item["teams"]],
            round=item["round"],
            agenda=agenda_text(data["agendas"][item["agenda"]]),
            note=_note(item, world),
            by=coordinator,
        )
        world.missions[item["key"]] = mission
        world.sites |= {site["key"]: site["name"] for site in item["sites"]}
        if item["state"] == MissionState.HELD:
            actual = item["actual"]
            missions.mark_held(
                mission=mission,
                actual_start=day(actual["start"]),
                actual_end=day(actual["end"]),
                by=coordinator,
            )
    return f"{len(world.missions)} missions"


def agenda_text(agenda: Data) -> str:
    """An agenda as people type it: "Day 1", then one session a line with the roadmap steps it serves."""
    lines = []
    for part in agenda["days"]:
        lines.append(f"Day {part['day']}")
        for session in part["sessions"]:
            steps = session["steps"]
            word = "step" if len(steps) == 1 else "steps"
            lines.append(f"- {session['text']}" + (f" ({word} {' and '.join(steps)})" if steps else ""))
    return "\n".join(lines)


def _note(mission: Data, world: World) -> str:
    sentences = [f"Host: {world.organisations[mission['host']]}."]
    if mission["sites"]:
        sentences += ["Sites: " + "; ".join(site["name"] for site in mission["sites"]) + "."]
    if mission["remark"]:
        sentences.append(mission["remark"])
    if mission["actual"] and mission["actual"]["illustrative"]:
        sentences.append("The dates on which it was held are illustrative.")
    return "\n".join(sentences)


# --- Action plan ---------------------------------------------------------------------------------


def load_plan(data: Data, world: World) -> str:
    """Write the action plan with its sub-rows; returns what was made, in words."""
    for row in data["action_plan"]:
        parent = _plan(row, world, parent=None)
        for below in row.get("rows", []):
            _plan(below, world, parent=parent)
        move(parent, row, world)
    return f"{len(world.activities)} rows of the action plan"


def _plan(row: Data, world: World, *, parent: Activity | None) -> Activity:
    served = [world.corridors[key] for key in row["corridors"]]
    activity = corridors.plan_activity(
        pilot=world.the_pilot,
        parent=parent,
        number=row["number"],
        title=row["name"],
        country=row["country"],
        corridor=served[0] if len(served) == 1 else None,
        owner=world.organisations[row["owner"]],
        planned_start=day(row["planned"]["start"]),
        planned_end=day(row["planned"]["end"]),
        dates_illustrative=row["dates_illustrative"],
        by=world.people["coordinator.th"],
    )
    world.activities[row["number"]] = activity
    if parent is not None:
        move(activity, row, world)
    return activity


def move(activity: Activity, row: Data, world: World) -> None:
    """Bring a row of the plan into the state that the file gives, on the actual dates where it has any."""
    span = row.get("actual") or row["planned"]
    start, end = day(span["start"]), day(span["end"])
    by = world.people["coordinator.th"]
    if row["state"] == ActivityState.IN_PROGRESS:
        corridors.move_activity(activity=activity, to=ActivityState.IN_PROGRESS, on=start, by=by)
    elif row["state"] == ActivityState.DONE:
        corridors.move_activity(activity=activity, to=ActivityState.DONE, on=end, started_on=start, by=by)
