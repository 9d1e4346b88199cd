"""Pages of signatures: who signed which state, reading and signing it, and the exact content as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, requires, sees
from accounts.permissions import Permission, Side
from benchmarking import signing
from benchmarking.actions import signatures as actions
from benchmarking.forms.verdicts import SignForm
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.sight import sight_of
from benchmarking.queries.signatures import Signed, edition_names, signed_states, state_of
from benchmarking.queries.signed_words import content_of
from core.audit import taken
from core.states import IllegalMove


@require_safe
@sees(visible_benchmark)
def sign(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Who signed, under which state, whether it still stands, and what changed since."""
    reads = sight_of(request.user, benchmark).sees_receiving
    state = state_of(benchmark) if reads else None
    rows = signed_states(benchmark, state) if state else []
    side = actions.side_to_sign(request.user, benchmark)
    signed = next((row for row in rows if row.in_force and row.signature.side == side), None)
    context = {
        "benchmark": benchmark,
        "corridor": benchmark.corridor,
        "rows": rows,
        "sides": _sides(benchmark, rows),
        "reads": reads,
        "digits": signing.groups(signing.fingerprint(state)) if state else [],
        "content": content_of(state, edition_names(benchmark)) if state else None,
        "my_side": side,
        "may_sign": bool(side) and not benchmark.is_open and signed is None,
    }
    return render(request, "benchmarking/sign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGN, on=visible_benchmark)
def sign_check(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Everything that is signed on one page, and the signing."""
    side = actions.side_to_sign(request.user, benchmark)
    if benchmark.is_open:
        messages.error(request, _("Only a completed benchmark is signed. Nothing was signed."))
        return redirect("benchmarking:sign", ref=benchmark.ref)
    state = state_of(benchmark)
    digest = signing.fingerprint(state)
    form = SignForm(request.POST or None, initial={"state_hash": digest})
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign(benchmark=benchmark, state_hash=form.cleaned_data["state_hash"], by=request.user)
        except IllegalMove as error:
            messages.error(request, error.message)
            return redirect("benchmarking:sign-check", ref=benchmark.ref)
        messages.success(request, _("Signed. The signature stands as long as nothing of it changes."))
        return redirect("benchmarking:sign", ref=benchmark.ref)
    context = {
        "form": form,
        "benchmark": benchmark,
        "digits": signing.groups(digest),
        "content": content_of(state, edition_names(benchmark)),
        "side": _label(benchmark, side),
        "office": actions.office_of(request.user),
    }
    return render(request, "benchmarking/sign_check.html", context, status=422 if form.errors else 200)


@require_safe
@sees(visible_benchmark)
def sign_content(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """The exact content that is hashed, as a file: its SHA-256 is the hash on the page."""
    if not sight_of(request.user, benchmark).sees_receiving:
        messages.error(request, _("The receiving view is not released yet, so there is nothing to read."))
        return redirect("benchmarking:sign", ref=benchmark.ref)
    response = HttpResponse(signing.canonical(state_of(benchmark)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{benchmark.ref}.json"'
    taken(on=benchmark, by=request.user, name=f"{benchmark.ref}.json", size=len(response.content))
    return response


def _sides(benchmark: Benchmark, rows: list[Signed]) -> list[dict[str, object]]:
    """Each side with its last signature."""
    found: list[dict[str, object]] = []
    for side in (Side.RECEIVING, Side.SENDING):
        last = next((row for row in rows if row.signature.side == side), None)
        found.append({"label": _label(benchmark, side), "last": last})
    return found


def _label(benchmark: Benchmark, side: Side | None) -> str:
    corridor = benchmark.corridor
    if side == Side.RECEIVING:
        return _("Receiving side, %(country)s") % {"country": corridor.get_receiving_country_display()}
    return _("Sending side, %(country)s") % {"country": corridor.get_sending_country_display()}
