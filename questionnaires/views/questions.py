"""Questionnaires: reading them, editing a draft, putting it in use, starting to answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees, signed_in
from accounts.permissions import Permission
from core.conflicts import Conflict, conflict_page
from core.htmx import render_page
from core.once import once
from core.states import IllegalMove
from questionnaires import actions
from questionnaires.changes import FIELDS
from questionnaires.forms.answers import AnswerForm, StartForm
from questionnaires.forms.questions import PublishForm, QuestionForm
from questionnaires.models import AnswerSet, Questionnaire
from questionnaires.queries import answers, questions
from questionnaires.queries.answers import AnswerRow
from questionnaires.queries.questions import Draft, DraftQuestion, OwnCountry, ToAnswer
from questionnaires.states import VersionState
from questionnaires.views.answers import Box

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


# --- Reading -------------------------------------------------------------------------------------------------------


@require_safe
@signed_in
def question_list(request: SignedInRequest) -> HttpResponse:
    """The questionnaires that the person sees; a coordinator takes over the standard ones here."""
    home = questions.own_country(request.user)
    missing = []
    if request.user.country and can(request.user, Permission.QUESTIONNAIRE_EDIT, home):
        missing = questions.missing_purposes(request.user.country)
    context = {"rows": list(questions.questionnaires(request.user)), "missing": missing}
    return render_page(request, "questionnaires/questions/list.html", context)


@require_POST
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.own_country)
def install(request: SignedInRequest, home: OwnCountry) -> HttpResponse:
    """Take over the standard questionnaires for what the country has none for."""
    made = actions.install_standard(country=home.country, by=request.user)
    if made:
        messages.success(
            request, _("The standard questionnaires are there and in use. Change them as you need.")
        )
    else:
        messages.info(request, _("Your country has a questionnaire for every purpose already."))
    return redirect("questionnaires:questions")


@require_safe
@sees(questions.visible_questionnaire)
def questionnaire(request: SignedInRequest, one: Questionnaire) -> HttpResponse:
    """The questions of one version, the versions, what changed in it."""
    version = questions.version_numbered(request.user, one, request.GET.get("version", ""))
    before = questions.version_before(version)
    context = {
        "questionnaire": one,
        "version": version,
        "versions": questions.versions_for(request.user, one),
        "sections": questions.sections_of(version.questions.order_by("position")),
        "before": before,
        "changes": questions.changes_in(version) if before else None,
        "may_edit": can(request.user, Permission.QUESTIONNAIRE_EDIT, one),
        "may_answer": version.state == VersionState.PUBLISHED and _may_answer(request),
        "history": questions.history_for(one, request.user)[:50],
    }
    return render(request, "questionnaires/questions/detail.html", context)


def _may_answer(request: SignedInRequest) -> bool:
    home = questions.own_country(request.user)
    return bool(request.user.country) and can(request.user, Permission.ANSWER, home)


# --- Editing a draft -----------------------------------------------------------------------------------------------


@require_POST
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_questionnaire)
def draft_start(request: SignedInRequest, one: Questionnaire) -> HttpResponse:
    """The next version as a draft."""
    actions.start_draft(questionnaire=one, by=request.user)
    return redirect("questionnaires:draft", ref=one.ref)


@require_safe
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft)
def draft(request: SignedInRequest, one: Draft) -> HttpResponse:
    """The questions of the draft, to be changed, moved and taken out."""
    context = {
        "questionnaire": one.questionnaire,
        "version": one.version,
        "sections": questions.sections_of(one.version.questions.order_by("position")),
        "changes": questions.changes_in(one.version),
    }
    return render(request, "questionnaires/questions/draft.html", context)


@read_or_send
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft)
@once
def question_new(request: SignedInRequest, one: Draft) -> HttpResponse:
    """A new question at the end of its heading."""
    headings = _headings(one)
    initial = {"section": request.GET.get("section", "")[:200], "kind": "long"}
    form = QuestionForm(
        request.POST if request.method == "POST" else None, initial=initial, headings=headings
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_question(version=one.version, values=form.content(), by=request.user)
        except ValidationError as fault:
            form.add_error(None, fault)
        except IllegalMove as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The question is added."))
            return redirect(_row(one, made.key))
    return _question_page(request, one, form, _("Add a question"))


@read_or_send
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft_question)
def question_edit(request: SignedInRequest, one: DraftQuestion) -> HttpResponse:
    """Change a question; two people who do so at once get both texts."""
    sent = request.method == "POST"
    form = QuestionForm(
        request.POST if sent else None,
        initial=None if sent else QuestionForm.values_of(one.question),
        headings=_headings(one),
    )
    if sent and form.is_valid():
        try:
            actions.change_question(
                question=one.question,
                values=form.content(),
                revision=form.cleaned_data["revision"],
                by=request.user,
            )
        except Conflict as conflict:
            return conflict_page(
                request,
                form=form,
                current=conflict.current,
                fields=FIELDS,
                title=_("Change a question"),
                cancel_url=_row(one, one.question.key),
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        except IllegalMove as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The question is changed."))
            return redirect(_row(one, one.question.key))
    return _question_page(request, one, form, _("Change a question"))


@require_POST
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft_question)
def question_move(request: SignedInRequest, one: DraftQuestion) -> HttpResponse:
    """One step up or down."""
    up = request.POST.get("to") == "up"
    try:
        actions.move_question(question=one.question, up=up, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect(_row(one, one.question.key))


@require_POST
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft_question)
def question_remove(request: SignedInRequest, one: DraftQuestion) -> HttpResponse:
    """Take a question out of the draft."""
    try:
        actions.remove_question(question=one.question, by=request.user)
        messages.success(
            request, _("The question is taken out of the draft. It stays in the versions before.")
        )
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("questionnaires:draft", ref=one.questionnaire.ref)


@require_safe
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft)
def preview(request: SignedInRequest, one: Draft) -> HttpResponse:
    """The draft as those who answer will see it; nothing can be saved here."""
    empty = AnswerSet(ref="preview", version=one.version, country=request.user.country, topic=_("Preview"))
    parts = answers.answers_of(None, one.version)
    number = request.GET.get("part", "1")
    part = next((each for each in parts if str(each.number) == number), parts[0] if parts else None)
    rows: list[AnswerRow] = part.rows if part else []
    boxes = [Box(row, AnswerForm(row=row, answer_set=empty)) for row in rows]
    context = {
        "questionnaire": one.questionnaire,
        "answer_set": empty,
        "parts": parts,
        "part": part,
        "boxes": boxes,
        "done": 0,
        "total": len(answers.flat(parts)),
        "preview": True,
    }
    return render(request, "questionnaires/questions/preview.html", context)


@read_or_send
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft)
def publish(request: SignedInRequest, one: Draft) -> HttpResponse:
    """What changes for those who answer; then the draft is in use."""
    sent = request.method == "POST"
    form = PublishForm(request.POST if sent else None)
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            try:
                actions.publish_version(version=one.version, note=form.cleaned_data["note"], by=request.user)
            except IllegalMove as refused:
                form.add_error(None, refused.message)
                status = 409
            else:
                messages.success(
                    request, _("The new version is in use. Answers given before stay with theirs.")
                )
                return redirect("questionnaires:questionnaire", ref=one.questionnaire.ref)
    context = {
        "questionnaire": one.questionnaire,
        "version": one.version,
        "changes": questions.changes_in(one.version),
        "before": questions.version_before(one.version),
        "form": form,
        "primary_label": _("Put in use"),
        "cancel_url": reverse("questionnaires:draft", kwargs={"ref": one.questionnaire.ref}),
    }
    return render(request, "questionnaires/questions/publish.html", context, status=status)


@require_POST
@requires(Permission.QUESTIONNAIRE_EDIT, on=questions.visible_draft)
def discard(request: SignedInRequest, one: Draft) -> HttpResponse:
    """Throw the draft away."""
    try:
        actions.discard_draft(version=one.version, by=request.user)
        messages.success(request, _("The draft is discarded. The version in use did not change."))
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("questionnaires:questionnaire", ref=one.questionnaire.ref)


# --- Starting to answer --------------------------------------------------------------------------------------------


@read_or_send
@requires(Permission.ANSWER, on=questions.to_answer)
@once
def start(request: SignedInRequest, asking: ToAnswer) -> HttpResponse:
    """Answer a questionnaire of one's own accord, before a review asks for it."""
    sent = request.method == "POST"
    form = StartForm(request.POST if sent else None)
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            topic = form.cleaned_data["topic"]
            if there := answers.submitted_set(asking.version, asking.country, topic):
                messages.info(request, _("Your country has answered this. Start a correction to change it."))
                return redirect("questionnaires:answer", ref=there.ref)
            try:
                made = actions.start_answers(
                    version=asking.version, country=asking.country, topic=topic, by=request.user
                )
            except IllegalMove as refused:
                form.add_error(None, refused.message)
            else:
                return redirect("questionnaires:answer", ref=made.ref)
    context = {
        "questionnaire": asking.questionnaire,
        "version": asking.version,
        "form": form,
        "topics": answers.topics(request.user),
        "primary_label": _("Begin"),
        "cancel_url": reverse("questionnaires:questionnaire", kwargs={"ref": asking.questionnaire.ref}),
    }
    return render(request, "questionnaires/start.html", context, status=status)


def _headings(one: Draft) -> list[str]:
    rows = one.version.questions.order_by("position").values_list("section", flat=True)
    return list(dict.fromkeys(rows))


def _row(one: Draft, key: object) -> str:
    return reverse("questionnaires:draft", kwargs={"ref": one.questionnaire.ref}) + f"#k-{key}"


def _question_page(request: SignedInRequest, one: Draft, form: QuestionForm, title: str) -> HttpResponse:
    context = {
        "questionnaire": one.questionnaire,
        "version": one.version,
        "form": form,
        "title": title,
        "cancel_url": reverse("questionnaires:draft", kwargs={"ref": one.questionnaire.ref}),
    }
    return render(
        request, "questionnaires/questions/question.html", context, status=422 if form.is_bound else 200
    )
