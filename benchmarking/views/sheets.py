"""A benchmark as a spreadsheet: out for work without network, in with a dry run."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SignedInRequest, refusal, sees
from benchmarking.actions import sheets as verbs
from benchmarking.exchange.form import InSheet
from benchmarking.exchange.writing import workbook
from benchmarking.forms.sheets import SheetForm
from benchmarking.models import Benchmark
from benchmarking.queries import sheets as reads
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.rights import may_record, stance_of
from benchmarking.queries.sheet_rows import DryRun, refusal_words
from benchmarking.reading import read_sheet
from benchmarking.states import View
from core.audit import taken
from core.models import StoredFile
from core.states import IllegalMove
from standards.exchange.tables import XLSX_TYPE
from standards.reading import Refusal

_SALT = "benchmarking.sheet"
_SHOWN_FOR = 24 * 3600  # seconds in which a file that was shown can be applied


@require_safe
@sees(visible_benchmark)
def sheet(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """The file of the view that is asked for, where the person reads it; else of one's own view."""
    stance = stance_of(request.user, benchmark, request.GET.get("view", ""))
    if stance.view not in stance.sight.views:
        raise PermissionDenied(refusal(request.user))
    material = reads.material_of(benchmark, stance.view)
    about = reads.about(material, can_write=stance.may_record)
    content = workbook(about, reads.out_rows(material), reads.their_rows(material), reads.gap_codes())
    response = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"{benchmark.ref}-{stance.view.value}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    taken(on=benchmark, by=request.user, name=name, size=len(content))
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@sees(visible_benchmark)
def sheet_in(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """GET: both ways. POST of a file: what it would change. POST of what was shown: take it in."""
    if request.method != "POST":
        return _page(request, benchmark, SheetForm())
    if not any(may_record(request.user, benchmark, view) for view in View):
        raise PermissionDenied(refusal(request.user))
    if "shown" in request.POST:
        return _apply(request, benchmark)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, benchmark, form, status=422)
    file = form.cleaned_data["file"]
    stored = verbs.keep_sheet(content=file, name=file.name or "", by=request.user)
    read = read_sheet(stored)
    if fault := _fault_of(request, benchmark, read):
        form.add_error("file", fault)
        return _page(request, benchmark, form, status=422)
    assert isinstance(read, InSheet)  # noqa: S101  # else there is a fault
    found = verbs.look_at(reads.material_of(benchmark, View(read.view)), read)
    return _page(request, benchmark, SheetForm(), found=found, stored=stored, view=View(read.view))


def _apply(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    form = SheetForm()
    stored = _shown(request, benchmark)
    read = read_sheet(stored) if stored else None
    if stored is None or read is None:
        messages.error(request, _("What was shown is too old. Upload the file again; nothing was saved."))
        return _page(request, benchmark, form, status=422)
    if fault := _fault_of(request, benchmark, read):
        messages.error(request, fault)
        return _page(request, benchmark, form, status=422)
    assert isinstance(read, InSheet)  # noqa: S101  # else there is a fault
    view = View(read.view)
    try:
        taken = verbs.take_sheet(
            benchmark=benchmark,
            view=view,
            sheet=read,
            mine=_chosen(request.POST),
            stored=stored,
            by=request.user,
        )
    except IllegalMove as moved:
        messages.error(request, moved.message)
        return _page(request, benchmark, form, status=409)
    messages.success(request, _said(taken.applied))
    left = taken.left if taken.left.conflicts or taken.left.faults else None
    return _page(request, benchmark, form, found=left, stored=stored, view=view, applied=True)


def _fault_of(request: SignedInRequest, benchmark: Benchmark, read: InSheet | Refusal) -> str:
    """Why a file cannot be used here; empty where it can.

    Raises:
        PermissionDenied: it is of a view that the person does not write.
    """
    if isinstance(read, Refusal):
        return refusal_words(read.code, read.params)
    if read.benchmark != benchmark.ref or read.view not in View.values:
        return _("This file is of another benchmark. Upload it there, or download the file of this one.")
    if not may_record(request.user, benchmark, read.view):
        return _("This file is of the %(view)s, which your side does not write. Download the file of your own.") % {
            "view": View(read.view).label
        }  # fmt: skip
    if not benchmark.is_open:
        return _(
            "This benchmark is completed, so its lines cannot change. Reopen it first; nothing was saved."
        )
    return ""


def _token(benchmark: Benchmark, stored: StoredFile, request: SignedInRequest) -> str:
    return signing.dumps([benchmark.pk, stored.pk, request.user.pk], salt=_SALT)


def _shown(request: SignedInRequest, benchmark: Benchmark) -> StoredFile | None:
    """The file that was shown to this very person for this benchmark."""
    try:
        where, key, who = signing.loads(request.POST.get("shown", ""), salt=_SALT, max_age=_SHOWN_FOR)
    except (signing.BadSignature, ValueError):
        return None
    if (where, who) != (benchmark.pk, request.user.pk):
        return None
    return StoredFile.objects.filter(pk=key).first()


def _chosen(data: QueryDict) -> dict[int, int]:
    """Conflicts in which the person takes their own words: line -> revision of what they saw."""
    found = {}
    for value in data.getlist("mine"):
        line, _sign, revision = value.partition(":")
        if line.isdecimal() and revision.isdecimal() and len(value) < 30:
            found[int(line)] = int(revision)
    return found


def _said(applied: int) -> str:
    if not applied:
        return _("Nothing had to be saved: the file says what is stored already.")
    sentence = ngettext("%(n)d line is saved.", "%(n)d lines are saved.", applied)
    return sentence % {"n": applied}


def _page(
    request: SignedInRequest,
    benchmark: Benchmark,
    form: SheetForm,
    *,
    found: DryRun | None = None,
    stored: StoredFile | None = None,
    view: View | None = None,
    applied: bool = False,
    status: int = 200,
) -> HttpResponse:
    stance = stance_of(request.user, benchmark)
    views = [
        (one, may_record(request.user, benchmark, one) and benchmark.is_open)
        for one in stance.views
        if one in stance.sight.views
    ]
    context = {
        "benchmark": benchmark,
        "form": form,
        "views": views,
        "may_upload": any(can_write for _view, can_write in views),
        "found": found,
        "stored": stored,
        "view": view,
        "applied": applied,
        "token": _token(benchmark, stored, request) if stored and found else "",
    }
    return render(request, "benchmarking/sheet.html", context, status=status)
