"""Reviews of arrangements, steps 3 to 5: the corridor's page, starting, side by side, rating, releasing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission, Side
from benchmarking.actions import reviews as actions
from benchmarking.forms.reviews import DimensionForm, RatingForm, StartReviewForm
from benchmarking.models import ArrangementRating, ArrangementReview
from benchmarking.queries import reviews as queries
from benchmarking.queries.reviews import Rated, ReviewPart, ReviewRow, StepOfCorridor
from benchmarking.states import Comparability
from core.conflicts import Conflict, Difference, conflict_page
from core.countries import name_of
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor
from corridors.states import ROADMAP

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


# --- The corridor's page -------------------------------------------------------------------------------------------


@require_safe
@sees(visible_corridor)
def reviews(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """Steps 3, 4 and 5: state of each, and whose answers are missing."""
    context = {
        "corridor": corridor,
        "rows": queries.steps_of(corridor, request.user),
        "may_rate": can(request.user, Permission.ARRANGEMENT_RATE, corridor),
    }
    return render(request, "benchmarking/reviews/list.html", context)


@read_or_send
@requires(Permission.ARRANGEMENT_RATE, on=queries.visible_step)
def start(request: SignedInRequest, step: StepOfCorridor) -> HttpResponse:
    """Ask both countries; what they have submitted already is offered."""
    found = queries.reusable(step, request.user)
    labels = {
        name: _("Take the answers that %(country)s submitted on %(day)s")
        % {"country": name_of(country), "day": answers.submitted_at.strftime("%d.%m.%Y")}
        for name, (country, answers) in zip(("reuse_receiving", "reuse_sending"), found, strict=True)
        if answers and answers.submitted_at
    }
    sent = request.method == "POST"
    form = StartReviewForm(request.POST if sent else None, labels=labels)
    if sent and form.is_valid():
        try:
            review = actions.start_review(
                corridor=step.corridor, step=step.step, by=request.user, **form.content()
            )
        except IllegalMove as refused:
            messages.error(request, refused.message)
            return redirect("benchmarking:reviews", ref=step.corridor.ref)
        messages.success(request, _("Both countries find the questionnaire among what waits for them."))
        return redirect("benchmarking:review", ref=review.ref)
    context = {
        "corridor": step.corridor,
        "step": step.step,
        "step_title": ROADMAP[step.step],
        "found": found,
        "form": form,
        "primary_label": _("Start the review"),
        "cancel_url": reverse("benchmarking:reviews", kwargs={"ref": step.corridor.ref}),
    }
    return render(request, "benchmarking/reviews/start.html", context)


# --- Side by side --------------------------------------------------------------------------------------------------


@dataclass
class RatingBox:
    """One question on the page: its row, the form where it may be rated, what happened to it."""

    row: ReviewRow
    form: RatingForm | None = None
    saved: bool = False
    theirs: ArrangementRating | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def has_faults(self) -> bool:
        """Whether somebody has to look at it again."""
        return self.theirs is not None or bool(self.form and self.form.is_bound and self.form.errors)


@require_safe
@sees(queries.visible_review)
def review(request: SignedInRequest, one: ArrangementReview) -> HttpResponse:
    """The review as a whole, or one heading of it side by side."""
    parts = queries.parts_of(one, request.user)
    number = request.GET.get("part", "")
    part = next((each for each in parts if str(each.number) == number), None)
    if part is None:
        return _overview(request, one, parts)
    editable = can(request.user, Permission.ARRANGEMENT_RATE, one)
    boxes = [RatingBox(row, RatingForm(row=row, review=one) if editable else None) for row in part.rows]
    return _part_page(request, one, parts, part, boxes)


@require_POST
@requires(Permission.ARRANGEMENT_RATE, on=queries.visible_review)
def save_part(request: SignedInRequest, one: ArrangementReview) -> HttpResponse:
    """Save all ratings of a heading, without scripts or with "Save and go on"; what is refused stays as typed."""
    parts = queries.parts_of(one, request.user)
    part = next((each for each in parts if str(each.number) == request.POST.get("part", "")), None)
    if part is None:
        raise Http404
    boxes = [_save(request, one, row, request.POST) for row in part.rows]
    if faults := sum(box.has_faults for box in boxes):
        said = ngettext(
            "%(number)s rating is not saved yet. Look at what stands beside it.",
            "%(number)s ratings are not saved yet. Look at what stands beside them.",
            faults,
        )
        messages.error(request, said % {"number": faults})
        status = 409 if any(box.theirs for box in boxes) else 422
        return _part_page(request, one, queries.parts_of(one, request.user), part, boxes, status=status)
    messages.success(request, _("Saved: %(heading)s.") % {"heading": part.heading})
    address = reverse("benchmarking:review", kwargs={"ref": one.ref})
    if stay := request.POST.get("stay", ""):
        return redirect(f"{address}?part={part.number}" + (f"#q{stay}" if stay.isdecimal() else ""))
    return redirect(address if part.number == len(parts) else f"{address}?part={part.number + 1}")


@require_POST
@requires(Permission.ARRANGEMENT_RATE, on=queries.visible_rated)
def rate(request: SignedInRequest, rated: Rated) -> HttpResponse:
    """Save one rating; the answer is its box. A conflict is 422 here, for that is what is swapped."""
    one = rated.review
    row = _row(request, rated)
    box = _save(request, one, row, request.POST)
    if request.headers.get("HX-Request") != "true":
        return _whole_part(request, one, box)
    if box.saved:
        row = _row(request, rated)
        box = RatingBox(row, RatingForm(row=row, review=one), saved=True)
    context = {"box": box, "review": one, **_names(one)}
    return render(
        request, "benchmarking/reviews/_rating.html", context, status=422 if box.has_faults else 200
    )


@require_POST
@requires(Permission.ARRANGEMENT_RATE, on=queries.visible_review)
def dimension(request: SignedInRequest, one: ArrangementReview) -> HttpResponse:
    """The rating of the whole step."""
    form = DimensionForm(request.POST)
    if form.is_valid():
        try:
            actions.rate_dimension(review=one, by=request.user, **form.cleaned_data)
        except Conflict as conflict:
            return conflict_page(
                request,
                form=form,
                current=conflict.current,
                fields=("rating", "reason"),
                title=_("Rating of the whole step"),
                cancel_url=_url(one),
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The rating of the step is saved."))
            return redirect("benchmarking:review", ref=one.ref)
    return _overview(request, one, queries.parts_of(one, request.user), form=form, status=422)


@read_or_send
@requires(Permission.ARRANGEMENT_RATE, on=queries.visible_review)
def release(request: SignedInRequest, one: ArrangementReview) -> HttpResponse:
    """What the sending side and the ILO will read; then they do."""
    if request.method == "POST":
        try:
            actions.release_review(review=one, by=request.user)
            messages.success(request, _("The review is released to the sending side and the ILO."))
        except IllegalMove as refused:
            messages.error(request, refused.message)
        return redirect("benchmarking:review", ref=one.ref)
    rows = queries.flat(queries.parts_of(one, request.user))
    context = _frame(request, one) | {
        "unrated": [row for row in rows if not row.is_rated],
        "gaps": [row.gap for row in rows if row.gap],
        "open_questions": _open_questions(rows),
    }
    return render(request, "benchmarking/reviews/release.html", context)


@require_POST
@requires(Permission.ARRANGEMENT_RATE, on=queries.visible_review)
def take_newer(request: SignedInRequest, one: ArrangementReview) -> HttpResponse:
    """Go on with the corrected answers of one side."""
    side = Side.RECEIVING if request.POST.get("side") == Side.RECEIVING else Side.SENDING
    try:
        actions.take_newer(review=one, side=side, by=request.user)
        messages.success(
            request, _("The newer answers are taken. Look again at the questions that are marked.")
        )
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("benchmarking:review", ref=one.ref)


# --- What the pages share ------------------------------------------------------------------------------------------


def _whole_part(request: SignedInRequest, one: ArrangementReview, box: RatingBox) -> HttpResponse:
    """For a browser without scripts: on after saving, or the heading with what was typed and what is wrong with it."""
    if not box.has_faults:
        return redirect("benchmarking:review", ref=one.ref)
    messages.error(request, _("The rating is not saved yet. Look at what stands beside it."))
    asked, parts = box.row.question.pk, queries.parts_of(one, request.user)
    part = next(each for each in parts if any(row.question.pk == asked for row in each.rows))
    boxes = [
        box if row.question.pk == asked else RatingBox(row, RatingForm(row=row, review=one))
        for row in part.rows
    ]
    return _part_page(request, one, parts, part, boxes, status=409 if box.theirs else 422)


def _save(request: SignedInRequest, one: ArrangementReview, row: ReviewRow, data: QueryDict) -> RatingBox:
    form = RatingForm(data, row=row, review=one)
    if form.add_prefix("revision") not in data:
        return RatingBox(row, RatingForm(row=row, review=one))
    box = RatingBox(row, form)
    if not form.is_valid():
        return box
    try:
        actions.rate(review=one, question=row.question, by=request.user, **form.content())
    except ValidationError as fault:
        form.add_error(None, fault)
    except Conflict as conflict:
        box.theirs = cast(ArrangementRating, conflict.current)
        box.differences = form.move_to(box.theirs)
    else:
        box.saved = True
    return box


def _row(request: SignedInRequest, rated: Rated) -> ReviewRow:
    rows = queries.flat(queries.parts_of(rated.review, request.user))
    return next(row for row in rows if row.question.pk == rated.question.pk)


def _names(one: ArrangementReview) -> dict[str, str]:
    return {
        "receiving": name_of(one.corridor.receiving_country),
        "sending": name_of(one.corridor.sending_country),
    }


def _open_questions(rows: list[ReviewRow]) -> list[ReviewRow]:
    return [row for row in rows if row.rating and row.rating.rating == Comparability.NO_EVIDENCE]


def _frame(request: SignedInRequest, one: ArrangementReview) -> dict[str, Any]:
    return {
        "review": one,
        "corridor": one.corridor,
        "step_title": ROADMAP[one.step],
        "editable": can(request.user, Permission.ARRANGEMENT_RATE, one),
        **_names(one),
    }


def _part_page(
    request: SignedInRequest,
    one: ArrangementReview,
    parts: list[ReviewPart],
    part: ReviewPart,
    boxes: list[RatingBox],
    *,
    status: int = 200,
) -> HttpResponse:
    context = _frame(request, one) | {"parts": parts, "part": part, "boxes": boxes, "failed": status != 200}
    return render(request, "benchmarking/reviews/part.html", context, status=status)


def _overview(
    request: SignedInRequest,
    one: ArrangementReview,
    parts: list[ReviewPart],
    *,
    form: DimensionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = queries.flat(parts)
    initial = {"rating": one.rating, "reason": one.reason, "revision": one.revision}
    context = _frame(request, one) | {
        "parts": parts,
        "rated": sum(row.is_rated for row in rows),
        "total": len(rows),
        "sides": queries.sides_of(one, request.user),
        "newer": queries.newer_answers(one),
        "looked_at_before": [row for row in rows if row.changed],
        "gaps": [row.gap for row in rows if row.gap],
        "open_questions": _open_questions(rows),
        "form": form or DimensionForm(initial=initial),
        "history": queries.history_for(one, request.user),
        "on_receiving": Side.RECEIVING in one.sides_of(request.user),
    }
    return render(request, "benchmarking/reviews/detail.html", context, status=status)


def _url(one: ArrangementReview) -> str:
    return reverse("benchmarking:review", kwargs={"ref": one.ref})
