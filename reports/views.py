"""Pages of reports: the library, a request, one report and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import SignedInRequest, requires, sees, signed_in
from accounts.permissions import Permission
from core.files import send_file
from core.pagination import page_of
from core.states import IllegalMove
from corridors.models import Corridor
from corridors.queries import visible_corridor
from reports import actions, queries, snapshots
from reports.documents.common import Document
from reports.forms import CommentForm, DecisionForm, ReportFilter
from reports.models import Report, ReportFile
from reports.rendering import file_name
from reports.states import ReportKind, ReportState

read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def to_report(report: Report, anchor: str = "") -> HttpResponseRedirect:
    """After an act: the page of the report."""
    return HttpResponseRedirect(reverse("reports:detail", kwargs={"ref": report.ref}) + anchor, status=303)


@require_safe
@signed_in
def report_list(request: SignedInRequest) -> HttpResponse:
    """The library: reports that the person sees, newest first."""
    filters = ReportFilter(request.GET, user=request.user)
    names = ("country", "state", "kind")
    found = queries.reports(
        request.user, query=filters.value("q"), **{name: filters.value(name) for name in names}
    )
    page = page_of(found, request)
    rows = [(one, queries.tone_of(one.state), queries.holder_of(one)) for one in page]
    corridors = queries.corridors_to_report(request.user)
    context = {
        "page": page,
        "rows": rows,
        "filters": filters,
        "corridors": corridors,
        "reviewed": [one for one in corridors if getattr(one, "has_paper_review", False)],
    }
    return render(request, "reports/list.html", context)


@read_or_send
@requires(Permission.REPORT_REQUEST, on=visible_corridor)
def request_report(request: SignedInRequest, corridor: Corridor) -> HttpResponse:
    """What the report would say (GET); freeze it and queue its PDF (POST). `?kind=` says which report."""
    kind = _kind(request)
    if request.method == "POST":
        try:
            made = actions.request_report(corridor=corridor, kind=kind, by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
            return HttpResponseRedirect(request.get_full_path(), status=303)
        messages.success(
            request,
            _("The content of %(number)s is frozen; its PDF is being made.") % {"number": made.number},
        )
        return to_report(made)
    context: dict[str, object] = {
        "corridor": corridor,
        "draft": queries.draft_of(corridor, kind),
        "kind": kind,
    }
    try:
        document = snapshots.build(
            kind, corridor, number="", version=1, now=timezone.localtime(), by=request.user
        )
    except snapshots.Refused as refused:
        context["refusal"] = refused.message
    else:
        context |= {"warnings": snapshots.warnings(kind, document), **_said(kind, document)}
    return render(request, "reports/request.html", context)


def _kind(request: SignedInRequest) -> ReportKind:
    """The kind that the address names; the gap analysis without one."""
    try:
        return ReportKind(request.GET.get("kind") or ReportKind.GAP_ANALYSIS)
    except ValueError:
        raise Http404 from None


def _said(kind: str, document: Document) -> dict[str, object]:
    """What the summary of a version shows."""
    return {
        "document": document,
        "interim": document.is_draft,
        "summary_template": f"reports/summary/{kind}.html",
        **snapshots.figures(kind, document),
    }


@require_safe
@sees(queries.visible_report)
def report(request: SignedInRequest, one: Report) -> HttpResponse:
    """One report: state, versions, file, comments, what can be done, history. `?v=` shows an older version."""
    number = request.GET.get("v", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return _page(request, queries.sheet(one, request.user, wanted))


def _page(
    request: SignedInRequest, sheet: queries.Sheet, form: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    report, document = sheet.report, sheet.document
    may = queries.may(request.user, report)
    open_to_comments = sheet.is_current and report.state in actions.COMMENTABLE
    if form is None and may["report_comment"] and open_to_comments:
        form = CommentForm(ref=report.ref, version=sheet.version.number, document=document)
    allowed = actions.moves_from(report.state) if may["report_move"] else frozenset()
    context = {
        "sheet": sheet,
        "report": report,
        "progress": sheet.progress,
        "may": may,
        "moves": [(state.value, words) for state, words in _move_words() if state in allowed],
        "may_publish": ReportState.PUBLISHED in allowed,
        "may_renew": may["report_request"] and report.state in (ReportState.DRAFT, ReportState.RETURNED),
        "may_decide": may["report_review"] and report.state == ReportState.ILO_REVIEW,
        "form": form,
        "file_name": file_name(sheet.version) if sheet.progress.is_ready else "",
        **_said(report.kind, document),
    }
    return render(request, "reports/detail.html", context, status=status)


def _move_words() -> list[tuple[ReportState, str]]:
    """Buttons by the state that they lead to; publishing has a check page of its own."""
    return [
        (ReportState.INTERNAL_CHECK, _("Give to the working group for a check")),
        (ReportState.COUNTRY_REPLY, _("Send to the sending country")),
        (ReportState.ILO_REVIEW, _("Send to the ILO")),
        (ReportState.DRAFT, _("Take back to draft")),
    ]


@require_safe
@sees(queries.visible_report)
def progress(request: SignedInRequest, one: Report) -> HttpResponse:
    """The moving part of the page; asks the browser for the whole page once there is more to show."""
    state = queries.progress_of(queries.last_file(one, request.user))
    if request.headers.get("HX-Request") != "true":
        return to_report(one)
    if not state.is_open:
        return HttpResponseClientRefresh()
    return render(request, "reports/_progress.html", {"report": one, "progress": state})


@require_safe
@sees(queries.visible_file)
def download(request: SignedInRequest, file: ReportFile) -> HttpResponseBase:
    """The PDF; each download is a line in the history."""
    report = file.version.report
    if file.stored is None:
        messages.error(
            request,
            _("The PDF of version %(number)d is not ready yet. This page shows how far it is.")
            % {"number": file.version.number},
        )
        return to_report(report)
    try:
        response = send_file(file.stored, name=file_name(file.version))
    except FileNotFoundError:
        messages.error(request, _("The file is missing from the store. Tell the administrator."))
        return to_report(report)
    if request.method == "GET":
        actions.note_download(file=file, by=request.user)
    return response


@read_or_send
@requires(Permission.REPORT_MOVE, on=queries.visible_report)
def move(request: SignedInRequest, one: Report) -> HttpResponse:
    """Send on, take back or publish (POST to=state); GET is the check page before publishing."""
    if request.method != "POST":
        if one.state != ReportState.ACCEPTED:
            return to_report(one)
        return render(request, "reports/publish.html", {"report": one})
    done = {
        ReportState.INTERNAL_CHECK: _("The working group can now read and comment on the report."),
        ReportState.COUNTRY_REPLY: _(
            "The report is with the sending country, which can read and comment on it."
        ),
        ReportState.ILO_REVIEW: _("The report is with the ILO for review."),
        ReportState.DRAFT: _("The report is a draft again; only your side sees it."),
        ReportState.PUBLISHED: _("The report is published."),
    }
    to = request.POST.get("to", "")
    return _act(
        request,
        one,
        lambda: actions.move(report=one, to=to, by=request.user),
        lambda: done[ReportState(to)],
    )


def _act(
    request: SignedInRequest, report: Report, verb: Callable[[], object], words: Callable[[], str]
) -> HttpResponse:
    try:
        verb()
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, words())
    return to_report(report)


@read_or_send
@requires(Permission.REPORT_REVIEW, on=queries.visible_report)
def decide(request: SignedInRequest, one: Report) -> HttpResponse:
    """The ILO accepts the report or returns it with a reason."""
    form = DecisionForm(request.POST if request.method == "POST" else None, ref=one.ref)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.decide(
                report=one, accept=form.accepts, reason=form.cleaned_data["reason"], by=request.user
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        except IllegalMove as refused:
            form.add_error(None, refused.message)  # what was written is not thrown away
            status = 409
        else:
            messages.success(
                request,
                _("You accepted the report.") if form.accepts else _("You returned the report for changes."),
            )
            return to_report(one)
    sheet = queries.sheet(one, request.user)
    context = {
        "form": form,
        "report": one,
        "sheet": sheet,
        "cancel_url": reverse("reports:detail", kwargs={"ref": one.ref}),
        **_said(one.kind, sheet.document),
    }
    return render(request, "reports/decide.html", context, status=status)


@require_POST
@requires(Permission.REPORT_COMMENT, on=queries.visible_report)
def comment(request: SignedInRequest, one: Report) -> HttpResponse:
    """Write a comment; a refused one stays in the form."""
    sheet = queries.sheet(one, request.user)
    form = CommentForm(request.POST, ref=one.ref, version=sheet.version.number, document=sheet.document)
    if not form.is_valid():
        return _page(request, sheet, form, status=422)
    if form.cleaned_data["version"] != sheet.version.number:
        form.data = {**request.POST.dict(), "version": str(sheet.version.number)}
        form.add_error(
            None,
            _("A newer version of this report was made while you wrote. Read it, then send your comment."),
        )
        return _page(request, sheet, form, status=409)
    try:
        actions.comment(
            version=sheet.version,
            part=form.cleaned_data["part"],
            text=form.cleaned_data["text"],
            by=request.user,
        )
    except (ValidationError, IllegalMove) as refused:
        form.add_error(None, refused if isinstance(refused, ValidationError) else refused.message)
        return _page(request, sheet, form, status=422 if isinstance(refused, ValidationError) else 409)
    messages.success(request, _("Your comment is saved."))
    return to_report(one, "#comments")


@require_POST
@requires(Permission.REPORT_REQUEST, on=queries.visible_report)
def new_version(request: SignedInRequest, one: Report) -> HttpResponse:
    """Freeze the present content as the next version."""
    return _act(
        request,
        one,
        lambda: actions.new_version(report=one, by=request.user),
        lambda: _("A new version holds the content as it is now; its PDF is being made."),
    )


@require_POST
@requires(Permission.REPORT_REQUEST, on=queries.visible_report)
def retry(request: SignedInRequest, one: Report) -> HttpResponse:
    """Make the PDF again after it failed or was cancelled."""
    return _act(
        request,
        one,
        lambda: actions.retry(report=one, by=request.user),
        lambda: _("The PDF is being made again."),
    )


@require_POST
@requires(Permission.REPORT_REQUEST, on=queries.visible_report)
def cancel(request: SignedInRequest, one: Report) -> HttpResponse:
    """Stop the making of the PDF."""
    return _act(
        request,
        one,
        lambda: actions.cancel(report=one, by=request.user),
        lambda: _("The making of the PDF is stopped."),
    )
