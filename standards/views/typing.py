"""Lines without a file: the editor over the draft's lines, and text pasted from Word or Excel."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.states import IllegalMove
from core.text import lang_of
from standards import actions, queries, reading, refusals
from standards.forms import PasteForm
from standards.intake import ReadLine, ReadResult
from standards.models import Edition
from standards.reading import Refusal
from standards.states import LineKind
from standards.views.editions import to_edition

_SHOWN = 200  # lines of the preview


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def type_lines(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Open the draft's lines in the editor; lines that a colleague has open already are offered instead."""
    try:
        intake, open_already = actions.type_lines(edition=edition, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return to_edition(edition)
    if open_already and intake.created_by_id != request.user.pk:
        who = {"who": intake.created_by}
        messages.info(
            request,
            _("%(who)s has opened these lines already. What you change here, you change together.") % who,
        )
    elif open_already:
        messages.info(request, _("You had these lines open already. Here is where you stopped."))
    return redirect("standards:intake", ref=intake.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def paste(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Text from Word or Excel: first what it becomes, then the lines to confirm."""
    if not edition.is_draft:
        messages.error(request, _("Lines can be added to a draft only. Start a new edition from this one."))
        return to_edition(edition)
    form = PasteForm(request.POST or None)
    form.fields["lines"].widget.attrs["data-autosave"] = f"paste-{edition.ref}"
    context: dict[str, object] = {
        "form": form,
        "edition": edition,
        "cancel_url": reverse("standards:detail", args=[edition.ref]),
    }
    if not form.is_bound or not form.is_valid():
        return render(request, "standards/paste.html", context, status=422 if form.is_bound else 200)
    result = reading.read_pasted(form.cleaned_data["lines"])
    if isinstance(result, Refusal):
        form.add_error("lines", refusals.sentence(result.code, result.params))
        context["problems"] = refusals.problems(result.params)
        return render(request, "standards/paste.html", context, status=422)
    if request.POST.get("do") == "take":
        return _taken(request, edition, result)
    return render(request, "standards/paste.html", {**context, **_preview(result)})


def _taken(request: SignedInRequest, edition: Edition, result: ReadResult) -> HttpResponse:
    try:
        intake = actions.paste_lines(edition=edition, result=result, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return to_edition(edition)
    return redirect("standards:intake", ref=intake.ref)


def _preview(result: ReadResult) -> dict[str, object]:
    kinds = Counter(line.kind for line in result.lines)
    return {
        "total": len(result.lines),
        "kinds": [(LineKind(kind).label, count) for kind, count in kinds.items()],
        "rows": [_row(line) for line in result.lines[:_SHOWN]],
        "further": max(len(result.lines) - _SHOWN, 0),
        "doubts": [refusals.sentence(one.code, one.params) for one in result.warnings][:20],
    }


def _row(line: ReadLine) -> dict[str, object]:
    return {"line": line, "kind": LineKind(line.kind).label, "lang": lang_of(line.text_original)}
