"""The gap analysis report as one HTML page for print."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import gettext as _

from . import summary, view
from .codec import canonical
from .gap_analysis import GapAnalysis, snapshot_hash, to_json

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
#: Every letter that a language's own fonts do not have is looked for in the fonts of "signs".
_FONT_SHEETS = {
    "fonts-latin": re.compile("[\u0100-\u02ff\u0300-\u036f\u1e00-\u1eff\u2070-\u209f\u20a0-\u20cf]"),
    "fonts-th": re.compile("[\u0e00-\u0e7f]"),
    "fonts-lo": re.compile("[\u0e80-\u0eff]"),
    "fonts-km": re.compile("[\u1780-\u17ff\u19e0-\u19ff]"),
    "fonts-my": re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]"),
    "fonts-signs": re.compile(
        "[\u0370-\u03ff\u1f00-\u1fff\u2030-\u2031\u2100-\u2121\u2123-\u2211\u2213-\u2bff\U0001d400-\U0001d7ff]"
    ),
}


@cache
def engine(missing: str = "") -> Engine:
    """Django's template engine with the filters of paper; `missing` is printed for an unknown variable."""
    return Engine(
        dirs=[str(_TEMPLATES)],
        builtins=["django.templatetags.i18n", "reports.documents.filters"],
        string_if_invalid=missing,
    )


def html_of(document: GapAnalysis, *, missing: str = "") -> str:
    """The whole report as HTML in the document's language, from the snapshot alone.

    All text of the snapshot is escaped. Style sheets are named as `asset:` addresses, which only
    `reports.pdf` can read.
    """
    with translation.override(document.content_language):
        template = engine(missing).get_template("reports/pdf/gap_analysis.html")
        return template.render(Context(_context(document)))


def font_sheets(text: str) -> list[str]:
    """Names of the style sheets in static/paper/ that declare the fonts for the letters of a text."""
    return ["fonts", *(name for name, letters in _FONT_SHEETS.items() if letters.search(text))]


def _context(document: GapAnalysis) -> dict[str, object]:
    data = to_json(document)
    return {
        "d": document,
        "corridor": document.corridor,
        "hash": snapshot_hash(data),
        "font_sheets": font_sheets(canonical(data).decode()),
        "summary": summary.summary_of(document),
        "bar_width": view.BAR_WIDTH,
        "total": view.total_of(document.counts),
        "rated": view.rated_of(document.counts),
        "unsettled": sum(not gap.is_settled for gap in document.gaps),
        "domain_counts": view.domain_counts(document.gaps),
        "domain_labels": domain_labels(),
        "state_counts": view.state_counts(document.gaps),
        "gaps_by_activity": view.gaps_by_activity(document),
        "team_tasks": any(team.task for team in document.teams),
        "plan_note": view.common_note(document.activities),
        "recommendation_groups": view.recommendation_groups(document),
        "addressee": view.common_addressee(document.recommendations),
        "additional_number": len(document.sections) + 1,
    }


def domain_labels() -> dict[str, str]:
    """The six domains of gaps in words, by the first letter of the code."""
    return {
        "C": _("Content of the standard"),
        "L": _("Level and qualification"),
        "A": _("Assessment"),
        "R": _("Certification"),
        "Q": _("Quality assurance"),
        "S": _("System"),
    }
