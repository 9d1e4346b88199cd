"""Completing a benchmark: the conclusion beside the figures of each dimension."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from benchmarking.actions.completing import complete_benchmark, views_missing
from benchmarking.comparison import Counts
from benchmarking.forms.benchmarks import CompleteForm
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.heat import dimensions_of
from benchmarking.queries.recommendations import recommendations_of
from benchmarking.queries.sight import sight_of
from benchmarking.queries.verdicts import verdict_rows
from benchmarking.queries.wording import percent
from core.states import IllegalMove


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.BENCHMARK_COMPLETE, on=visible_benchmark)
def complete(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Conclude and release; while something is missing, say what and where it is."""
    form = CompleteForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                complete_benchmark(benchmark=benchmark, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            except IllegalMove as error:
                form.add_error(None, error.message)
                status = 409
            else:
                messages.success(
                    request, _("The benchmark is completed. The other side and the ILO can read it now.")
                )
                return redirect("benchmarking:detail", ref=benchmark.ref)
    elif not benchmark.is_open:
        messages.info(request, _("This benchmark is completed already."))
        return redirect("benchmarking:detail", ref=benchmark.ref)
    return render(request, "benchmarking/complete.html", _context(request, benchmark, form), status=status)


def _context(request: SignedInRequest, benchmark: Benchmark, form: CompleteForm) -> dict[str, object]:
    rows = verdict_rows(benchmark, sight_of(request.user, benchmark))
    counts = sum((row.counts for row in rows), Counts())
    missing = views_missing(benchmark)
    return {
        "form": form,
        "benchmark": benchmark,
        "corridor": benchmark.corridor,
        "rows": rows,
        "counts": counts,
        "coverage": percent(counts.coverage),
        "first_open": next((row.first for row in rows if row.counts.open), None),
        "undecided": sum(row.decided is None for row in rows),
        "older": sum(bool(row.older) for row in rows),
        "views_missing": missing,
        "is_ready": bool(counts.total) and not counts.open and not missing,
        "dimensions": dimensions_of(benchmark.corridor, request.user, counts),
        "recommendations": recommendations_of(benchmark.corridor, request.user),
    }
