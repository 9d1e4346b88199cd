"""Pages of benchmarks: list, opening, overview, completing, reopening."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, can, requires, sees, signed_in
from accounts.permissions import Permission
from benchmarking.actions.benchmarks import open_benchmark
from benchmarking.actions.completing import complete_benchmark, reopen_benchmark
from benchmarking.forms.benchmarks import CompleteForm, OpenBenchmarkForm, ReopenForm
from benchmarking.models import Benchmark
from benchmarking.queries import benchmarks as reads
from benchmarking.queries.progress import progress_for
from benchmarking.queries.wording import percent
from benchmarking.states import BenchmarkState
from core.countries import name_of
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
    counts = progress_for(request.user, rows)
    countries, areas = reads.filter_choices(request.user)
    context = {
        "page": page,
        "rows": [(benchmark, counts[benchmark.pk]) for benchmark in rows],
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
def create(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Choose the editions and open a benchmark."""
    form = OpenBenchmarkForm(request.POST or None, corridor=corridor, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            benchmark = open_benchmark(corridor=corridor, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The benchmark is open. Compare the first line."))
            return redirect("benchmarking:workspace", ref=benchmark.ref)
    context = {"form": form, "corridor": corridor, "missing": form.missing}
    return render(request, "benchmarking/create.html", context, status=422 if form.errors else 200)


@require_safe
@sees(reads.visible_benchmark)
def detail(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Overview: editions, counts, unit map, conclusion, gaps, next step, history."""
    overview = reads.overview_of(benchmark)
    context = {
        "benchmark": benchmark,
        "corridor": benchmark.corridor,
        "overview": overview,
        "coverage": percent(overview.counts.coverage),
        "upper": percent(benchmark.corridor.comparable_from),
        "lower": percent(benchmark.corridor.not_comparable_below),
        # one question for judging, completing and reopening: the matrix grants all three to the same people
        "may_work": can(request.user, Permission.BENCHMARK_COMPLETE, benchmark),
    }
    return render(request, "benchmarking/detail.html", context)


@form_page
@requires(Permission.BENCHMARK_COMPLETE, on=reads.visible_benchmark)
def complete(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Conclude and release; while lines are left, say how many and where the first one is."""
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
    overview = reads.overview_of(benchmark)
    context = {
        "form": form,
        "benchmark": benchmark,
        "overview": overview,
        "coverage": percent(overview.counts.coverage),
        "first_open": next((row.first for row in overview.sections if row.proposal.counts.open), None),
    }
    return render(request, "benchmarking/complete.html", context, status=status)


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
