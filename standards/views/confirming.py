"""The check page before candidate lines become the draft's: what changes, and what two people changed at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.states import IllegalMove
from standards import actions, queries, refusals
from standards.actions import MovedOn, Seen
from standards.changes import FIELDS, Change, LineChange
from standards.editing.merging import MINE, THEIRS, Clash
from standards.forms import ConfirmForm
from standards.lines import NewLine
from standards.models import Intake
from standards.queries.changes import grouped
from standards.queries.confirming import Plan, plan_of, shown
from standards.states import IntakeState
from standards.views.editions import to_edition
from standards.views.intakes import to_intake

_SHOWN = 300  # differences on one page; more than anybody reads at once


@dataclass(frozen=True)
class Choice:
    """A line that both changed, with both versions as changes against what they began with."""

    name: str
    take: str
    number: int
    base: list[LineChange]
    mine: list[LineChange]
    theirs: list[LineChange]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_EDIT, on=queries.visible_intake)
def confirm(request: SignedInRequest, reading: Intake) -> HttpResponse:
    """The check page (GET, or POST with `look`), then the kept lines become the draft's (POST)."""
    if reading.state == IntakeState.CONFIRMED:
        messages.info(request, _("These lines were confirmed already. This is the draft with them."))
        return to_edition(reading.edition)
    if reading.state != IntakeState.READ or not reading.edition.is_draft:
        return to_intake(reading)
    if request.method != "POST" or "look" in request.POST:
        return _page(request, reading)
    return _confirmed(request, reading)


def _confirmed(request: SignedInRequest, reading: Intake) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, reading, status=409)
    seen = Seen(draft=form.cleaned_data["draft"], lines=form.cleaned_data["lines"])
    append, take = _wanted(request)
    try:
        edition = actions.confirm_intake(intake=reading, append=append, seen=seen, take=take, by=request.user)
    except MovedOn:
        reading.refresh_from_db()
        reading.edition.refresh_from_db()
        return _page(request, reading, status=409)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return to_intake(reading)
    messages.success(
        request, _("The lines are in the draft. Check the page once more, then submit the edition.")
    )
    return to_edition(edition)


def _wanted(request: SignedInRequest) -> tuple[bool, dict[UUID, str]]:
    """Whether to append, and the choices for lines that both changed, as far as they say something."""
    take = {}
    for name, value in request.POST.items():
        if name.startswith("take-") and value in (MINE, THEIRS):
            try:
                take[UUID(name.removeprefix("take-"))] = str(value)
            except ValueError:
                continue
    return request.POST.get("how") == "append", take


def _page(request: SignedInRequest, reading: Intake, status: int = 200) -> HttpResponse:
    append, take = _wanted(request)
    plan = plan_of(reading, reading.edition, append=append, take=take)
    figures = queries.overview(reading)
    count = len(plan.rows) if plan.follows else figures.going_in
    empty = actions.without_words(reading)
    context: dict[str, object] = {
        "intake": reading,
        "edition": reading.edition,
        "figures": figures,
        "plan": plan,
        "counts": _counts(plan),
        "groups": grouped(plan.differing[:_SHOWN]),
        "further": max(len(plan.differing) - _SHOWN, 0),
        "choices": [_choice(clash, at) for at, clash in enumerate(plan.clashes, 1)],
        "append": append,
        "moved_on": status == 409,
        "empty": [line.position + 1 for line in empty[:10]],
        "unsettled": reading.warnings.filter(settled_at=None).count(),
        "not_kept": refusals.sentences(reading.not_kept),
        "confirm_label": ngettext("Confirm %(count)d line", "Confirm %(count)d lines", count)
        % {"count": count},
    }
    return render(request, "standards/intake_confirm.html", context, status=status)


def _counts(plan: Plan) -> Mapping[str, int]:
    return {change.value: plan.counts[change] for change in Change}


def _choice(clash: Clash, number: int) -> Choice:
    before = [LineChange(Change.SAME, shown(clash.base), shown(clash.base))] if clash.base else []
    return Choice(
        f"take-{clash.key}",
        clash.take,
        number,
        before,
        _against(clash.base, clash.mine),
        _against(clash.base, clash.theirs),
    )


def _against(base: NewLine | None, side: NewLine | None) -> list[LineChange]:
    """One side of a clash as a change against what both began with."""
    old, new = shown(base) if base else None, shown(side) if side else None
    if old is None or new is None:
        return [LineChange(Change.NEW if new else Change.REMOVED, old, new)]
    fields = tuple(name for name in FIELDS if getattr(old, name) != getattr(new, name))
    return [LineChange(Change.CHANGED if fields else Change.SAME, old, new, fields)]
