"""Suggested counterparts: where they come from, computing them again, and the panel of one line on its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission
from benchmarking.actions.suggestions import ask
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.sight import sight_of
from benchmarking.queries.suggestions import about_suggestions, shortlist_for
from benchmarking.queries.workspace import WorkLine, line_of_benchmark


@require_safe
@sees(visible_benchmark)
def suggestions(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """How the suggestions of a benchmark came about, how good they are, and whether they are of today."""
    context = {
        "benchmark": benchmark,
        "about": about_suggestions(benchmark),
        "may_compute": can(request.user, Permission.JUDGE_AGREED, benchmark),
    }
    return render(request, "benchmarking/suggestions.html", context)


@require_POST
@requires(Permission.JUDGE_AGREED, on=visible_benchmark)
def again(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Have them computed again; whoever compares may ask for it."""
    ask(benchmark=benchmark, by=request.user)
    messages.success(request, _("The suggestions are being computed. Lines can be compared meanwhile."))
    return redirect("benchmarking:suggestions", ref=benchmark.ref)


@require_safe
@requires(Permission.JUDGE_AGREED, on=line_of_benchmark)
def panel(request: SignedInRequest, work: WorkLine) -> HttpResponse:
    """The suggestions for one line, as the workspace fetches them while they are being computed.

    Opened by hand, the address leads to the line in the workspace.
    """
    if request.headers.get("HX-Request") != "true":
        return redirect(f"{reverse('benchmarking:workspace', args=[work.benchmark.ref])}?line={work.line.pk}")
    sight = sight_of(request.user, work.benchmark)
    linked = Judgement.counterparts.through.objects.filter(
        judgement__benchmark=work.benchmark, judgement__line=work.line, judgement__view=sight.own
    )
    context = {
        "benchmark": work.benchmark,
        "panel": shortlist_for(work.benchmark, work.line, sight=sight),
        "desk": {"ticked": set(linked.values_list("line", flat=True))},
    }
    return render(request, "benchmarking/_suggestions.html", context)
