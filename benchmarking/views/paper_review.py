"""Pages of the paper review of a corridor: the receiving side's own desk review before the mission."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission, Side
from benchmarking.actions import paper_review as actions
from benchmarking.forms.paper_review import SummaryForm
from benchmarking.models import PaperReview
from benchmarking.queries import paper_review as reads
from core.conflicts import Conflict, conflict_page
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor
from questionnaires.states import AnswerState

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@sees(visible_corridor)
def overview(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """State, progress by heading, summary, points for the mission, findings; or how to begin."""
    review = reads.review_of(corridor, request.user)
    may = can(request.user, Permission.PAPER_REVIEW, corridor)
    context: dict[str, object] = {"corridor": corridor, "review": review, "may": may}
    if review is not None:
        context |= _shown(request, review)
    return render(request, "benchmarking/paper_review/overview.html", context)


def _shown(request: SignedInRequest, review: PaperReview) -> dict[str, object]:
    headings = reads.headings_of(review.answers)
    receiving = Side.RECEIVING in review.sides_of(request.user)
    total = sum(one.total for one in headings)
    answered = sum(one.answered for one in headings)
    return {
        "headings": headings,
        "points": reads.points_of(headings),
        "total": total,
        "answered": answered,
        "left": total - answered,
        "in_work": review.answers.state == AnswerState.DRAFT,
        "superseded": review.answers.state == AnswerState.SUPERSEDED,
        "receiving": receiving,
        "may_print": can(request.user, Permission.REPORT_REQUEST, review.corridor),
        "last": reads.last_answer(review.answers) if receiving else None,
        "history": reads.history_for(review) if receiving else [],
    }


@require_POST
@requires(Permission.PAPER_REVIEW, on=visible_corridor)
def start(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Begin the review and go to its check-list."""
    try:
        actions.start_review(corridor=corridor, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The paper review is begun. Answer its check-list, heading by heading."))
    return _back(corridor)


@read_or_send
@requires(Permission.PAPER_REVIEW, on=reads.visible_review)
def summary(request: SignedInRequest, review: PaperReview) -> HttpResponse:
    """Write the summary."""
    form = SummaryForm(request.POST if request.method == "POST" else None, review=review)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        revision, text = form.cleaned_data["revision"], form.cleaned_data["summary"]
        try:
            actions.write_summary(review=review, text=text, revision=revision, by=request.user)
        except Conflict as moved:
            return conflict_page(
                request,
                form=form,
                current=moved.current,
                fields=("summary",),
                title=_("Summary of the paper review"),
                cancel_url=_url(review.corridor),
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            form.add_error(None, refused.message)
            status = 409
        else:
            messages.success(request, _("The summary is saved."))
            return _back(review.corridor)
    context = {"form": form, "corridor": review.corridor, "cancel_url": _url(review.corridor)}
    return render(request, "benchmarking/paper_review/summary.html", context, status=status)


@read_or_send
@requires(Permission.PAPER_REVIEW, on=reads.visible_review)
def release(request: SignedInRequest, review: PaperReview) -> HttpResponse:
    """Check page (GET); hand the findings in and show them to the other side and the ILO (POST)."""
    if request.method != "POST":
        context = {"corridor": review.corridor, "review": review, **_shown(request, review)}
        return render(request, "benchmarking/paper_review/release.html", context)
    try:
        actions.release_review(review=review, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The paper review is released: the sending side and the ILO read it."))
    return _back(review.corridor)


@require_POST
@requires(Permission.PAPER_REVIEW, on=reads.visible_review)
def correct(request: SignedInRequest, review: PaperReview) -> HttpResponse:
    """Back to work on a copy of the findings."""
    try:
        actions.correct_review(review=review, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request, _("The paper review is in work again. Others read it once it is released again.")
        )
    return _back(review.corridor)


def _url(corridor: Corridor) -> str:
    return reverse("benchmarking:paper-review", kwargs={"ref": corridor.ref})


def _back(corridor: Corridor) -> HttpResponseRedirect:
    return HttpResponseRedirect(_url(corridor), status=303)
