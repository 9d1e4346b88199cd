"""Questions about lines of the demonstration, and a draft whose lines somebody is in the middle of correcting."""

from __future__ import annotations

from mrs_portal.demo.data import Data, World, read
from standards import actions as standards


def load_talk(world: World) -> str:
    """Ask, answer and settle as the file says, then open the draft; returns what was made, in words."""
    data = read("talk.json")
    for item in data["threads"]:
        _ask(item, world)
    changed = _draft(data["draft"], world)
    return f"{len(data['threads'])} questions about lines, 1 draft with {changed} corrected lines to confirm"


def _ask(item: Data, world: World) -> None:
    thread = standards.comment(
        edition=world.editions[item["edition"]],
        line_key=world.lines[item["edition"], item["number"]].key,
        text=item["text"],
        by=world.people[item["by"]],
    )
    for answer in item["answers"]:
        standards.answer(thread=thread, text=answer["text"], by=world.people[answer["by"]])
    if item["settled_by"]:
        standards.settle(thread=thread, settled=True, by=world.people[item["settled_by"]])


def _draft(item: Data, world: World) -> int:
    """The next edition of an accepted one, its lines opened, some of them corrected, none confirmed yet."""
    by = world.people[item["by"]]
    draft = standards.new_edition(edition=world.editions[item["from"]], by=by)
    standards.edit_edition(
        edition=draft, revision=draft.revision, label=item["edition"], issued_on=None, by=by
    )
    intake, _already = standards.type_lines(edition=draft, by=by)
    for change in item["lines"]:
        line = intake.lines.get(number=change["number"])
        standards.change_line(line=line, revision=line.revision, text=change["text"], by=by)
    return len(item["lines"])
