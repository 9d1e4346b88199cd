"""Pages on how a benchmark is run: its settings, inviting the sending side, releasing a view."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, refusal, requires
from accounts.permissions import Permission, Side
from benchmarking.actions.releases import invite_sending, release_view
from benchmarking.actions.settings import mark_of, set_benchmark
from benchmarking.forms.benchmarks import SettingsForm
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.people import offices_of
from benchmarking.queries.progress import progress_in
from benchmarking.queries.sight import sight_of
from benchmarking.states import View
from core.states import IllegalMove

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@requires(Permission.BENCHMARK_SET, on=visible_benchmark)
def settings(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Scope, kinds of line, hidden views and assignments of an open benchmark."""
    if not benchmark.is_open:
        messages.info(
            request, _("This benchmark is completed, so its settings stay as they are. Reopen it first.")
        )
        return redirect("benchmarking:detail", ref=benchmark.ref)
    form = SettingsForm(request.POST or None, benchmark=benchmark, initial={"mark": mark_of(benchmark)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_benchmark(benchmark=benchmark, by=request.user, **form.content())
            except ValidationError as error:
                form.add_error(None, error)
            except IllegalMove as error:
                messages.error(request, error.message)
                form = SettingsForm(None, benchmark=benchmark, initial={"mark": mark_of(benchmark)})
                status = 409
            else:
                messages.success(request, _("The settings are saved."))
                return redirect("benchmarking:detail", ref=benchmark.ref)
    fixed = bool(benchmark.receiving_done_at or benchmark.sending_done_at or benchmark.released_at)
    context = {"form": form, "benchmark": benchmark, "corridor": benchmark.corridor, "blind_fixed": fixed}
    return render(request, "benchmarking/settings.html", context, status=status)


@form_page
@requires(Permission.BENCHMARK_SET, on=visible_benchmark)
def invite(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Say what the sending side will see, and invite it."""
    country = benchmark.corridor.get_sending_country_display()
    if request.method == "POST":
        try:
            invite_sending(benchmark=benchmark, by=request.user)
        except IllegalMove as error:
            messages.error(request, error.message)
        else:
            said = _("%(country)s is invited. The benchmark waits for its people on their home page.")
            messages.success(request, said % {"country": country})
        return redirect("benchmarking:detail", ref=benchmark.ref)
    if benchmark.invited_at or not benchmark.is_open:
        messages.info(
            request,
            _("There is nothing to invite to: the sending side is invited, or the benchmark completed."),
        )
        return redirect("benchmarking:detail", ref=benchmark.ref)
    context = {
        "benchmark": benchmark,
        "corridor": benchmark.corridor,
        "country": country,
        "offices": offices_of(benchmark.corridor.sending_country),
    }
    return render(request, "benchmarking/invite.html", context)


@form_page
@requires(Permission.VIEW_RELEASE, on=visible_benchmark)
def release(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Say who will read the view of one's own side, and release it."""
    view = sight_of(request.user, benchmark).own
    if view is None:
        raise PermissionDenied(refusal(request.user))
    if request.method == "POST":
        try:
            release_view(benchmark=benchmark, side=Side(view.value), by=request.user)
        except IllegalMove as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _released(benchmark))
        return redirect("benchmarking:detail", ref=benchmark.ref)
    done = benchmark.receiving_done_at if view == View.RECEIVING else benchmark.sending_done_at
    if done or not benchmark.is_open or (view == View.SENDING and not benchmark.invited_at):
        messages.info(request, _("There is no view to release: it is released already, or not asked for."))
        return redirect("benchmarking:detail", ref=benchmark.ref)
    corridor = benchmark.corridor
    to_sending = view == View.RECEIVING
    context = {
        "benchmark": benchmark,
        "corridor": corridor,
        "counts": progress_in([benchmark], view)[benchmark.pk],
        "country": corridor.get_sending_country_display()
        if to_sending
        else corridor.get_receiving_country_display(),
    }
    return render(request, "benchmarking/release.html", context)


def _released(benchmark: Benchmark) -> str:
    if benchmark.blind and not (benchmark.receiving_done_at and benchmark.sending_done_at):
        return _("Your view is released. It becomes visible as soon as the other side has released its own.")
    return _("Your view is released. The other side and the ILO can read it now.")
