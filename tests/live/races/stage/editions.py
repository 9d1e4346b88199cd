"""Standards of a sending country, from draft to decision."""

from __future__ import annotations

from typing import Any

from django.db import models

from core.models import AuditLine
from corridors import actions as corridor_actions
from standards import actions
from standards.lines import NewLine, tree_hash
from standards.models import Edition, SkillArea
from standards.queries import lines_of
from standards.tree import flat, tree_of
from tests.live.races.stage.plan import person

_LINES = [
    NewLine("unit", "1", "Work at the bench"),
    NewLine("criterion", "1.1", "Tools are laid out", depth=1),
    NewLine("criterion", "1.2", "Waste is put away", depth=1),
]


def told(subject: models.Model) -> models.QuerySet[AuditLine]:
    """What the history tells of a thing."""
    return AuditLine.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


def draft(title: str = "Standard of a race", account: str = "focal.kh") -> str:
    """A draft with three lines, of a skill area that has a corridor."""
    by = person(account)
    area = SkillArea.objects.filter(corridors__sending_country="KH").order_by("pk")[0]
    made = actions.create_standard(
        body="Office of races",
        skill_area=area,
        occupation=area.occupations.order_by("pk")[0],
        title=title,
        title_original="",
        label="1",
        issued_on=None,
        legal_basis="",
        language="en",
        note="",
        by=by,
    )
    actions.write_lines(edition=made, rows=_LINES, by=by)
    return made.ref


def submitted() -> str:
    """A draft that was submitted and distributed."""
    ref = draft()
    corridor_actions.submit_edition(edition=Edition.objects.get(ref=ref), by=person("focal.kh"))
    return ref


def returned() -> str:
    """An edition that was sent back."""
    ref = submitted()
    actions.return_edition(
        edition=Edition.objects.get(ref=ref), reason="The scope is not said.", by=person("coordinator.th")
    )
    return ref


def edition(ref: str) -> dict[str, Any]:
    """An edition as it is stored: state, whether its hash is that of its lines, what the history tells."""
    found = Edition.objects.select_related("standard").get(ref=ref)
    nodes = flat(tree_of(lines_of(found)))
    now = tree_hash((node.depth, node.line.content_hash) for node in nodes)
    events = list(told(found).values_list("event", flat=True))
    names = ("submitted", "distributed", "accepted", "returned")
    return {
        "state": found.state,
        "lines": len(nodes),
        "is_same": found.content_hash == now,
        "binned": found.binned_at is not None,
        **{name: events.count(f"edition.{name}") for name in names},
    }


def events_of(ref: str) -> list[str]:
    """What the history tells of an edition, in its order."""
    return list(told(Edition.objects.get(ref=ref)).order_by("pk").values_list("event", flat=True))


def drafts_of(ref: str) -> int:
    """Drafts of the same standard."""
    return Edition.objects.get(ref=ref).standard.editions.filter(state="draft").count()


def write_lines(ref: str, words: str, account: str) -> bool:
    """Somebody saves other lines into a draft, as confirming a reading does."""
    rows = [*_LINES, NewLine("criterion", "1.3", words, depth=1)]
    actions.write_lines(edition=Edition.objects.get(ref=ref), rows=rows, by=person(account))
    return True
