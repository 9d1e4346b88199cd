"""National standards of the demonstration: drafted, submitted and accepted by the people whose step it is."""

from __future__ import annotations

from django.core.files.base import ContentFile

from accounts.models import User
from corridors import actions as corridors
from mrs_portal.demo.data import Data, World, day, edition_names, read, walk
from mrs_portal.demo.sources import source_file
from standards import actions as standards
from standards.lines import NewLine
from standards.models import Edition, LevelFramework, Occupation
from standards.states import EditionState

#: Who writes the lines; submitting and accepting is said in the files. A focal point of a sending country does both.
_AUTHORS = {
    "bricklaying-plastering": "group1.expert.th",
    "building-wiring": "group2.expert.th",
    "sewing": "group3.expert.th",
}


def load_editions(world: World) -> str:
    """Load all editions with lines and source files; returns what was made, in words."""
    for name in edition_names():
        data = read(name)
        world.editions[data["key"]] = _load(data, world)
    return f"{len(world.editions)} editions, {len(world.lines)} lines"


def _load(data: Data, world: World) -> Edition:
    submitter = world.people[data["submitted_by"]]
    lead = world.the_pilot.lead_country
    author = world.people[_AUTHORS[data["skill_area"]]] if data["country"] == lead else submitter
    edition = _draft(data, world, author)
    content = ContentFile(source_file(data))
    standards.attach_source(edition=edition, content=content, name=f"{data['key']}.xlsx", by=author)
    for line in standards.write_lines(edition=edition, rows=new_lines(data), by=author):
        world.lines[data["key"], line.number] = line
    if data["state"] == EditionState.DRAFT:
        return edition
    corridors.submit_edition(edition=edition, by=submitter)
    if data["state"] == EditionState.SUBMITTED:
        return edition
    approver = world.people[data["accepted_by"]]
    accepted = standards.accept(edition=edition, by=approver)
    if data["public"]:
        standards.set_public(edition=accepted, public=True, by=approver)
    return accepted


def _draft(data: Data, world: World, author: User) -> Edition:
    body = data["body"]
    return standards.create_standard(
        body=standards.add_body(
            country=body["country"],
            name=body["name"],
            short_name=body["short_name"],
            by=world.people["admin"],
        ),
        skill_area=world.areas[data["skill_area"]],
        occupation=Occupation.objects.get(isco=data["occupation"]),
        title=data["standard"]["title"],
        title_original=data["standard"]["title_original"],
        label=data["edition"],
        issued_on=day(data["date"]),
        legal_basis=data["legal_basis"],
        licence=data["licence"],
        level_framework=LevelFramework.objects.get(
            country=data["country"], short_name=data["level_framework"]
        ),
        language=data["original_language"],
        note=data["note"],
        by=author,
    )


def new_lines(data: Data) -> list[NewLine]:
    """The lines of an edition's file as the verb takes them."""
    return [
        NewLine(
            kind=line["kind"],
            number=line["number"],
            text=line["text"],
            text_original=line.get("text_original", ""),
            depth=depth,
            critical=line.get("critical", False),
            marks=str(line.get("marks", "")),
            unit_type=line.get("unit_type", ""),
        )
        for depth, line in walk(data["lines"])
    ]
