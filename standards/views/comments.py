"""Questions and remarks about single lines."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, can, requires, sees
from accounts.permissions import Permission
from core import countries
from core.htmx import render_page
from core.once import once
from core.pagination import page_of
from core.states import IllegalMove
from standards import actions, queries
from standards.forms import CommentForm
from standards.models import Edition, LineComment
from standards.queries import SpokenLine


@require_safe
@sees(queries.visible_edition)
def comments(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """All threads on an edition that the person sees."""
    show = request.GET.get("show", "open")
    q = request.GET.get("q", "")
    page = page_of(queries.threads_of(edition, request.user, show=show, q=q), request)
    context = {
        "edition": edition,
        "page": page,
        "threads": [_shown(one) for one in page.object_list],
        "show": show,
        "q": q,
    }
    return render_page(request, "standards/comments.html", context)


@require_safe
@sees(queries.visible_line)
def line_comments(request: SignedInRequest, line: SpokenLine) -> HttpResponse:
    """What is said about one line."""
    return _line_page(request, line, CommentForm())


@require_POST
@requires(Permission.LINE_COMMENT, on=queries.visible_line)
@once
def comment(request: SignedInRequest, line: SpokenLine) -> HttpResponse:
    """Begin a thread about a line."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _line_page(request, line, form, status=422)
    try:
        actions.comment(
            edition=line.edition, line_key=line.key, text=form.cleaned_data["text"], by=request.user
        )
    except IllegalMove as refused:
        form.add_error(None, refused.message)
        return _line_page(request, line, form, status=409)
    messages.success(request, _("Your comment is there."))
    return _to_line(line.edition, str(line.key))


@require_POST
@requires(Permission.LINE_COMMENT, on=queries.visible_thread)
@once
def answer(request: SignedInRequest, thread: LineComment) -> HttpResponse:
    """Go on in a thread."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        line = queries.visible_line(request.user, thread.edition.ref, thread.line_key)
        return _line_page(request, line, CommentForm(), answer_form=form, answer_to=thread.pk, status=422)
    actions.answer(thread=thread, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Your answer is there."))
    return _to_line(thread.edition, str(thread.line_key))


@require_POST
@requires(Permission.LINE_COMMENT, on=queries.visible_thread)
def settle(request: SignedInRequest, thread: LineComment) -> HttpResponse:
    """Mark a thread as settled (settled=1), or open it again."""
    if not queries.may_settle(request.user, thread, thread.edition):
        raise PermissionDenied(
            _("Only the country that asked or the owner of the edition settles a question.")
        )
    settled = request.POST.get("settled") == "1"
    try:
        actions.settle(thread=thread, settled=settled, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request, _("The question is settled.") if settled else _("The question is open again.")
        )
    return _to_line(thread.edition, str(thread.line_key))


def _to_line(edition: Edition, key: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("standards:line-comments", args=[edition.ref, key]), status=303)


def _shown(thread: LineComment) -> dict[str, object]:
    return {"thread": thread, "whose": queries.asked_by(thread), "answers": list(thread.answers.all())}


def _line_page(
    request: SignedInRequest,
    line: SpokenLine,
    form: CommentForm,
    *,
    answer_form: CommentForm | None = None,
    answer_to: int | None = None,
    status: int = 200,
) -> HttpResponse:
    threads = queries.threads_on(line, request.user)
    may_comment = can(request.user, Permission.LINE_COMMENT, line)
    owner = countries.name_of(line.edition.country)
    context = {
        "edition": line.edition,
        "line": line,
        "threads": [
            _shown(one) | {"may_settle": may_comment and queries.may_settle(request.user, one, line.edition)}
            for one in threads
        ],
        "may_comment": may_comment,
        "form": form if answer_form is None else answer_form,
        "new_form": form,
        "answer_form": answer_form,
        "answer_to": answer_to,
        "readers": _readers(request, line.edition, owner),
    }
    return render(request, "standards/line_comments.html", context, status=status)


def _readers(request: SignedInRequest, edition: Edition, owner: str) -> str:
    """Who will read what is written here, said before somebody writes it."""
    if request.user.country == edition.country:
        return _("What you write here is a note of your own country; nobody else reads it.")
    if request.user.is_ilo:
        return _("What you write here is read by %(owner)s and the ILO.") % {"owner": owner}
    mine = countries.name_of(request.user.country)
    return _("What you write here is read by %(mine)s, %(owner)s and the ILO.") % {
        "mine": mine,
        "owner": owner,
    }
