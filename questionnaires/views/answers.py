"""Sets of answers: the lists, the page on which they are given, submitting, correcting."""

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

from accounts.access import SignedInRequest, can, requires, sees, signed_in
from accounts.permissions import Permission
from core.conflicts import Conflict, Difference
from core.htmx import render_page
from core.pagination import page_of
from core.states import IllegalMove
from questionnaires import actions
from questionnaires.forms.answers import AnswerForm, SetFilterForm
from questionnaires.models import Answer, AnswerSet
from questionnaires.queries import answers as queries
from questionnaires.queries.answers import AnswerRow, Asked, Part
from questionnaires.states import AnswerState

read_or_send = require_http_methods(["GET", "HEAD", "POST"])

TONES = {AnswerState.DRAFT: "attention", AnswerState.SUBMITTED: "done", AnswerState.SUPERSEDED: "neutral"}


@require_safe
@signed_in
def answer_list(request: SignedInRequest) -> HttpResponse:
    """Sets of one's own country and those shared with it."""
    filters = SetFilterForm(request.GET)
    wanted = filters.wanted()
    page = page_of(queries.listed(request.user, wanted), request)
    context = {"page": page, "filters": filters, "wanted": wanted, "country": request.user.country}
    return render_page(request, "questionnaires/list.html", context)


@dataclass
class Box:
    """One question on the page: its row, the form where it may be answered, what happened to it."""

    row: AnswerRow
    form: AnswerForm | None = None
    saved: bool = False
    theirs: Answer | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def has_faults(self) -> bool:
        """Whether somebody has to look at it again."""
        return self.theirs is not None or bool(self.form and self.form.is_bound and self.form.errors)


@require_safe
@sees(queries.visible_answer_set)
def answer(request: SignedInRequest, answer_set: AnswerSet) -> HttpResponse:
    """One heading after the other while it is in work and one may answer; else everything to read."""
    parts = queries.answers_of(answer_set)
    editable = _editable(request, answer_set)
    if not editable:
        return _read_page(request, answer_set, parts)
    part = _part(parts, request.GET.get("part", ""))
    boxes = [_fresh(row, answer_set) for row in part.rows] if part else []
    return _part_page(request, answer_set, parts, part, boxes)


@require_POST
@requires(Permission.ANSWER, on=queries.visible_answer_set)
def save_part(request: SignedInRequest, answer_set: AnswerSet) -> HttpResponse:
    """Save all questions of a heading, without scripts or with "Save and go on"; what is refused stays as typed."""
    parts = queries.answers_of(answer_set)
    part = _part(parts, request.POST.get("part", ""))
    if part is None:
        raise Http404
    try:
        boxes = [_save(request, answer_set, row, request.POST) for row in part.rows]
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return redirect("questionnaires:answer", ref=answer_set.ref)
    faults = sum(box.has_faults for box in boxes)
    if faults:
        said = ngettext(
            "%(number)s answer is not saved yet. Look at what stands beside it.",
            "%(number)s answers are not saved yet. Look at what stands beside them.",
            faults,
        )
        messages.error(request, said % {"number": faults})
        status = 409 if any(box.theirs for box in boxes) else 422
        return _part_page(request, answer_set, queries.answers_of(answer_set), part, boxes, status=status)
    messages.success(request, _("Saved: %(heading)s.") % {"heading": part.heading})
    address = reverse("questionnaires:answer", kwargs={"ref": answer_set.ref})
    if key := request.POST.get("stay", ""):
        return redirect(f"{address}?part={part.number}#q{key}" if key.isdecimal() else address)
    if part.number == len(parts):
        return redirect("questionnaires:submit", ref=answer_set.ref)
    return redirect(f"{address}?part={part.number + 1}")


