"""Pages of the level-to-level table of a corridor."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission, Side
from benchmarking.actions import levels as actions
from benchmarking.forms.levels import LevelRowForm, initial_of
from benchmarking.models import LevelRow
from benchmarking.queries import levels as reads
from core.conflicts import Conflict, conflict_page
from core.once import once
from core.pagination import page_of
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@sees(visible_corridor)
def table(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """The three columns, sending country - AQRF - receiving country."""
    rows = reads.table_of(request.user, corridor)
    receiving = Side.RECEIVING in corridor.sides_of(request.user)
    context = {
        "corridor": corridor,
        "rows": rows,
        "names": reads.country_names(corridor),
        "may": can(request.user, Permission.LEVELS_EDIT, corridor),
        "receiving": receiving,
        "unreleased": sum(one.row.released_at is None for one in rows),
        "ready": sum(one.row.released_at is None and not one.missing for one in rows),
        "history": reads.history_for(corridor) if receiving else [],
    }
    return render(request, "benchmarking/levels/table.html", context)


@read_or_send
@requires(Permission.LEVELS_EDIT, on=visible_corridor)
@once
def add(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Add a row."""
    form = LevelRowForm(request.POST if request.method == "POST" else None, corridor=corridor)
    if form.is_valid():
        try:
            row = actions.add_row(corridor=corridor, by=request.user, **form.values())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The row is added. Open its cells to choose the lines behind them."))
            return _to_table(corridor, row)
    return _form(request, form, corridor)


@read_or_send
@requires(Permission.LEVELS_EDIT, on=reads.visible_row)
def edit(request: SignedInRequest, row: LevelRow) -> HttpResponse:
    """Change a row; `?take=1` fills in the AQRF level that reference data propose."""
    sent = request.POST if request.method == "POST" else None
    initial = initial_of(row)
    proposed = reads.proposal_of(row).level
    if request.GET.get("take") and proposed is not None:
        initial["regional_level"] = str(proposed.pk)
    form = LevelRowForm(sent, corridor=row.corridor, initial=initial)
    if form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            actions.edit_row(row=row, revision=revision, by=request.user, **form.values())
        except Conflict:
            current = reads.visible_row(request.user, row.corridor.ref, row.pk)
            theirs = initial_of(current)
            theirs.pop("revision")
            return conflict_page(
                request,
                form=form,
                current=current,
                fields=theirs,
                title=_("Edit a row of the level table"),
                cancel_url=_table_url(row.corridor),
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The row is saved."))
            return _to_table(row.corridor, row)
    return _form(request, form, row.corridor, row)


def _form(
    request: SignedInRequest, form: LevelRowForm, corridor: Corridor, row: LevelRow | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "corridor": corridor,
        "row": row,
        "proposal": reads.proposal_of(row) if row else None,
        "cancel_url": _table_url(corridor),
    }
    return render(request, "benchmarking/levels/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.LEVELS_EDIT, on=reads.visible_row)
def move(request: SignedInRequest, row: LevelRow) -> HttpResponse:
    """One place up or down (POST way=up)."""
    actions.move_row(row=row, up=request.POST.get("way") == "up", by=request.user)
    return _to_table(row.corridor, row)


@read_or_send
@requires(Permission.LEVELS_EDIT, on=reads.visible_row)
def delete(request: SignedInRequest, row: LevelRow) -> HttpResponse:
    """Check page (GET), then take the row out (POST)."""
    if request.method != "POST":
        return render(request, "benchmarking/levels/delete.html", {"row": row, "corridor": row.corridor})
    try:
        actions.delete_row(row=row, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The row is deleted."))
    return _to_table(row.corridor)


@require_POST
@requires(Permission.LEVELS_EDIT, on=visible_corridor)
def release(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Show the complete rows to the sending side and the ILO."""
    try:
        released, left = actions.release_rows(corridor=corridor, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return _to_table(corridor)
    words = ngettext(
        "%(number)d row is released: the sending side and the ILO read it.",
        "%(number)d rows are released: the sending side and the ILO read them.",
        released,
    ) % {"number": released}
    if left:
        words += " " + ngettext(
            "%(number)d row is not complete and stays with you.",
            "%(number)d rows are not complete and stay with you.",
            left,
        ) % {"number": left}
    messages.success(request, words)
    return _to_table(corridor)


@require_safe
@sees(reads.visible_cell)
def cell(request: SignedInRequest, opened: reads.OpenedCell) -> HttpResponse:
    """A level with its descriptor beside the lines that support it; for editors also lines to choose (`?q=`)."""
    return _cell_page(request, opened)


@require_POST
@requires(Permission.LEVELS_EDIT, on=reads.visible_cell)
@once
def support(request: SignedInRequest, opened: reads.OpenedCell) -> HttpResponse:
    """Put the ticked lines behind the cell."""
    sent = request.POST.getlist("line")[:500]
    wanted = [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 10]
    editions = reads.editions_for(request.user, opened.row, opened.cell)
    lines = list(reads.lines_among(editions, wanted))
    try:
        new = actions.add_support(row=opened.row, cell=opened.cell, lines=lines, by=request.user)
    except ValidationError as refused:
        return _cell_page(request, opened, fault=" ".join(refused.messages))
    messages.success(
        request,
        ngettext("%(number)d line is added.", "%(number)d lines are added.", new) % {"number": new},
    )
    return HttpResponseRedirect(f"{opened_url(opened)}?{request.GET.urlencode()}".rstrip("?"), status=303)


@require_POST
@requires(Permission.LEVELS_EDIT, on=reads.visible_cell)
def unsupport(request: SignedInRequest, opened: reads.OpenedCell) -> HttpResponse:
    """Take one line from behind the cell."""
    line = request.POST.get("line", "")
    if line.isascii() and line.isdigit() and len(line) < 10:
        actions.remove_support(row=opened.row, cell=opened.cell, line=int(line), by=request.user)
        messages.success(request, _("The line no longer stands behind this level."))
    return HttpResponseRedirect(opened_url(opened), status=303)


def _cell_page(request: SignedInRequest, opened: reads.OpenedCell, *, fault: str = "") -> HttpResponse:
    query = request.GET.get("q", "").replace("\0", "")[:200]
    supports = reads.supports_of(request.user, opened.row, opened.cell)
    may = can(request.user, Permission.LEVELS_EDIT, opened.row)
    context: dict[str, object] = {
        "opened": opened,
        "row": opened.row,
        "corridor": opened.row.corridor,
        "supports": supports,
        "may": may,
        "fault": fault,
        "query": query,
    }
    if may:
        editions = reads.editions_for(request.user, opened.row, opened.cell)
        page = page_of(reads.lines_to_choose(editions, query), request)
        chosen = {one.line_id for one in supports}
        shelves = reads.offers_of(page.object_list, opened.row, opened.cell, chosen)
        context |= {"editions": editions, "page": page, "shelves": shelves}
    return render(request, "benchmarking/levels/cell.html", context, status=422 if fault else 200)


def opened_url(opened: reads.OpenedCell) -> str:
    """Address of the page of a cell."""
    row = opened.row
    return reverse(
        "benchmarking:level-cell", kwargs={"ref": row.corridor.ref, "row": row.pk, "cell": opened.cell}
    )


def _table_url(corridor: Corridor) -> str:
    return reverse("benchmarking:levels", kwargs={"ref": corridor.ref})


def _to_table(corridor: Corridor, row: LevelRow | None = None) -> HttpResponseRedirect:
    anchor = f"#row-{row.pk}" if row else ""
    return HttpResponseRedirect(_table_url(corridor) + anchor, status=303)
