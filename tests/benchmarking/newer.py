"""Newer editions of a standard for the tests: the same lines with their keys, but for what a test changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.refs import make_ref
from standards.models import Edition, Line, Share, line_hash
from standards.states import EditionState


def newer(
    old: Edition,
    *,
    changed: Mapping[str, str] | None = None,
    renumbered: Mapping[str, str] | None = None,
    gone: Collection[str] = (),
    more: Collection[tuple[str, str, str]] = (),
    state: EditionState = EditionState.SUBMITTED,
    label: str = "2020",
) -> Edition:
    """An edition that follows on `old`, shared with the same readers.

    Args:
        changed: new text by number of the line; `renumbered` its new number, `gone` numbers that are left out.
        more: (number of the line above, number, text) of lines that are added at the end of their parent.
    """
    made = Edition.objects.create(
        ref=make_ref(old.country, label),
        standard=old.standard,
        label=label,
        state=state,
        previous=old,
        language="en",
        created_by=old.created_by,
    )
    parents: dict[int, Line] = {}
    by_number: dict[str, Line] = {}
    position = 0
    for line in old.lines.order_by("position"):
        if line.number in gone:
            continue
        copy = _line(
            made,
            position,
            parent=parents.get(line.parent_id or 0),
            kind=line.kind,
            number=(renumbered or {}).get(line.number, line.number),
            text=(changed or {}).get(line.number, line.text),
            critical=line.critical,
            key=line.key,
        )
        parents[line.pk] = by_number[line.number] = copy
        position += 1
    for above, number, text in more:
        parent = by_number[above]
        kind = "criterion" if parent.kind == "element" else parent.kind
        _line(made, position, parent=parent, kind=kind, number=number, text=text, critical=False)
        position += 1
    for share in old.shares.all():
        Share.objects.create(
            edition=made, organisation=share.organisation, team=share.team, capacity=share.capacity
        )
    return made


def _line(
    edition: Edition,
    position: int,
    *,
    parent: Line | None,
    kind: str,
    number: str,
    text: str,
    critical: bool,
    **key: object,
) -> Line:
    return Line.objects.create(
        edition=edition,
        position=position,
        parent=parent,
        kind=kind,
        number=number,
        text=text,
        critical=critical,
        content_hash=line_hash(kind, number, text, "", critical),
        **key,
    )
