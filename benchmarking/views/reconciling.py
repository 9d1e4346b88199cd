"""The pages on which both sides come to one view: the list of differences, one key a line, and dissent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission
from benchmarking.actions import reconciling as verbs
from benchmarking.forms.benchmarks import DissentForm
from benchmarking.models import Benchmark
from benchmarking.queries import reconciling as reads
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.reconciling import ReconcileFilter, Reconciliation, Spot
from benchmarking.reconciling import Differs
from core.pagination import page_of
from core.states import IllegalMove

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@sees(visible_benchmark)
def reconcile(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """The lines on which the two views differ; before both views are released, what is missing for it."""
    wanted = ReconcileFilter.of(request.GET)
    if not reads.is_ready(request.user, benchmark):
        context = _frame(request, benchmark) | {"ready": False}
        return render(request, "benchmarking/reconcile.html", context)
    found = reads.reconciliation_of(benchmark, wanted)
    context = _context(request, benchmark, found) | {"page": page_of(found.rows, request)}
    return render(request, "benchmarking/reconcile.html", context)


@require_POST
@requires(Permission.JUDGE_AGREED, on=reads.spot_of)
def take(request: SignedInRequest, spot: Spot) -> HttpResponse:
    """Agree on one side's view of a line: one key, one press."""
    taken = request.POST.get("take", "")
    return _act(
        request,
        spot,
        lambda: verbs.take_view(
            benchmark=spot.benchmark,
            line=spot.line,
            view=taken,
            seen=request.POST.get("seen", ""),
            by=request.user,
        ),
    )


@form_page
@requires(Permission.JUDGE_AGREED, on=reads.spot_of)
def dissent(request: SignedInRequest, spot: Spot) -> HttpResponse:
    """Keep both reasons where the sides do not agree. The receiving rating counts; the dissent is printed."""
    benchmark = spot.benchmark
    if not reads.is_ready(request.user, benchmark) or not benchmark.is_open:
        messages.error(request, _not_now(benchmark))
        return redirect("benchmarking:reconcile", ref=benchmark.ref)
    pair = reads.pair_of(benchmark, spot.line)
    initial = {"seen": pair.mark}
    for name, row in (("receiving_reason", pair.receiving), ("sending_reason", pair.sending)):
        initial[name] = row.reason if row else ""
    form = DissentForm(request.POST or None, benchmark=benchmark, line=spot.line, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                verbs.record_dissent(
                    benchmark=benchmark, line=spot.line, by=request.user, **form.cleaned_data
                )
            except ValidationError as error:
                form.add_error(None, error)
            except IllegalMove as error:
                form.add_error(None, error.message)
                data = request.POST.copy()  # what was typed goes on from how the line stands now
                data["seen"] = reads.pair_of(benchmark, spot.line).mark
                form.data = data
                status = 409
            else:
                messages.success(request, _("Both reasons are kept. The receiving rating counts."))
                return redirect(_back(request, benchmark))
    context = _frame(request, benchmark) | {"form": form, "pair": pair, "back": _back(request, benchmark)}
    return render(request, "benchmarking/dissent.html", context, status=status)


@require_POST
@requires(Permission.JUDGE_AGREED, on=visible_benchmark)
def agree_same(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Take over all lines on which both views say the same."""
    try:
        number = verbs.agree_where_same(benchmark=benchmark, by=request.user)
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        said = ngettext("%(number)d line is agreed.", "%(number)d lines are agreed.", number)
        messages.success(request, said % {"number": number})
    return redirect(_back(request, benchmark))


def _act(request: SignedInRequest, spot: Spot, do: Callable[[], object]) -> HttpResponse:
    """Do it and answer: the list again, or for htmx the row as it now is with the counts."""
    benchmark, fault = spot.benchmark, ""
    try:
        do()
    except IllegalMove as error:
        fault = error.message
    if request.headers.get("HX-Request") != "true" or not reads.is_ready(request.user, benchmark):
        if fault:
            messages.error(request, fault)
        else:
            messages.success(
                request, _("Agreed: %(line)s.") % {"line": spot.line.number or spot.line.text[:60]}
            )
        return redirect(_back(request, benchmark))
    wanted = ReconcileFilter.of(request.POST)
    found = reads.reconciliation_of(benchmark, wanted)
    pair = reads.pair_of(benchmark, spot.line)
    context = _context(request, benchmark, found) | {"pair": pair, "fault": fault, "swapped": True}
    # Status 200 also for what was refused: the row comes back as it stands now, with the sentence.
    return render(request, "benchmarking/_reconcile_answer.html", context)


def _context(request: SignedInRequest, benchmark: Benchmark, found: Reconciliation) -> dict[str, Any]:
    may = can(request.user, Permission.JUDGE_AGREED, benchmark)
    return _frame(request, benchmark) | {
        "ready": True,
        "list": found,
        "filter": found.filter,
        "shows": list(reads.SHOWS.items()),
        "differs": Differs.choices,
        "editable": benchmark.is_open and may and reads.both_shown(benchmark),
        "several": len(benchmark.sending_editions.all()) > 1,
    }


def _frame(_request: SignedInRequest, benchmark: Benchmark) -> dict[str, Any]:
    corridor = benchmark.corridor
    return {
        "benchmark": benchmark,
        "corridor": corridor,
        "receiving_country": corridor.get_receiving_country_display(),
        "sending_country": corridor.get_sending_country_display(),
        "tab": "reconcile",
    }


def _not_now(benchmark: Benchmark) -> str:
    if not benchmark.is_open:
        return _(
            "This benchmark is completed, so its lines cannot change. Reopen it first; nothing was saved."
        )
    return _("Both sides release their view first; then they agree line by line. Nothing was saved.")


def _back(request: SignedInRequest, benchmark: Benchmark) -> str:
    """The list with the filters that were set."""
    data = request.POST if request.method == "POST" else request.GET
    address = reverse("benchmarking:reconcile", args=[benchmark.ref])
    return address + ReconcileFilter.of(data).tail
