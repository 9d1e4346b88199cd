"""Evidence of answers: files and addresses, served to whoever reads the answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, requires, sees
from accounts.permissions import Permission
from core.audit import taken
from core.files import send_file
from core.once import once
from core.states import IllegalMove
from questionnaires import actions
from questionnaires.forms.answers import EvidenceForm
from questionnaires.queries import answers as queries
from questionnaires.queries.answers import Asked, Proof
from questionnaires.states import AnswerState


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER, on=queries.visible_question)
@once
def evidence(request: SignedInRequest, asked: Asked) -> HttpResponse:
    """What proves the answer to one question: add and remove."""
    answer_set = asked.answer_set
    sent = request.method == "POST"
    form = EvidenceForm(request.POST, request.FILES) if sent else EvidenceForm()
    status = 200
    if answer_set.state != AnswerState.DRAFT:
        messages.error(request, _("These answers are submitted. Start a correction to add evidence."))
        return redirect("questionnaires:answer", ref=answer_set.ref)
    if sent:
        status = 422
        if form.is_valid():
            try:
                actions.add_evidence(
                    answer_set=answer_set, question=asked.question, by=request.user, **form.cleaned_data
                )
            except ValidationError as fault:
                form.add_error(None, fault)
            except IllegalMove as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("The evidence is there."))
                return redirect(request.path)
    context = {
        "answer_set": answer_set,
        "row": queries.row_of(answer_set, asked.question),
        "form": form,
        "cancel_url": back_to(asked),
        "cancel_label": _("Back to the question"),
        "primary_label": _("Add evidence"),
    }
    return render(request, "questionnaires/evidence.html", context, status=status)


@require_POST
@requires(Permission.ANSWER, on=queries.visible_evidence)
def remove(request: SignedInRequest, proof: Proof) -> HttpResponse:
    """Take a piece of evidence away."""
    question = proof.evidence.answer.question
    try:
        actions.remove_evidence(evidence=proof.evidence, by=request.user)
        messages.success(request, _("The evidence is taken away."))
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("questionnaires:evidence", ref=proof.answer_set.ref, key=question.key)


@require_safe
@sees(queries.visible_evidence)
def download(request: SignedInRequest, proof: Proof) -> HttpResponseBase:
    """The file, for everybody who sees the set of answers."""
    if proof.evidence.stored is None:
        raise Http404
    try:
        response = send_file(proof.evidence.stored)
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing from storage. Tell the administrator.")) from missing
    stored = proof.evidence.stored
    taken(on=proof.answer_set, by=request.user, name=stored.name, size=stored.size)
    return response


def back_to(asked: Asked) -> str:
    """The question on the page on which it is answered."""
    parts = queries.answers_of(asked.answer_set)
    number = next(
        (part.number for part in parts for row in part.rows if row.question.pk == asked.question.pk), 1
    )
    address = reverse("questionnaires:answer", kwargs={"ref": asked.answer_set.ref})
    return f"{address}?part={number}#q{asked.question.position}"
