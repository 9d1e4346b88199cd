"""Pages of a corridor's recommendations."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission
from benchmarking.actions import recommendations as actions
from benchmarking.forms.verdicts import RecommendationForm
from benchmarking.models import Recommendation
from benchmarking.queries.recommendations import recommendations_of, visible_recommendation
from core.conflicts import Conflict, conflict_page
from core.once import once
from core.queries import history_of
from corridors.models import Corridor
from corridors.queries import visible_corridor

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@sees(visible_corridor)
def recommendations(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """All recommendations of the corridor in their order."""
    rows = recommendations_of(corridor, request.user)
    may = can(request.user, Permission.RECOMMEND, corridor)
    context = {
        "corridor": corridor,
        "rows": rows,
        "may_edit": may,
        "history": history_of(*rows)[:30] if may and rows else [],
    }
    return render(request, "benchmarking/recommendations.html", context)


@form_page
@requires(Permission.RECOMMEND, on=visible_corridor)
@once
def add(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Add a recommendation."""
    form = RecommendationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("kind", "text")}
        try:
            actions.add_recommendation(corridor=corridor, by=request.user, **values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The recommendation is added."))
            return redirect("benchmarking:recommendations", ref=corridor.ref)
    return _form(request, form, corridor, _("Add a recommendation"))


@form_page
@requires(Permission.RECOMMEND, on=visible_recommendation)
def edit(request: SignedInRequest, recommendation: Recommendation) -> HttpResponse:
    """Change kind and words; a page with both texts when somebody was faster."""
    corridor = recommendation.corridor
    initial = {"kind": recommendation.kind, "text": recommendation.text, "revision": recommendation.revision}
    form = RecommendationForm(request.POST or None, initial=initial)
    title = _("Change the recommendation")
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"revision": form.cleaned_data["revision"] or 0}
        try:
            actions.change_recommendation(recommendation=recommendation, by=request.user, **values)
        except ValidationError as error:
            form.add_error(None, error)
        except Conflict as conflict:
            back = reverse("benchmarking:recommendations", args=[corridor.ref])
            return conflict_page(
                request,
                form=form,
                current=conflict.current,
                fields=["kind", "text"],
                title=title,
                cancel_url=back,
            )
        else:
            messages.success(request, _("The recommendation is saved."))
            return redirect("benchmarking:recommendations", ref=corridor.ref)
    return _form(request, form, corridor, title)


@require_POST
@requires(Permission.RECOMMEND, on=visible_recommendation)
def move(request: SignedInRequest, recommendation: Recommendation) -> HttpResponse:
    """One place up or down."""
    actions.move_recommendation(
        recommendation=recommendation, up=request.POST.get("to") == "up", by=request.user
    )
    return redirect("benchmarking:recommendations", ref=recommendation.corridor.ref)


@form_page
@requires(Permission.RECOMMEND, on=visible_recommendation)
def delete(request: SignedInRequest, recommendation: Recommendation) -> HttpResponse:
    """Ask once, then take it away."""
    corridor = recommendation.corridor
    if request.method == "POST":
        actions.delete_recommendation(recommendation=recommendation, by=request.user)
        messages.success(request, _("The recommendation is deleted."))
        return redirect("benchmarking:recommendations", ref=corridor.ref)
    context = {"recommendation": recommendation, "corridor": corridor}
    return render(request, "benchmarking/recommendation_delete.html", context)


def _form(request: SignedInRequest, form: RecommendationForm, corridor: Corridor, title: str) -> HttpResponse:
    context = {
        "form": form,
        "corridor": corridor,
        "title": title,
        "cancel_url": reverse("benchmarking:recommendations", args=[corridor.ref]),
    }
    status = 422 if form.errors else 200
    return render(request, "benchmarking/recommendation_form.html", context, status=status)
