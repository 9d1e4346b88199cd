"""Verbs on section verdicts: the system proposes, an expert decides, deciding again takes a verdict back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from benchmarking.actions.signatures import follow_change
from benchmarking.comparison import Proposal
from benchmarking.models import Benchmark, SectionVerdict
from benchmarking.queries.verdicts import decisions_of, figures_of, proposals_of
from benchmarking.states import BenchmarkState, Verdict
from core.audit import record
from core.conflicts import save_revision
from core.states import IllegalMove
from core.text import clean
from standards.models import Line


@transaction.atomic
def decide_verdict(
    *, benchmark: Benchmark, section: Line, verdict: str, reason: str, revision: int, by: User
) -> SectionVerdict:
    """Decide on one section, or decide again; another verdict than the proposed one needs a reason.

    Args:
        revision: of the decision that the person saw; 0 where there was none.

    Raises:
        IllegalMove: the benchmark is completed, or lines of the section are not compared yet.
        core.conflicts.Conflict: somebody decided in between.
        ValidationError: by field.
    """
    held = _hold_open(benchmark)
    proposal = proposals_of(held).get(section.pk)
    if proposal is None:
        raise ValidationError(_("This is no section of this benchmark. Choose one from the page."))
    if proposal.verdict == Verdict.OPEN:
        raise IllegalMove(
            _("Lines of this section are not compared yet. Compare them first; no verdict was written.")
        )
    reason = clean(reason)
    _check(verdict, reason, proposal)
    wanted = {"verdict": verdict, "proposed": proposal.verdict, "reason": reason}
    current = SectionVerdict.objects.filter(benchmark=held, section=section).first()
    figures = figures_of(proposal)
    if current is None:
        made = SectionVerdict.objects.create(
            benchmark=held, section=section, figures=figures, by=by, **wanted
        )
        record("verdict.decided", on=made, by=by, after=_told(made))
    elif (
        all(getattr(current, name) == value for name, value in wanted.items()) and current.figures == figures
    ):
        return current
    else:
        before = _told(current)
        save = {**wanted, "figures": figures, "by": by, "at": timezone.now()}
        made = save_revision(current, revision=revision, **save)
        record("verdict.changed", on=made, by=by, before=before, after=_told(made))
    follow_change(benchmark=held, by=by)
    return made


@transaction.atomic
def take_proposals(*, benchmark: Benchmark, by: User) -> int:
    """Decide as proposed on every section that is compared and not decided yet; returns how many there were.

    Raises:
        IllegalMove: the benchmark is completed.
    """
    held = _hold_open(benchmark)
    taken = take_proposals_of(held, by)
    follow_change(benchmark=held, by=by)
    return taken


def take_proposals_of(held: Benchmark, by: User) -> int:
    """As `take_proposals`, within a verb that holds the open benchmark already."""
    decided = decisions_of(held)
    left = {
        section: proposal
        for section, proposal in proposals_of(held).items()
        if section not in decided and proposal.verdict != Verdict.OPEN
    }
    for section, proposal in left.items():
        made = SectionVerdict.objects.create(
            benchmark=held,
            section_id=section,
            verdict=proposal.verdict,
            proposed=proposal.verdict,
            figures=figures_of(proposal),
            by=by,
        )
        record("verdict.taken", on=made, by=by, after=_told(made))
    return len(left)


def _hold_open(benchmark: Benchmark) -> Benchmark:
    """Hold the benchmark's row, so that nobody completes it or changes a line while a verdict is written."""
    held = Benchmark.objects.select_for_update(of=("self",)).select_related("corridor").get(pk=benchmark.pk)
    if held.state != BenchmarkState.OPEN:
        raise IllegalMove(
            _(
                "This benchmark is completed, so its verdicts cannot change. Reopen it first; nothing was saved."
            )
        )
    return held


def _check(verdict: str, reason: str, proposal: Proposal) -> None:
    if verdict not in (Verdict.COMPARABLE, Verdict.PARTLY, Verdict.NOT):
        raise ValidationError({"verdict": _("Choose comparable, partly comparable or not comparable.")})
    if verdict != proposal.verdict and not reason:
        raise ValidationError(
            {
                "reason": _(
                    "The proposal is “%(proposal)s”. Say why you decide otherwise; the reason is printed."
                )
                % {"proposal": proposal.verdict.label}
            }
        )


def _told(verdict: SectionVerdict) -> dict[str, str]:
    return {"verdict": str(verdict.get_verdict_display()), "reason": verdict.reason}