@require_POST
@requires(Permission.ANSWER, on=queries.visible_question)
def save(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """Save one question; the answer is its box and the progress. A conflict is 422 here, for that is what is swapped."""
    answer_set = asked.answer_set
    row = queries.row_of(answer_set, asked.question)
    try:
        box = _save(request, answer_set, row, request.POST)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return redirect("questionnaires:answer", ref=answer_set.ref)
    if request.headers.get("HX-Request") != "true":
        return _whole_part(request, answer_set, box)
    if box.saved:
        box = Box(queries.row_of(answer_set, asked.question), saved=True)
        box.form = AnswerForm(row=box.row, answer_set=answer_set)
    done, total = queries.progress_of(answer_set)
    context = {"box": box, "answer_set": answer_set, "done": done, "total": total}
    return render(request, "questionnaires/_saved.html", context, status=422 if box.has_faults else 200)


def _whole_part(request: SignedInRequest, answer_set: AnswerSet, box: Box) -> HttpResponse:
    """For a browser without scripts: on after saving, or the heading with what was typed and what is wrong with it."""
    if not box.has_faults:
        return redirect("questionnaires:answer", ref=answer_set.ref)
    messages.error(request, _("The answer is not saved yet. Look at what stands beside it."))
    asked, parts = box.row.question.pk, queries.answers_of(answer_set)
    part = next(each for each in parts if any(row.question.pk == asked for row in each.rows))
    boxes = [box if row.question.pk == asked else _fresh(row, answer_set) for row in part.rows]
    return _part_page(request, answer_set, parts, part, boxes, status=409 if box.theirs else 422)


def _save(request: SignedInRequest, answer_set: AnswerSet, row: AnswerRow, data: QueryDict) -> Box:
    """Save one question as it was sent; a question that was not sent stays as it is."""
    form = AnswerForm(data, row=row, answer_set=answer_set)
    if form.add_prefix("revision") not in data:
        return _fresh(row, answer_set)
    box = Box(row, form)
    if not form.is_valid():
        return box
    try:
        actions.save_answer(answer_set=answer_set, question=row.question, by=request.user, **form.content())
    except ValidationError as fault:
        form.add_error(None, fault)
    except Conflict as conflict:
        box.theirs = cast(Answer, conflict.current)
        box.differences = form.move_to(box.theirs)
    else:
        box.saved = True
    return box


def _fresh(row: AnswerRow, answer_set: AnswerSet) -> Box:
    return Box(row, AnswerForm(row=row, answer_set=answer_set))


def _editable(request: SignedInRequest, answer_set: AnswerSet) -> bool:
    return answer_set.state == AnswerState.DRAFT and can(request.user, Permission.ANSWER, answer_set)


def _part(parts: list[Part], number: str) -> Part | None:
    """The heading of that number; the first one when there is no such."""
    found = [part for part in parts if str(part.number) == number]
    return next(iter(found or parts), None)


def _common(request: SignedInRequest, answer_set: AnswerSet, parts: list[Part]) -> dict[str, Any]:
    rows = queries.flat(parts)
    return {
        "answer_set": answer_set,
        "parts": parts,
        "done": sum(row.is_answered for row in rows),
        "total": len(rows),
        "tone": TONES[AnswerState(answer_set.state)],
        "readers": queries.readers_of(answer_set) if answer_set.country == request.user.country else [],
        "own": answer_set.country == request.user.country,
        "may_submit": can(request.user, Permission.ANSWER_SUBMIT, answer_set),
    }


def _part_page(
    request: SignedInRequest,
    answer_set: AnswerSet,
    parts: list[Part],
    part: Part | None,
    boxes: list[Box],
    *,
    status: int = 200,
) -> HttpResponse:
    context = _common(request, answer_set, parts) | {
        "part": part,
        "boxes": boxes,
        "newer_version": queries.newer_version_of(answer_set),
        "preview": False,
        "failed": status != 200,
    }
    return render(request, "questionnaires/answer.html", context, status=status)


def _read_page(request: SignedInRequest, answer_set: AnswerSet, parts: list[Part]) -> HttpResponse:
    previous = answer_set.previous
    seen = previous is not None and (
        previous.country == request.user.country
        or AnswerSet.objects.visible_to(request.user).filter(pk=previous.pk).exists()
    )
    context = _common(request, answer_set, parts) | {
        "previous": previous if seen else None,
        "changes": queries.changes_between(previous, answer_set) if previous and seen else [],
        "following": queries.following_of(answer_set, request.user),
        "newer_version": queries.newer_version_of(answer_set),
        "may_correct": can(request.user, Permission.ANSWER, answer_set)
        and answer_set.state == AnswerState.SUBMITTED,
        "history": queries.history_for(answer_set, request.user)[:50],
    }
    return render(request, "questionnaires/read.html", context)


@read_or_send
@requires(Permission.ANSWER_SUBMIT, on=queries.visible_answer_set)
def submit(request: SignedInRequest, answer_set: AnswerSet) -> HttpResponse:
    """What is unanswered, who will read it; then the answers are handed in."""
    if answer_set.state != AnswerState.DRAFT:
        messages.error(request, _("These answers are submitted already. Start a correction to change them."))
        return redirect("questionnaires:answer", ref=answer_set.ref)
    if request.method == "POST":
        try:
            actions.submit_answers(answer_set=answer_set, by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The answers are submitted. They can be corrected at any time."))
        return redirect("questionnaires:answer", ref=answer_set.ref)
    parts = queries.answers_of(answer_set)
    previous = answer_set.previous
    context = _common(request, answer_set, parts) | {
        "unanswered": [(part, [row for row in part.rows if not row.is_answered]) for part in parts],
        "changes": queries.changes_between(previous, answer_set) if previous else [],
    }
    return render(request, "questionnaires/submit.html", context)


@require_POST
@requires(Permission.ANSWER, on=queries.visible_answer_set)
def correct(request: SignedInRequest, answer_set: AnswerSet) -> HttpResponse:
    """A new set copied from the submitted one."""
    try:
        made = actions.correct_answers(answer_set=answer_set, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return redirect("questionnaires:answer", ref=answer_set.ref)
    messages.success(
        request, _("Correct what you need and submit. Until then the answers that you submitted stand.")
    )
    return redirect("questionnaires:answer", ref=made.ref)
