"""Verbs on the settings of a benchmark: what is rated, whether views are hidden, who compares which lines."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from benchmarking.actions import suggestions
from benchmarking.actions.releases import hold
from benchmarking.models import Assignment, Benchmark, Judgement
from benchmarking.queries.benchmarks import trees_of
from benchmarking.queries.people import Assigned, assignable, assigned_in
from benchmarking.queries.scope import headings_of, nodes_in_scope, nodes_under, topmost
from benchmarking.queries.sight import sight_of
from benchmarking.states import BenchmarkState, View
from core.audit import record
from core.states import IllegalMove
from standards.models import Edition, Line
from standards.states import RATEABLE_KINDS, LineKind
from standards.tree import Node

SHOWN = 5  # so many lines are named in a refusal


@transaction.atomic
def set_benchmark(
    *,
    benchmark: Benchmark,
    kinds: Collection[str],
    scope: Collection[Line],
    blind: bool,
    assignments: Collection[Assigned],
    mark: str,
    by: User,
) -> Benchmark:
    """Change what is rated, whether the views are hidden from each other, and who compares which lines.

    Args:
        scope: levels and sections of the reference editions; none means everything.
        mark: `mark_of` the benchmark when the person opened the page.

    Raises:
        IllegalMove: the benchmark is completed, or somebody else changed the settings meanwhile.
        ValidationError: by field: lines that are compared already would fall out, a view is released already and
            `blind` would change, a person may not judge here, or no line would be left.
    """
    held = hold(benchmark)
    if held.state != BenchmarkState.OPEN:
        raise IllegalMove(
            _("This benchmark is completed, so its settings stay as they are. Reopen it first.")
        )
    if mark != mark_of(held):
        raise IllegalMove(
            _(
                "Somebody else changed these settings meanwhile; nothing was saved. Look at them as they are now."
            )
        )
    before = words_of(held)
    scope = topmost(scope)
    faults = faults_of_setting(held, kinds, scope, assignments) | _faults_of_change(
        held, kinds, scope, blind, by
    )
    if faults:
        raise ValidationError({name: [str(sentence)] for name, sentence in faults.items()})
    narrowing = write_setting(held, kinds=kinds, scope=scope, blind=blind, assignments=assignments)
    after = words_of(held)
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        record(
            "benchmark.set",
            on=held,
            by=by,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    if narrowing:
        suggestions.ask(benchmark=held, by=by)
    return held


def write_setting(
    held: Benchmark,
    *,
    kinds: Collection[str],
    scope: Collection[Line],
    blind: bool,
    assignments: Collection[Assigned],
) -> bool:
    """Store the settings, which are right; whether other lines are rated than before."""
    other = set(kinds) != set(held.kinds) or {one.pk for one in scope} != set(
        held.scope.values_list("pk", flat=True)
    )
    held.kinds, held.blind = sorted(map(str, kinds)), blind
    held.save(update_fields=["kinds", "blind"])
    held.scope.set(scope)
    wanted = {(one.person.pk, one.section.pk if one.section else None) for one in assignments}
    stored = {(row.person_id, row.section_id): row for row in held.assignments.all()}
    held.assignments.filter(pk__in=[row.pk for key, row in stored.items() if key not in wanted]).delete()
    Assignment.objects.bulk_create(
        Assignment(benchmark=held, person_id=person, section_id=section)
        for person, section in sorted(wanted - set(stored), key=lambda key: (key[0], key[1] or 0))
    )
    return other


def mark_of(benchmark: Benchmark) -> str:
    """Short mark of the settings as they are stored; another one after any change."""
    people = sorted(benchmark.assignments.values_list("person_id", "section_id"), key=str)
    scope = sorted(benchmark.scope.values_list("pk", flat=True))
    told = repr((benchmark.blind, sorted(map(str, benchmark.kinds)), scope, people))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def words_of(benchmark: Benchmark) -> dict[str, str]:
    """The settings in words, as the history keeps them."""
    labels = dict(LineKind.choices)
    scope = benchmark.scope.order_by("edition", "position")
    people = [f"{one.person}: {one.section or _('all lines')}" for one in assigned_in(benchmark)]
    return {
        "kinds": ", ".join(str(labels[kind]) for kind in benchmark.kinds),
        "scope": "; ".join(str(line)[:80] for line in scope) or str(_("everything")),
        "blind": str(_("yes") if benchmark.blind else _("no")),
        "assignments": "; ".join(people) or str(_("nobody in particular")),
    }


def faults_of_setting(
    benchmark: Benchmark, kinds: Collection[str], scope: Collection[Line], assignments: Collection[Assigned]
) -> dict[str, str | Promise]:
    """What is wrong with these settings for the benchmark's editions, whatever is stored; a sentence by field."""
    faults: dict[str, str | Promise] = {}
    trees = trees_of(benchmark.reference_editions.all())
    headings = {node.line.pk for roots in trees.values() for node in headings_of(roots)}
    if not kinds or set(kinds) - RATEABLE_KINDS:
        faults["kinds"] = _("Choose at least one kind of line that is rated.")
    elif {one.pk for one in scope} - headings:
        faults["scope"] = _("Choose levels and sections of the reference editions from the list.")
    elif not _rated(benchmark, trees, kinds, scope):
        faults["scope" if scope else "kinds"] = _(
            "With this choice there is no line to compare. Choose another kind of line or more sections."
        )
    people = {person.pk for person in assignable(benchmark.corridor)}
    if any(one.person.pk not in people for one in assignments):
        faults["assignments"] = _(
            "Lines are assigned to people of the teams that serve the corridor and may judge. Choose from the list."
        )
    elif any(one.section is not None and one.section.pk not in headings for one in assignments):
        faults["assignments"] = _("Choose sections of the reference editions from the list.")
    return faults


def _rated(
    benchmark: Benchmark,
    trees: dict[Edition, list[Node[Line]]],
    kinds: Collection[str],
    scope: Collection[Line],
) -> set[int]:
    return {node.line.pk for node in nodes_under(trees, benchmark.reference_editions.all(), kinds, scope)}


def _faults_of_change(
    held: Benchmark, kinds: Collection[str], scope: Sequence[Line], blind: bool, by: User
) -> dict[str, str | Promise]:
    """What speaks against changing these settings now."""
    faults: dict[str, str | Promise] = {}
    if blind != held.blind and (held.receiving_done_at or held.sending_done_at or held.released_at):
        faults["blind"] = _("A view is released already, so this can no longer change.")
    trees = trees_of(held.reference_editions.all())
    was = {node.line.pk for node in nodes_in_scope(held, trees)}
    lost = was - _rated(held, trees, kinds, scope)
    if not lost:
        return faults
    if held.invited_at and View.SENDING not in sight_of(by, held).views:
        faults["scope"] = _(
            "The sending side is invited and may have compared lines that would fall out; its view is not released "
            "yet. Until then lines can be added and none taken away."
        )
        return faults
    rows = Judgement.objects.filter(benchmark=held, line__in=lost).select_related("line")
    lines = list(dict.fromkeys(row.line for row in rows.order_by("line__edition", "line__position")))
    if lines:
        faults["scope"] = _lost(lines)
    return faults


def _lost(lines: Sequence[Line]) -> str:
    named = "; ".join(str(line)[:80] for line in lines[:SHOWN])
    sentence = ngettext(
        "%(number)d compared line would fall out: %(lines)s. Keep its section and kind, or take its comparison back "
        "first.",
        "%(number)d compared lines would fall out, among them: %(lines)s. Keep their sections and kinds, or take "
        "their comparisons back first.",
        len(lines),
    )
    return sentence % {"number": len(lines), "lines": named}
