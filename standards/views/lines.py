"""Candidate lines as rows of the confirming screen, and saving one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.conflicts import Conflict, conflict_page
from core.states import IllegalMove
from core.text import lang_of
from standards import actions, queries
from standards.forms import LineForm
from standards.models import Intake, IntakeLine
from standards.queries.intakes import ShownWarning
from standards.states import LineKind, TranslationStatus, UnitType

PAGE = 100  # candidate lines on one page
FIELDS = ("kind", "number", "text", "text_original", "critical", "kept")
OPTIONAL = ("unit_type", "translation", "marks")  # a form may leave them out; then they stay as they are
#: What the fields of a line can be set to.
CHOICES: dict[str, object] = {
    "kinds": LineKind.choices,
    "unit_types": UnitType.choices,
    "translations": TranslationStatus.choices,
}


@dataclass
class CandidateRow:
    """One candidate line as its row shows it: what is stored, what stands in the fields, what to say about it."""

    line: IntakeLine
    values: dict[str, object]
    warnings: list[ShownWarning] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_open: bool = False
    saved: bool = False
    theirs: list[tuple[str, str]] = field(default_factory=list)

    @property
    def lang(self) -> str:
        """Language of the original text, by its script."""
        return lang_of(self.line.text_original)

    @property
    def level(self) -> int:
        """How far the row is indented."""
        return self.line.depth

    @property
    def number(self) -> int:
        """The line's number for people, from 1."""
        return self.line.position + 1

    @property
    def places(self) -> list[tuple[int, str]]:
        """Where a split line could begin, for those without scripts: offset in its text, and the words from there."""
        text = self.line.text or self.line.text_original
        return [(found.start(), text[found.start() :][:40]) for found in re.finditer(r"(?<=\s)\S", text)]


def _stored(line: IntakeLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in (*FIELDS, *OPTIONAL, "revision")}


def rows_of(
    lines: Iterable[IntakeLine], warnings: Sequence[ShownWarning], *, open_at: int | None
) -> list[CandidateRow]:
    """Rows for a page; the one that the address names is open."""
    about = _by_line(warnings)
    return [
        CandidateRow(line, _stored(line), warnings=about[line.pk], is_open=line.position == open_at)
        for line in lines
    ]


def _by_line(warnings: Sequence[ShownWarning]) -> dict[int | None, list[ShownWarning]]:
    about = defaultdict(list)
    for one in warnings:
        about[one.line].append(one)
    return about


def back_of(request: SignedInRequest) -> QueryDict:
    """The query of the list that the person came from; nothing else from the browser is trusted."""
    came = QueryDict(request.POST.get("back", "").lstrip("?"))
    query = QueryDict(mutable=True)
    for name in ("show", "page"):
        value = came.get(name, "")
        if value.isascii() and value.isalnum() and len(value) < 12:
            query[name] = value
    return query


def to_list(
    request: SignedInRequest, intake: Intake, position: int | None = None, *, opened: bool = False
) -> HttpResponseRedirect:
    """Back to the list that the person came from, at a line (opened for typing); on its page if all lines are shown."""
    anchor = f"#line-{position}" if position is not None else ""
    query = back_of(request)
    if position is not None and not query.get("show"):
        query["page"] = str(position // PAGE + 1)
    if opened:
        query["open"] = str(position)
    address = reverse("standards:intake", args=[intake.ref])
    return HttpResponseRedirect(
        f"{address}?{query.urlencode()}{anchor}" if query else address + anchor, status=303
    )


def _row_page(request: SignedInRequest, row: CandidateRow, status: int) -> HttpResponse:
    """The row alone for htmx; without scripts a page with this one row."""
    alone = request.headers.get("HX-Request") == "true"
    name = "standards/_candidate.html" if alone else "standards/intake_line.html"
    context = {
        "row": row,
        "intake": row.line.intake,
        "edition": row.line.intake.edition,
        **CHOICES,
        "back": request.POST.get("back", ""),
        "failed": status != 200,
    }
    return render(request, name, context, status=status)


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_candidate)
def line(request: SignedInRequest, candidate: IntakeLine) -> HttpResponse:
    """Save one candidate line: the one of the field `line`, for positions shift while others split and merge."""
    candidate = _named(request, candidate)
    form = LineForm(request.POST)
    if not form.is_valid():
        return _row_page(request, _faulty(request, candidate, form), 422)
    try:
        values = _said(request, form)
        revision = form.cleaned_data["revision"]
        saved = actions.change_line(line=candidate, revision=revision, by=request.user, **values)
    except Conflict as conflict:
        return _somebody_was_faster(request, form, conflict)
    except IllegalMove as refused:
        row = _faulty(request, candidate, form)
        row.errors = [refused.message]
        return _row_page(request, row, 422)
    if request.headers.get("HX-Request") == "true":
        row = CandidateRow(saved, _stored(saved), _doubts_of(saved), is_open=True, saved=True)
        return _row_page(request, row, 200)
    messages.success(request, _("Line %(number)s is saved.") % {"number": saved.position + 1})
    return to_list(request, saved.intake, saved.position)


def _named(request: SignedInRequest, candidate: IntakeLine) -> IntakeLine:
    """The line whose key the form carries, in the same intake; else the one at the address."""
    pk = request.POST.get("line", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19) or int(pk) == candidate.pk:
        return candidate
    named = candidate.intake.lines.filter(pk=int(pk)).select_related("intake__edition__standard").first()
    if named is None:
        raise Http404
    return named


def _said(request: SignedInRequest, form: LineForm) -> dict[str, object]:
    names = (*FIELDS, *(name for name in OPTIONAL if name in request.POST))
    return {name: form.cleaned_data[name] for name in names}


def _doubts_of(line: IntakeLine) -> list[ShownWarning]:
    return queries.shown_warnings(line.intake, line=line)


def _typed(request: SignedInRequest, revision: str) -> dict[str, object]:
    typed: dict[str, object] = {name: request.POST.get(name, "") for name in (*FIELDS, *OPTIONAL)}
    return {
        **typed,
        "critical": "critical" in request.POST,
        "kept": "kept" in request.POST,
        "revision": revision,
    }


def _faulty(request: SignedInRequest, candidate: IntakeLine, form: LineForm) -> CandidateRow:
    errors = [str(message) for messages_ in form.errors.values() for message in messages_]
    typed = _typed(request, request.POST.get("revision", ""))
    return CandidateRow(candidate, typed, _doubts_of(candidate), errors=errors, is_open=True)


def _somebody_was_faster(request: SignedInRequest, form: LineForm, conflict: Conflict) -> HttpResponse:
    current = conflict.current
    assert isinstance(current, IntakeLine)  # noqa: S101 - change_line raises it with the line
    title = _("Line %(number)s") % {"number": current.position + 1}
    if request.headers.get("HX-Request") != "true":
        cancel = reverse("standards:intake", args=[current.intake.ref])
        return conflict_page(
            request, form=form, current=current, fields=FIELDS, title=title, cancel_url=cancel
        )
    stored = _stored(current)
    mine = _said(request, form)
    theirs = [
        (str(form.fields[name].label), _in_words(name, stored[name]))
        for name in mine
        if stored[name] != mine[name]
    ]
    typed = _typed(request, current.revision)
    row = CandidateRow(current, typed, _doubts_of(current), is_open=True, theirs=theirs)
    return _row_page(request, row, 422)


def _in_words(name: str, value: object) -> str:
    words = {"kind": LineKind, "unit_type": UnitType, "translation": TranslationStatus}
    if name in words:
        return str(words[name](str(value)).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) or _("(empty)")
