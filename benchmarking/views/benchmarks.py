"""Pages of benchmarks: list, opening, overview, reopening."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, can, requires, sees, signed_in
from accounts.permissions import Permission
from benchmarking.actions.benchmarks import open_benchmark
from benchmarking.actions.completing import reopen_benchmark
from benchmarking.forms.benchmarks import OpenBenchmarkForm, ReopenForm
from benchmarking.models import Benchmark
from benchmarking.queries import benchmarks as reads
from benchmarking.queries.overview import overview_of
from benchmarking.queries.progress import progress_for
from benchmarking.queries.recommendations import recommendations_of
from benchmarking.queries.scope import totals_of
from benchmarking.queries.sight import sights_of
from benchmarking.queries.sign_waiting import load_signatures
from benchmarking.queries.steps import steps_of
from benchmarking.queries.wording import percent
from benchmarking.states import BenchmarkState
from core.countries import name_of
from core.once import once
from core.pagination import page_of
from core.states import IllegalMove
from corridors.models import Corridor

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def benchmark_list(request: SignedInRequest) -> HttpResponse:
    """All benchmarks this person sees, with search and filters."""
    query = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "country", "area", "state")}
    # PostgreSQL refuses the NUL character; in its place stands one that matches nothing, as NUL would.
    wanted = reads.ListFilter(**{name: value.replace("\0", "\ufffd") for name, value in query.items()})
    page = page_of(reads.listed(request.user, wanted), request)
    rows = list(page.object_list)
    totals = totals_of(rows)
    counts = progress_for(request.user, rows, totals)
    steps = steps_of(request.user, rows, totals)
    whole = {key: sight.sees_receiving for key, sight in sights_of(request.user, rows).items()}
    countries, areas = reads.filter_choices(request.user)
    context = {
        "page": page,
        "rows": [(one, counts[one.pk], steps[one.pk], whole[one.pk]) for one in rows],
        "filter": wanted,
        "is_filtered": any(vars(wanted).values()),
        "countries": [(code, name_of(code)) for code in countries],
        "areas": areas,
        "states": BenchmarkState.choices,
        "corridors": list(reads.corridors_to_open(request.user)),
    }
    return render(request, "benchmarking/list.html", context)


@form_page
@requires(Permission.BENCHMARK_OPEN, on=reads.corridor_to_open)
@once
def create(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Choose the editions and what of them is compared by whom, and open a benchmark.

    "look" only shows the levels and sections of the editions that are ticked: the second step without JavaScript.
    """
    may_set = can(request.user, Permission.BENCHMARK_SET, corridor)
    looks = "look" in request.POST
    data = request.POST if request.method == "POST" and not looks else None
    initial = _ticked(request.POST) if looks else {}
    form = OpenBenchmarkForm(data, corridor=corridor, user=request.user, may_set=may_set, initial=initial)
    if data is not None and form.is_valid():
        try:
            benchmark = open_benchmark(corridor=corridor, by=request.user, **form.content())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The benchmark is open. Compare the first line."))
            return redirect("benchmarking:workspace", ref=benchmark.ref)
    context = {"form": form, "corridor": corridor, "missing": form.missing, "looks": looks}
    return render(request, "benchmarking/create.html", context, status=422 if form.errors else 200)


def _ticked(data: QueryDict) -> dict[str, Any]:
    """What was ticked so far, to begin the same page with; values that make no sense tick nothing."""
    names = ("reference_editions", "sending_editions", "kinds", "scope", "assignments")
    return {name: data.getlist(name) for name in names} | {"blind": "blind" in data}


@require_safe
@sees(reads.visible_benchmark)
def detail(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Overview: next step, both views, editions, counts, unit map, conclusion, gaps, history, for this person's eyes."""
    overview = overview_of(benchmark, request.user)
    may = {name: can(request.user, one, benchmark) for name, one in _SHOWN_RIGHTS.items()}
    load_signatures(benchmark)
    context = {
        "recommendations": recommendations_of(benchmark.corridor, request.user),
        "benchmark": benchmark,
        "corridor": benchmark.corridor,
        "overview": overview,
        "about": overview.about,
        "coverage": percent(overview.counts.coverage),
        "upper": percent(benchmark.corridor.comparable_from),
        "lower": percent(benchmark.corridor.not_comparable_below),
        "may": may,
        "tab": "overview",
    }
    return render(request, "benchmarking/detail.html", context)


#: Rights that decide which buttons the overview shows.
_SHOWN_RIGHTS = {"work": Permission.BENCHMARK_COMPLETE, "set": Permission.BENCHMARK_SET}


@form_page
@requires(Permission.BENCHMARK_COMPLETE, on=reads.visible_benchmark)
def reopen(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Take a completed benchmark up again, with a reason."""
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_benchmark(benchmark=benchmark, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except IllegalMove as error:
            messages.error(request, error.message)
            return redirect("benchmarking:detail", ref=benchmark.ref)
        else:
            messages.success(request, _("The benchmark is open again."))
            return redirect("benchmarking:detail", ref=benchmark.ref)
    if benchmark.is_open:
        messages.info(request, _("This benchmark is open; there is nothing to reopen."))
        return redirect("benchmarking:detail", ref=benchmark.ref)
    context = {"form": form, "benchmark": benchmark}
    return render(request, "benchmarking/reopen.html", context, status=422 if form.errors else 200)
