"""The next benchmark with newer editions: choose them, read what would go on, start."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from benchmarking.actions.next_benchmark import start_next
from benchmarking.forms.next_benchmark import NextForm
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.carrying import outlook, preview_of
from benchmarking.queries.editions import following_of, newer_of
from benchmarking.queries.progress import progress_of
from benchmarking.queries.sight import sight_of
from benchmarking.queries.to_check import gaps_in_sight
from core.once import once
from core.states import IllegalMove


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.BENCHMARK_OPEN, on=visible_benchmark)
@once
def start(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Preview on GET, for the newest editions or those that are asked for; start on POST."""
    following = following_of(benchmark, request.user)
    if following:
        messages.info(request, _("%(benchmark)s carries this one on already.") % {"benchmark": following})
        return redirect("benchmarking:detail", ref=following.ref)
    newer = newer_of(benchmark, request.user)
    posted = request.method == "POST"
    asked = any(name.startswith("edition-") for name in request.GET)
    form = NextForm(request.POST if posted else request.GET if asked else None, newer=newer)
    if posted and form.is_valid():
        try:
            made = start_next(benchmark=benchmark, choices=form.choices(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        except IllegalMove as moved:
            messages.info(request, moved.message)
            return redirect("benchmarking:next", ref=benchmark.ref)
        else:
            messages.success(request, _said(made))
            return redirect("benchmarking:detail", ref=made.ref)
    context = {"benchmark": benchmark, "form": form, "newer": newer, "following": benchmark.number + 1}
    if newer and not form.errors:
        found = outlook(benchmark, form.choices())
        context["preview"] = preview_of(found, sight_of(request.user, benchmark))
        context["gaps"] = gaps_in_sight(benchmark, found, request.user)
    return render(request, "benchmarking/next.html", context, status=422 if form.errors else 200)


def _said(made: Benchmark) -> str:
    left = progress_of([made])[made.pk].open
    sentence = ngettext(
        "Benchmark %(number)d is open. %(left)d line is to be compared; the others went on.",
        "Benchmark %(number)d is open. %(left)d lines are to be compared; the others went on.",
        left,
    )
    return sentence % {"number": made.number, "left": left}
