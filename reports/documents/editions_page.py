"""What a comparison of editions prints beside its snapshot. Adds no fact."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .editions import CHANGED, FATES, MOVED, NEW, REMOVED, Editions, Piece, Wording
from .outline import INTRODUCTION, Part, Zone, chapters_of
from .sheets import Cell, Sheet

_FOLDER = "reports/pdf/editions"
#: The parts in their usual order.
OUTLINE = (
    Part("summary", lazy("Summary"), f"{_FOLDER}/summary.html", Zone.FRONT, is_numbered=False),
    INTRODUCTION,
    Part("lines", lazy("Line by line"), f"{_FOLDER}/lines.html"),
    Part("impact", lazy("What it means for the comparison"), f"{_FOLDER}/impact.html"),
    Part("gaps", lazy("What it means for the gaps"), f"{_FOLDER}/gaps.html"),
)


def context_of(document: Editions) -> dict[str, object]:
    """Figures and words for the template."""
    counts = document.counts
    return {
        "fates": tuple((one, fate_labels()[one], getattr(counts, one)) for one in FATES),
        "fate_labels": fate_labels(),
        "differs": counts.new + counts.removed + counts.changed + counts.moved,
        "total_older": counts.removed + counts.changed + counts.moved + counts.same,
        "total_newer": counts.new + counts.changed + counts.moved + counts.same,
        "impact": document.impact,
    }


def parts_of(document: Editions) -> list[str]:
    """The parts that a comment can name, as they stand on paper, at most 120 characters each."""
    found: list[str] = []
    for chapter in chapters_of(OUTLINE, document.wording):
        found.append(chapter.heading)
        if chapter.key == "lines":
            sections = enumerate(document.sections, start=1)
            found += [f"{chapter.number}.{place} {section.title}"[:120] for place, section in sections]
    return found


def fate_labels() -> dict[str, str]:
    """What became of a line, in words."""
    return {NEW: _("new"), REMOVED: _("removed"), CHANGED: _("changed"), MOVED: _("moved")}


def plain(pieces: Iterable[Piece]) -> str:
    """The text without its marks."""
    return "".join(piece.text for piece in pieces)


def sheets_of(document: Editions) -> list[Sheet]:
    """Its tables, for spreadsheets."""
    return [_lines(document), *_impact(document)]


def _lines(document: Editions) -> Sheet:
    labels = fate_labels()
    rows = tuple(
        (
            section.title,
            labels[one.fate],
            one.kind,
            *_wording(one.older),
            *_wording(one.newer),
            _("yes") if one.has_moved else "",
        )
        for section in document.sections
        for one in section.changes
    )
    older, newer = document.older.label, document.newer.label
    return Sheet(
        title=_("Line by line"),
        columns=(
            _("Section"),
            _("What happened"),
            _("Kind"),
            _("No. in %(edition)s") % {"edition": older},
            _("Text in %(edition)s") % {"edition": older},
            _("Original in %(edition)s") % {"edition": older},
            _("No. in %(edition)s") % {"edition": newer},
            _("Text in %(edition)s") % {"edition": newer},
            _("Original in %(edition)s") % {"edition": newer},
            _("Moved"),
        ),
        rows=rows,
        empty=_("No line differs."),
    )


def _wording(one: Wording | None) -> tuple[Cell, Cell, Cell]:
    return (one.number, plain(one.text), plain(one.original)) if one else ("", "", "")


def _impact(document: Editions) -> list[Sheet]:
    impact = document.impact
    if impact is None:
        return []
    return [
        Sheet(
            title=_("Judgements open again"),
            columns=(_("No."), _("Line"), _("Rating before"), _("Why it is open again")),
            rows=tuple((one.number, one.text, one.rating, one.why) for one in impact.again),
            empty=_("No judgement is open again."),
        ),
        Sheet(
            title=_("Gaps touched"),
            columns=(_("Gap"), _("Title"), _("Severity"), _("State"), _("Why")),
            rows=tuple((one.ref, one.title, one.severity, one.state, one.reason) for one in impact.gaps),
            empty=_("No gap is touched."),
        ),
    ]
