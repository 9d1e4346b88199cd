"""Verbs on sending lines without a counterpart: marked X, additional, for information (product.md section 5)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from benchmarking.actions.judgements import hold_open
from benchmarking.models import Additional, Benchmark, Judgement
from benchmarking.states import View
from core.audit import record
from core.states import IllegalMove
from core.text import clean
from standards.models import Line


@transaction.atomic
def mark_additional(*, benchmark: Benchmark, line: Line, note: str, by: User) -> Additional:
    """Mark a sending line X, or change the note of a marked one. The same again writes nothing.

    Raises:
        IllegalMove: the benchmark is completed; the line is a heading, in none of the sending editions, or linked.
    """
    hold_open(benchmark)
    if not benchmark.sending_editions.filter(pk=line.edition_id).exists() or line.children.exists():
        raise IllegalMove(_("Only single lines of the sending editions can be marked additional (X)."))
    linked = Judgement.objects.filter(benchmark=benchmark, counterparts=line).exclude(view=View.SENDING)
    first = linked.select_related("line").order_by("line__position").first()
    if first is not None:
        raise IllegalMove(
            _("This line is a counterpart of %(line)s, so it is not additional. Take that link away first.")
            % {"line": first.line.number or str(first.line)[:60]}
        )
    note = clean(note)
    mark, is_new = Additional.objects.get_or_create(
        benchmark=benchmark, line=line, defaults={"note": note, "by": by}
    )
    if is_new or mark.note != note:
        before = {} if is_new else {"note": mark.note}
        mark.note, mark.by = note, by
        mark.save()
        record(
            "additional.marked", on=benchmark, by=by, before=before, after={"line": str(line), "note": note}
        )
    return mark


@transaction.atomic
def unmark_additional(*, benchmark: Benchmark, line: Line, by: User) -> None:
    """Take the mark X away; nothing happens where there is none.

    Raises:
        IllegalMove: the benchmark is completed.
    """
    hold_open(benchmark)
    mark = Additional.objects.filter(benchmark=benchmark, line=line).first()
    if mark is None:
        return
    mark.delete()
    record("additional.unmarked", on=benchmark, by=by, before={"line": str(line), "note": mark.note})
