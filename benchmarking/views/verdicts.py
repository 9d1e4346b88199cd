"""Pages of section verdicts and of the thresholds of a corridor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.models import User
from accounts.permissions import Permission
from benchmarking.actions import thresholds as corridor_verbs
from benchmarking.actions import verdicts as actions
from benchmarking.forms.verdicts import VERDICTS, ThresholdsForm, VerdictForm
from benchmarking.models import Benchmark
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.sight import sight_of
from benchmarking.queries.verdicts import VerdictRow, verdict_page
from benchmarking.queries.wording import percent
from core.conflicts import Conflict, conflict_page
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor
from standards.models import Line


@require_safe
@sees(visible_benchmark)
def verdicts(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Each section with its figures, the proposal and how it came about, and the decision."""
    return _page(request, benchmark)


class SectionOf:
    """A section of a benchmark, asked for rights as the benchmark."""

    def __init__(self, benchmark: Benchmark, line: Line) -> None:
        self.benchmark = benchmark
        self.line = line
        self.sides_of = benchmark.sides_of


def visible_section(user: User, ref: str, section: int) -> SectionOf:
    """A line of a reference edition; whether it is a section is the verb's question.

    Raises:
        Http404: there is none that the person sees.
    """
    benchmark = visible_benchmark(user, ref)
    line = Line.objects.filter(edition__in=benchmark.reference_editions.all(), pk=section).first()
    if line is None:
        raise Http404
    return SectionOf(benchmark, line)


@require_POST
@requires(Permission.VERDICT, on=visible_section)
def decide(request: SignedInRequest, section: SectionOf) -> HttpResponse:
    """Decide on one section; what was typed stays where something is missing."""
    benchmark, line = section.benchmark, section.line
    form = VerdictForm(request.POST)
    here = f"{reverse('benchmarking:verdicts', args=[benchmark.ref])}#section-{line.pk}"
    if form.is_valid():
        try:
            actions.decide_verdict(benchmark=benchmark, section=line, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except IllegalMove as error:
            messages.error(request, error.message)
            return redirect(here)
        except Conflict as conflict:
            return conflict_page(
                request,
                form=form,
                current=conflict.current,
                fields=["verdict", "reason"],
                title=_("Verdict on %(section)s") % {"section": line},
                cancel_url=here,
            )
        else:
            messages.success(request, _("The verdict is saved."))
            return redirect(here)
    return _page(request, benchmark, at=line.pk, form=form)


@require_POST
@requires(Permission.VERDICT, on=visible_benchmark)
def take(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Take over every proposal that is not decided on yet."""
    try:
        taken = actions.take_proposals(benchmark=benchmark, by=request.user)
    except IllegalMove as error:
        messages.error(request, error.message)
    else:
        sentence = ngettext("%(n)d proposal is taken over.", "%(n)d proposals are taken over.", taken) % {
            "n": taken
        }
        messages.success(request, sentence if taken else _("There was no proposal left to take over."))
    return redirect("benchmarking:verdicts", ref=benchmark.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.THRESHOLDS_EDIT, on=visible_corridor)
def thresholds(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Both thresholds of a corridor, and what changes with them."""
    form = ThresholdsForm(request.POST or None, corridor=corridor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        seen = (values.pop("seen_upper"), values.pop("seen_lower"))
        try:
            corridor_verbs.set_thresholds(corridor=corridor, seen=seen, by=request.user, **values)
        except ValidationError as error:
            form.add_error(None, error)
        except IllegalMove as error:
            messages.error(request, error.message)
            return redirect("benchmarking:thresholds", ref=corridor.ref)
        else:
            messages.success(
                request, _("The thresholds are saved. Verdicts are proposed by them from now on.")
            )
            return redirect("corridor", ref=corridor.ref)
    context = {
        "form": form,
        "corridor": corridor,
        "signed": sum(bool(one.signatures.in_force()) for one in corridor.benchmarks.all()),
        "cancel_url": reverse("corridor", args=[corridor.ref]),
    }
    return render(request, "benchmarking/thresholds.html", context, status=422 if form.errors else 200)


def _page(
    request: SignedInRequest, benchmark: Benchmark, *, at: int = 0, form: VerdictForm | None = None
) -> HttpResponse:
    rows = verdict_page(benchmark, request.user)
    may = can(request.user, Permission.VERDICT, benchmark) and benchmark.is_open
    corridor = benchmark.corridor
    context = {
        "benchmark": benchmark,
        "corridor": corridor,
        "rows": [(row, _form(row, form if row.section.pk == at else None)) for row in rows],
        "several": len({row.edition.pk for row in rows}) > 1,
        "may_decide": may,
        "may_set": can(request.user, Permission.THRESHOLDS_EDIT, corridor),
        "left": sum(row.is_ready and row.decided is None for row in rows),
        "older": sum(bool(row.older) for row in rows),
        "sees_receiving": sight_of(request.user, benchmark).sees_receiving,
        "upper": percent(corridor.comparable_from),
        "lower": percent(corridor.not_comparable_below),
        "verdict_choices": VERDICTS,
        "form": form,
    }
    return render(request, "benchmarking/verdicts.html", context, status=422 if form else 200)


def _form(row: VerdictRow, bound: VerdictForm | None) -> Any:
    """What stands in the form of one section: what was typed, else the decision, else the proposal."""
    if bound is not None:
        return {
            "verdict": bound.data.get("verdict", ""),
            "reason": bound.data.get("reason", ""),
            "revision": bound.data.get("revision", ""),
            "errors": bound.errors,
            "open": True,
        }
    decided = row.decided
    return {
        "verdict": decided.verdict if decided else row.proposal.verdict.value,
        "reason": decided.reason if decided else "",
        "revision": decided.revision if decided else 0,
        "errors": {},
        "open": False,
    }
