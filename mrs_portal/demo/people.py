"""Organisations, accounts, teams and skill areas of the demonstration."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from accounts import actions as accounts
from mrs_portal.demo.data import Data, World, day, read
from standards import actions as standards

#: One password for all accounts of the demonstration; the command demo_accounts prints it.
PASSWORD = "brick-and-mortar-2019"  # noqa: S105  # known to everybody on purpose


def load_people(data: Data, world: World) -> str:
    """Make organisations, accounts and teams; returns what was made, in words."""
    for item in data["organisations"]:
        world.organisations[item["key"]] = accounts.create_organisation(
            name=item["name"],
            short_name=item["short_name"],
            country=item["country"],
            kind=item["kind"],
            by=None,
        )
    secret = make_password(PASSWORD)  # once: one hash takes as long as everything else on this page
    for item in data["accounts"]:
        world.people[item["key"]] = accounts.create_person(
            email=item["email"],
            title=item["title"],
            organisation=world.organisations[item["organisation"]],
            role=item["role"],
            password_hash=secret,
            by=None,
        )
    for item in data["teams"]:
        world.teams[item["key"]] = accounts.create_team(
            name=f"{item['name']}: {item['subject']}",
            country=item["country"],
            # Offices without an account have an assignment in the concept note, but nobody who signs in.
            members=[
                (world.people[member["account"]], member["function"])
                for member in item["members"]
                if member["account"]
            ],
            by=world.people["coordinator.th"],
        )
    return (
        f"{len(world.organisations)} organisations, {len(world.people)} accounts, {len(world.teams)} groups"
    )


def load_frameworks(world: World) -> str:
    """Make the level frameworks of the region and the countries; returns what was made, in words."""
    frameworks = read("frameworks.json")["frameworks"]
    for item in frameworks:
        framework = standards.add_framework(
            country=item["country"],
            name=item["name"],
            short_name=item["short_name"],
            source=item["source"],
            as_of=day(item["as_of"]),
            note=item["note"],
            by=world.people["admin"],
        )
        for level in item["levels"]:
            fields = {"label": level} if isinstance(level, str) else level
            standards.add_level(framework=framework, by=world.people["admin"], **fields)
    return f"{len(frameworks)} level frameworks"


def load_skill_areas(data: Data, world: World) -> str:
    """Make the skill areas with their occupations; returns what was made, in words."""
    titles = {item["isco"]: item["title"] for item in data["occupations"]}
    for item in data["skill_areas"]:
        world.areas[item["key"]] = standards.add_skill_area(
            slug=item["key"],
            title=item["title"],
            occupations={isco: titles[isco] for isco in item["occupations"]},
            by=world.people["admin"],
        )
    return f"{len(world.areas)} skill areas, {len(titles)} occupations"
