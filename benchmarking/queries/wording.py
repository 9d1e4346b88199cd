"""Figures of a comparison in words; the same sentences stand on screens and in reports."""

from __future__ import annotations

import math
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benchmarking.comparison import Because, Proposal


def percent(value: float | Decimal | None) -> str:
    """A percentage with at most one decimal place, cut off so that 79.96 is never shown as 80; "–" for None."""
    if value is None:
        return "–"
    cut = math.floor(float(value) * 10 + 1e-9) / 10
    return f"{cut:.0f} %" if cut == int(cut) else f"{cut:.1f} %"


def explain(proposal: Proposal) -> str:
    """How the proposed verdict came about, with the thresholds, in one sentence."""
    figures = {
        "coverage": percent(proposal.coverage),
        "upper": percent(proposal.comparable_from),
        "lower": percent(proposal.not_comparable_below),
        "left": proposal.counts.open,
        "short": proposal.criticals_short,
        "criticals": proposal.criticals,
    }
    return _sentence(proposal) % figures


def _sentence(proposal: Proposal) -> str:
    match proposal.because:
        case Because.NOTHING:
            return _("There is no line to compare.")
        case Because.OPEN:
            return ngettext(
                "%(left)d line is not compared yet.",
                "%(left)d lines are not compared yet.",
                proposal.counts.open,
            )
        case Because.BELOW:
            return _("Coverage %(coverage)s is below %(lower)s.")
        case Because.BETWEEN:
            return _("Coverage %(coverage)s lies between %(lower)s and %(upper)s.")
        case Because.CRITICAL:
            return ngettext(
                "Coverage %(coverage)s reaches %(upper)s, but %(short)d of %(criticals)d critical lines is not fully covered.",
                "Coverage %(coverage)s reaches %(upper)s, but %(short)d of %(criticals)d critical lines are not fully covered.",
                proposal.criticals_short,
            )
        case Because.COVERED if proposal.criticals:
            return _("Coverage %(coverage)s reaches %(upper)s, and every critical line is fully covered.")
        case Because.COVERED:
            return _("Coverage %(coverage)s reaches %(upper)s. There is no critical line.")
