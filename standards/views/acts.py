"""Acts on candidate lines: one address for all buttons and keys of the confirming screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.states import IllegalMove
from standards import actions, queries
from standards.actions import Done
from standards.forms import ActForm
from standards.models import Intake, IntakeLine
from standards.states import EditAct, TranslationStatus
from standards.views.intakes import lines_context
from standards.views.lines import PAGE, back_of, to_list

_MOST = 5000  # lines that one act may name; no standard has as many


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_intake)
def act(request: SignedInRequest, reading: Intake) -> HttpResponse:
    """One act on the lines named; answers with the list as it is then, or with a sentence that says why not."""
    form = ActForm(request.POST)
    if not form.is_valid():
        return _refused(
            request, reading, _("Nothing was changed: the portal did not understand what to do."), 422
        )
    try:
        done = _done(request, reading, form.cleaned_data)
    except IllegalMove as refused:
        return _refused(request, reading, refused.message, 409)
    focus = IntakeLine.objects.filter(intake=reading, pk=done.focus).first() if done.focus else None
    said = _in_words(request.POST["act"], done, len(_keys(request, "line")))
    if request.headers.get("HX-Request") != "true":
        messages.success(request, said)
        opened = form.cleaned_data["act"] == EditAct.ADD
        return to_list(request, reading, focus.position if focus else None, opened=opened)
    return _list(request, reading, focus, said)


def _done(request: SignedInRequest, reading: Intake, values: dict[str, Any]) -> Done:
    act, lines = values["act"], _keys(request, "line")
    if act == "undo":
        return actions.undo(intake=reading, by=request.user)
    if act == "redo":
        return actions.redo(intake=reading, by=request.user)
    if act == EditAct.SETTLE:
        warnings = _keys(request, "warning")
        return actions.settle_doubts(intake=reading, warnings=warnings, lines=lines, by=request.user)
    if act in (EditAct.LINE, EditAct.ZAWGYI):  # steps of other pages
        raise IllegalMove(_("Nothing was changed: the portal did not understand what to do."))
    named = "translation" in request.POST
    return actions.edit_lines(
        intake=reading,
        act=EditAct(act),
        lines=lines,
        at=values["at"] or 0,
        in_original=values["field"] == "text_original",
        kind=values["kind"],
        translation=TranslationStatus(values["translation"]) if named else None,
        critical={"on": True, "off": False}.get(values["critical"]),
        revisions=request.POST.getlist("revision")[:_MOST],
        by=request.user,
    )


def _keys(request: HttpRequest, name: str) -> list[int]:
    values = request.POST.getlist(name)[:_MOST]
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]


def _list(request: SignedInRequest, reading: Intake, focus: IntakeLine | None, said: str) -> HttpResponse:
    query = back_of(request)
    if focus and not query.get("show"):
        query["page"] = str(focus.position // PAGE + 1)
    request.GET = QueryDict(query.urlencode())
    context = {
        "intake": reading,
        "edition": reading.edition,
        "file": reading.stored,
        **lines_context(request, reading),
    }
    response = render(request, "standards/intake.html#lines", context)
    detail = {"focus": focus.pk if focus else None, "said": said, "figures": _figures(context["figures"])}
    response["HX-Trigger"] = json.dumps({"lines-changed": detail})
    return response


def _figures(overview: Any) -> dict[str, int]:
    names = ("total", "going_in", "left_out", "rateable", "doubtful", "without_english")
    return {name: getattr(overview, name) for name in names}


def _refused(request: SignedInRequest, reading: Intake, sentence: str, status: int) -> HttpResponse:
    """Nothing was changed: the sentence alone for htmx, else the page of the list with it on top."""
    if request.headers.get("HX-Request") == "true":
        return render(request, "standards/_refused.html", {"sentence": sentence}, status=status)
    messages.error(request, sentence)
    return to_list(request, reading)


def _in_words(act: str, done: Done, count: int) -> str:
    """What was done, in one sentence."""
    if act in ("undo", "redo"):
        what = EditAct(done.act).label
        if act == "redo":
            return _("Done again: %(what)s.") % {"what": what}
        if done.by_other:
            return _("Undone: %(what)s, by %(who)s.") % {"what": what, "who": done.by_other}
        return _("Undone: %(what)s.") % {"what": what}
    one: dict[str, Callable[[], str]] = {
        EditAct.SPLIT: lambda: _("The line is split."),
        EditAct.MERGE: lambda: _("The lines are merged."),
        EditAct.ADD: lambda: _("An empty line is added."),
        EditAct.SETTLE: lambda: _("Noted: somebody has looked."),
        EditAct.REMOVE: lambda: _("Removed."),
        EditAct.OUT: lambda: ngettext("%(count)d line is left out.", "%(count)d lines are left out.", count),
        EditAct.KEEP: lambda: ngettext("%(count)d line is kept.", "%(count)d lines are kept.", count),
        EditAct.UP: lambda: _("Moved up."),
        EditAct.DOWN: lambda: _("Moved down."),
    }
    said = (
        one[act]()
        if act in one
        else ngettext("%(count)d line is changed.", "%(count)d lines are changed.", count)
    )
    return said % {"count": count} if "%(" in said else said
