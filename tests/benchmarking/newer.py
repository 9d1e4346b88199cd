"""Newer editions of a standard for the tests: the same lines with their keys, but for what a test changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from benchmarking.actions.next_benchmark import start_next
from benchmarking.models import Benchmark, Judgement
from core.refs import make_ref
from standards.models import Edition, Line, Share, line_hash
from standards.states import EditionState
from tests.benchmarking.desks import line, opened, rate, rate_all

SUBSTANTIAL = {"substantial": True, "gap_code": "C4"}


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
    for was in old.lines.order_by("position"):
        if was.number in gone:
            continue
        copy = _line(
            made,
            position,
            parent=parents.get(was.parent_id or 0),
            kind=was.kind,
            number=(renumbered or {}).get(was.number, was.number),
            text=(changed or {}).get(was.number, was.text),
            critical=was.critical,
            key=was.key,
        )
        parents[was.pk] = by_number[was.number] = copy
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


def done(world) -> Benchmark:
    """A benchmark with all lines rated; 1.1.1 rests on a Cambodian line, 1.2.1 is a gap."""
    benchmark = opened(world)
    by = world.cast.expert_one
    rate(benchmark, line(world.thai, "1.1.1"), "F", by=by, counterparts=[line(world.cambodian, "1.1")])
    theirs = [line(world.cambodian, "2.1"), line(world.cambodian, "1.2")]
    rate(benchmark, line(world.thai, "1.2.1"), "P", by=by, counterparts=theirs, **SUBSTANTIAL)
    rate(benchmark, line(world.thai, "1.2.2"), "N", by=by)
    rate_all(benchmark, world)
    return benchmark


def start(benchmark: Benchmark, world, *editions, by=None) -> Benchmark:
    choices = {edition.previous_id: edition for edition in editions}
    return start_next(benchmark=benchmark, choices=choices, by=by or world.cast.expert_one)


def judged(benchmark: Benchmark, number: str, view: str = "receiving") -> Judgement:
    return benchmark.judgements.get(line__number=number, view=view)


def again(made: Benchmark, number: str, world, **said) -> None:
    """Judge the line again as substantial P, or as said."""
    found = judged(made, number)
    values = {"rating": "P", **SUBSTANTIAL} | said
    rate(made, found.line, values.pop("rating"), by=world.cast.expert_one, revision=found.revision, **values)
