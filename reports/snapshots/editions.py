"""The frozen content of a comparison of two editions of one standard, and what it means for the corridor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import User
from benchmarking.models import Benchmark
from benchmarking.queries.carrying import Again, Preview, outlook, preview_of
from benchmarking.queries.sight import Sight
from benchmarking.queries.to_check import ToCheck, gaps_in_sight
from benchmarking.states import GapState, View
from core import countries
from corridors.models import Corridor
from reports.documents import editions as paper
from reports.models import Scope
from reports.snapshots import parts
from reports.snapshots.making import Maker, Refused
from standards.changes import Change, LineChange, Row, Word, counts
from standards.models import Edition, Line
from standards.queries.changes import differences
from standards.states import RELEASED

#: What the receiving side reads; a version leaves it after the comparison behind it is released.
_EVERYTHING = Sight(frozenset({View.RECEIVING, View.AGREED}), View.RECEIVING)


def build(scope: Scope, *, number: str, version: int, now: datetime, by: User) -> paper.Editions:
    """Both editions line by line, and what the newer one means for the newest comparison that rests on the older one.

    Raises:
        Refused: there are no two released editions of one standard of this corridor, or no line differs.
    """
    corridor = scope.one_corridor
    older, newer = _both(scope, corridor)
    found = differences(older, newer)
    if all(one.change.change == Change.SAME for one in found):
        raise Refused(
            _("No line differs between these two editions, so there is nothing to report. Choose two others.")
        )
    shared = parts.corridor(corridor, parts.occupations_of(corridor))
    standard = newer.standard
    impact = _impact(corridor, older, newer, by)
    return paper.Editions(
        number=number,
        version=version,
        title=_("%(standard)s: from edition %(older)s to edition %(newer)s")
        % {"standard": standard.title, "older": older.label, "newer": newer.label},
        status=_("Comparison of two editions"),
        corridor=shared,
        pilot=corridor.pilot.title,
        generated_at=now.isoformat(timespec="seconds"),
        standard=standard.title,
        body=standard.body.name,
        country=countries.name_of(standard.country),
        older=_side(older, [one.change.before for one in found]),
        newer=_side(newer, [one.change.after for one in found]),
        counts=_counts(one.change for one in found),
        dated=now.date().isoformat(),
        is_draft=bool(impact and not _released(corridor, older, now)),
        marking=_("For the two countries and the ILO until it is published."),
        published_by=by.organisation.name,
        content_language=str(scope.language),
        original_title=standard.title_original,
        is_reference=standard.country == corridor.receiving_country,
        sections=tuple(_sections((one.section, one.change) for one in found)),
        impact=impact,
    )


def _both(scope: Scope, corridor: Corridor) -> tuple[Edition, Edition]:
    """The two editions with their standard, checked once more: the scope may come from anywhere."""
    keys = [one.pk for one in (scope.older, scope.newer) if one is not None]
    rows = Edition.objects.out_of_bin().filter(pk__in=keys, state__in=RELEASED)
    sides = (corridor.receiving_country, corridor.sending_country)
    rows = rows.filter(standard__country__in=sides, standard__skill_area=corridor.skill_area_id)
    found = {one.pk: one for one in rows.select_related("standard__body")}
    older, newer = (found.get(one.pk) if one else None for one in (scope.older, scope.newer))
    if older is None or newer is None or older.pk == newer.pk:
        raise Refused(
            _("Choose two editions of one standard of this corridor that are submitted or accepted.")
        )
    if older.standard_id != newer.standard_id:
        raise Refused(_("The two editions belong to different standards. Choose two of the same standard."))
    if older.pk > newer.pk:
        raise Refused(_("The older edition came after the newer one. Choose them the other way round."))
    return older, newer


def _side(edition: Edition, rows: Iterable[Row | None]) -> paper.Side:
    return paper.Side(
        label=edition.label,
        state=edition.get_state_display(),
        dated=edition.issued_on.isoformat() if edition.issued_on else "",
        lines=sum(row is not None for row in rows),
        digits=edition.content_hash,
        is_provisional=edition.is_provisional,
    )


def _counts(changes: Iterable[LineChange]) -> paper.Counts:
    found = counts(changes)
    return paper.Counts(**{change.value: number for change, number in found.items()})


# --- Line by line ------------------------------------------------------------------------------------------------


def _sections(found: Iterable[tuple[str, LineChange]]) -> Iterator[paper.Section]:
    """Sections in reading order, each with its lines that differ; neighbours of one section stand together."""
    title, changes = "", list[paper.Change]()
    for section, change in found:
        if change.change == Change.SAME:
            continue
        if changes and section != title:
            yield paper.Section(title, tuple(changes))
            changes = []
        title = section
        changes.append(_change(change))
    if changes:
        yield paper.Section(title, tuple(changes))


def _change(change: LineChange) -> paper.Change:
    facts = _facts(change)
    return paper.Change(
        fate=change.change.value,
        kind=change.row.kind_words,
        older=_wording(change, change.before, paper.GONE, [old for old, _new in facts]),
        newer=_wording(change, change.after, paper.ADDED, [new for _old, new in facts]),
        has_moved=change.moved,
    )


def _wording(change: LineChange, row: Row | None, own: str, facts: list[str]) -> paper.Wording | None:
    if row is None:
        return None
    both = change.before is not None and change.after is not None
    text = change.text_words if both else [Word(row.text, "same")]
    original = change.original_words if both else [Word(row.text_original, "same")]
    return paper.Wording(
        number=row.number,
        text=_pieces(text, own),
        original=_pieces(original, own),
        is_critical=row.critical,
        facts=tuple(fact for fact in facts if fact),
    )


def _pieces(words: Iterable[Word], own: str) -> tuple[paper.Piece, ...]:
    """What stands on one side: what both texts have, and what only this one has."""
    kept = (word for word in words if word.text and word.mark in (paper.SAME, own))
    return tuple(paper.Piece(word.text, word.mark) for word in kept)


def _facts(change: LineChange) -> list[tuple[str, str]]:
    """What differs beside text and number, as it was and as it is."""
    before, after = change.before, change.after
    if before is None or after is None:
        return []
    told = {
        "kind": (before.kind_words, after.kind_words),
        "critical": tuple(_("critical") if row.critical else _("not critical") for row in (before, after)),
        "marks": tuple(_("marks: %(marks)s") % {"marks": row.marks or "–"} for row in (before, after)),
        "unit_type": (before.group_words, after.group_words)
        if before.unit_type and after.unit_type
        else None,
        "translation": (before.translation_words, after.translation_words)
        if before.translation and after.translation
        else None,
    }
    return [(pair[0], pair[1]) for name in change.fields if (pair := told.get(name))]


# --- What it means for the corridor ------------------------------------------------------------------------------


def _latest(corridor: Corridor, older: Edition, frozen_at: datetime) -> Benchmark | None:
    """The newest comparison at that moment that rests on the older edition: one query."""
    rows = Benchmark.objects.filter(corridor=corridor, created_at__lte=frozen_at)
    side = "reference_editions" if older.country == corridor.receiving_country else "sending_editions"
    return rows.filter(**{side: older}).select_related("corridor").order_by("-number").first()


def _released(corridor: Corridor, older: Edition, at: datetime) -> bool:
    benchmark = _latest(corridor, older, at)
    return benchmark is None or benchmark.released_at is not None


def _impact(corridor: Corridor, older: Edition, newer: Edition, by: User) -> paper.Impact | None:
    benchmark = _latest(corridor, older, timezone.now())
    if benchmark is None:
        return None
    found = outlook(benchmark, {older.pk: newer})
    preview = preview_of(found, _EVERYTHING)
    following = Benchmark.objects.filter(previous=benchmark, released_at__isnull=False).first()
    gaps = [one for one in gaps_in_sight(benchmark, found, by) if _is_told(one, benchmark)]
    return paper.Impact(
        comparison=_("Benchmark %(number)d") % {"number": benchmark.number},
        state=benchmark.get_state_display().lower(),
        carried=preview.carried,
        reopened=preview.reopened,
        added=len(preview.new),
        waiting=preview.waiting,
        removed=len(preview.removed),
        verdicts=preview.verdicts,
        following=_("Benchmark %(number)d") % {"number": following.number} if following else "",
        again=tuple(_again(one) for one in _counted(preview)),
        new_lines=tuple(_line(one) for one in preview.new),
        gone_lines=tuple(_line(one) for one in preview.removed),
        gaps=tuple(_gap(one) for one in gaps),
    )


def _is_told(one: ToCheck, benchmark: Benchmark) -> bool:
    """Gaps of the comparison itself, and of those before that are released."""
    return one.gap.benchmark_id == benchmark.pk or one.gap.released_at is not None


def _counted(preview: Preview) -> Iterator[Again]:
    """One judgement a line: the agreed one, else the receiving one, as the figures count."""
    agreed = {one.line.pk for one in preview.again if one.judgement.view == View.AGREED}
    return (one for one in preview.again if one.judgement.view == View.AGREED or one.line.pk not in agreed)


def _again(one: Again) -> paper.OpenAgain:
    why = [_("The line says something else.")] if one.change else []
    for touched in one.touched:
        words = (
            _("Its counterpart %(line)s changed.")
            if touched.change
            else _("Its counterpart %(line)s is gone.")
        )
        why.append(words % {"line": touched.line.number or touched.line.text[:60]})
    return paper.OpenAgain(
        number=one.line.number,
        text=one.line.text,
        rating=one.judgement.rating,
        why=" ".join(why),
        original=one.line.text_original,
    )


def _line(line: Line) -> paper.LineRef:
    return paper.LineRef(line.number, line.text or line.text_original)


def _gap(one: ToCheck) -> paper.TouchedGap:
    gap = one.gap
    return paper.TouchedGap(
        ref=gap.label,
        title=gap.title or gap.generated.partition("\n")[0],
        severity=gap.severity,
        state=str(GapState(gap.state).label).lower(),
        reason=one.reason,
    )


def warnings(document: paper.Editions) -> list[str]:
    """What a reader of the document would miss."""
    found = []
    if document.impact is None:
        found.append(
            _(
                "No comparison of this corridor rests on the older edition, so the report says nothing of judgements."
            )
        )
    elif document.is_draft:
        found.append(
            _("%(comparison)s is not released, so the report stays on the receiving side.")
            % {"comparison": document.impact.comparison}
        )
    if document.newer.is_provisional:
        found.append(_("The newer edition is submitted but not yet accepted, and therefore provisional."))
    return found


def figures(document: paper.Editions) -> dict[str, object]:
    """Figures for the pages that show what a version says."""
    return {"counts": document.counts, "impact": document.impact}


def _hold(scope: Scope) -> None:
    """Nobody saves a judgement while the content is read."""
    held = Benchmark.objects.select_for_update().filter(corridor=scope.corridor)
    list(held.order_by("pk").values_list("pk", flat=True))


def _released_at(scope: Scope, frozen_at: datetime) -> datetime | None:
    """When the comparison behind it was released; at once where there was none."""
    if scope.older is None:
        return None
    known = _latest(scope.one_corridor, scope.older, frozen_at)
    return known.released_at if known else frozen_at


MAKER = Maker(
    build=build,
    warnings=warnings,
    figures=figures,
    hold=_hold,
    released_at=_released_at,
    not_released=lazy(
        "The benchmark that rests on the older edition is not released, so its judgements may not leave the receiving "
        "side. Release it, make a new version, and send that one."
    ),
    frozen_before_release=lazy(
        "Version %(number)d was made before the benchmark was released, so it may not leave the receiving side. Take "
        "the report back to draft if it is not one, make a new version, and send that one."
    ),
)
