"""What the next benchmark would carry over from one, with chosen editions: read by the preview and by the verb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from benchmarking.models import Additional, Assignment, Benchmark, Judgement, JudgementQuerySet
from benchmarking.queries.benchmarks import load_editions, trees_of
from benchmarking.queries.scope import Trees, nodes_under
from benchmarking.queries.sight import Sight
from benchmarking.rebenchmark import (
    Decision,
    Fate,
    Held,
    Pairing,
    Plan,
    Text,
    Why,
    decide,
    kept,
    pair,
    whole_sections,
)
from benchmarking.states import View
from standards.changes import LineChange
from standards.models import Edition, Line
from standards.queries.changes import row_of
from standards.tree import Node, flat

#: Newer edition by primary key of the one that it takes the place of.
Choices = Mapping[int, Edition]


@dataclass(frozen=True)
class Outlook:
    """The next benchmark before it exists. Lines are found by primary key in `lines`, old and new ones alike."""

    reference: list[Edition]
    sending: list[Edition]
    pairing: Pairing  # of the reference editions
    links: Pairing  # of the sending editions
    plan: Plan
    lines: dict[int, Line]
    judgements: dict[int, Judgement]
    scope: list[Line]
    is_scope_lost: bool
    sections: dict[int, int]
    sections_after: dict[int, list[Line]]
    additional: list[Additional] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)

    @cached_property
    def marks(self) -> list[tuple[Additional, int]]:
        """X marks that go on, each with its line in the newer edition."""
        same = self.links.same
        return [(one, self.links.twin[one.line_id]) for one in self.additional if one.line_id in same]

    @cached_property
    def tasks(self) -> list[tuple[Assignment, int | None]]:
        """Assignments that go on, each with its section in the newer edition."""
        twin = self.pairing.twin
        return [
            (one, twin.get(one.section_id) if one.section_id else None)
            for one in self.assignments
            if one.section_id is None or twin.get(one.section_id) in self.sections_after
        ]


def outlook(benchmark: Benchmark, choices: Choices) -> Outlook:
    """What would be carried over if these editions took the place of the present ones.

    The number of queries does not depend on the number of lines.
    """
    load_editions(benchmark)
    before = list(benchmark.reference_editions.all())
    theirs = list(benchmark.sending_editions.all())
    after = [choices.get(one.pk, one) for one in before]
    theirs_after = [choices.get(one.pk, one) for one in theirs]
    trees = trees_of({*before, *theirs, *after, *theirs_after})
    pairing = _paired(before, after, trees)
    links = _paired(theirs, theirs_after, trees)
    lines = {node.line.pk: node.line for roots in trees.values() for node in flat(roots)}
    scope_before = list(benchmark.scope.all())
    scope = [lines[pairing.twin[one.pk]] for one in scope_before if one.pk in pairing.twin]
    rated_before = nodes_under(trees, before, benchmark.kinds, scope_before)
    rated_after = nodes_under(trees, after, benchmark.kinds, scope)
    judgements = {one.pk: one for one in _judgements(benchmark)}
    plan = decide(
        pairing,
        links,
        rated_before=[node.line.pk for node in rated_before],
        rated_after=[node.line.pk for node in rated_after],
        held=[_held(one) for one in judgements.values()],
    )
    sections_after = _sections(rated_after)
    return Outlook(
        reference=after,
        sending=theirs_after,
        pairing=pairing,
        links=links,
        plan=plan,
        lines=lines,
        judgements=judgements,
        scope=scope,
        is_scope_lost=bool(scope_before) and not scope,
        sections=whole_sections(_keys(_sections(rated_before)), _keys(sections_after), pairing, plan),
        sections_after=sections_after,
        additional=list(benchmark.additional.all()),
        assignments=list(benchmark.assignments.select_related("person")),
    )


def _judgements(benchmark: Benchmark) -> JudgementQuerySet:
    return benchmark.judgements.prefetch_related("counterparts").order_by("pk")


def _held(judgement: Judgement) -> Held:
    links = sorted((one.edition_id, one.position, one.pk) for one in judgement.counterparts.all())
    keys = tuple(key for _edition, _position, key in links)
    return Held(judgement.pk, judgement.view, judgement.line_id, judgement.rating, keys)


def _paired(before: list[Edition], after: list[Edition], trees: Trees) -> Pairing:
    found = Pairing()
    for old, new in zip(before, after, strict=True):
        nodes = flat(trees[old])
        if old.pk == new.pk:
            found += kept(node.line.pk for node in nodes)
        else:
            found += pair(_texts(nodes), _texts(flat(trees[new])))
    return found


def _texts(nodes: Iterable[Node[Line]]) -> list[Text]:
    return [Text(node.line.pk, row_of(node.line, node.depth)) for node in nodes]


def _sections(nodes: Iterable[Node[Line]]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for node in nodes:
        if node.section is not None:
            found.setdefault(node.section.pk, []).append(node.line)
    return found


def _keys(sections: Mapping[int, list[Line]]) -> dict[int, list[int]]:
    return {section: [line.pk for line in lines] for section, lines in sections.items()}


# --- The preview in words -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Touched:
    """A counterpart that changed (`change`) or is gone (`change` is None)."""

    line: Line
    change: LineChange | None


@dataclass(frozen=True)
class Again:
    """A line that is open again, with the judgement of the benchmark before and why it does not go on."""

    line: Line
    judgement: Judgement
    change: LineChange | None
    touched: list[Touched]


@dataclass(frozen=True)
class Preview:
    """What a person reads before starting. Counts are those of the figures: agreed view, else receiving view."""

    carried: int
    reopened: int
    new: list[Line]
    waiting: int
    removed: list[Line]
    renumbered: int
    again: list[Again]
    verdicts: int
    marks: int
    is_scope_lost: bool
    came: int  # new lines on the sending side
    changed: int  # changed ones

    @property
    def total(self) -> int:
        """Lines that the next benchmark rates."""
        return self.carried + self.reopened + len(self.new) + self.waiting


def preview_of(found: Outlook, sight: Sight) -> Preview:
    """The outlook in words, with the judgements that this person reads."""
    plan = found.plan
    again = [one for one in plan.decisions if one.held.rating and _is_told(one, sight)]
    order = {line: place for place, line in enumerate(plan.fates)}
    rated = {one.held.line for one in plan.decisions if View(one.held.view) in sight.views}
    return Preview(
        carried=plan.count(Fate.CARRIED),
        reopened=plan.count(Fate.REOPENED),
        new=[found.lines[line] for line, fate in plan.fates.items() if fate == Fate.NEW],
        waiting=plan.count(Fate.WAITING),
        removed=[found.lines[line] for line in plan.removed],
        renumbered=len(found.pairing.renumbered & rated),
        again=[_again(found, one) for one in sorted(again, key=lambda one: order[one.line])],
        verdicts=len(found.sections),
        marks=len(found.marks),
        is_scope_lost=found.is_scope_lost,
        came=len(found.links.new),
        changed=len(found.links.changed),
    )


def _is_told(decision: Decision, sight: Sight) -> bool:
    """Whether the judgement is open again and stands in the list of this person, who reads its view.

    The sending view is no concern of the receiving side here, and what only follows the agreed view stands with that.
    """
    view = View(decision.held.view)
    ours = view in sight.views and (view != View.SENDING or sight.own == View.SENDING)
    return ours and bool(decision.why) and decision.why != (Why.AGREED,)


def _again(found: Outlook, decision: Decision) -> Again:
    touched = []
    for key in decision.touched:
        twin = found.links.twin.get(key)
        touched.append(Touched(found.lines[key], found.links.changes.get(twin) if twin else None))
    return Again(
        line=found.lines[decision.line],
        judgement=found.judgements[decision.held.pk],
        change=found.pairing.changes.get(decision.line),
        touched=touched,
    )
