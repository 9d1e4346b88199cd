"""The workspace: both standards side by side, one line in hand, saved line by line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, refusal, sees
from benchmarking.actions import judgements as verbs
from benchmarking.forms.judgements import JudgementForm
from benchmarking.forms.merging import Pick, as_typed, asked_revision, filled_from, picks_of, with_picks
from benchmarking.models import Benchmark, Judgement
from benchmarking.queries.benchmarks import visible_benchmark
from benchmarking.queries.desk import Desk
from benchmarking.queries.rights import Stance, stance_of
from benchmarking.queries.saved import saved_state
from benchmarking.queries.suggestions import shortlist_for
from benchmarking.queries.work_filter import DISAGREEMENT, MINE, OPEN, SUBSTANTIAL, SUSPICIOUS, WorkFilter
from benchmarking.queries.workspace import WorkLine, desk_of, line_of_benchmark
from benchmarking.states import Rating, View
from core.conflicts import Conflict
from core.htmx import render_page
from core.states import IllegalMove
from core.text import lang_of

#: What the list of receiving lines can show, in the order of the menu.
SHOW_CHOICES: list[tuple[str, str | Promise]] = [
    ("", gettext_lazy("All lines")),
    (OPEN, gettext_lazy("Not compared yet")),
    *[(code, label) for code, label in reversed(Rating.choices)],
    (SUBSTANTIAL, gettext_lazy("Substantial differences")),
    (DISAGREEMENT, gettext_lazy("Disagreement of the two sides")),
    (MINE, gettext_lazy("Mine")),
    (SUSPICIOUS, gettext_lazy("Look here first: probable gaps")),
]


@dataclass(frozen=True)
class Answer:
    """What a page of the workspace says beside the desk."""

    form: JudgementForm
    status: int = 200
    theirs: Judgement | None = None
    picks: list[Pick] = field(default_factory=list)
    base_revision: int = 0


@require_safe
@sees(visible_benchmark)
def workspace(request: SignedInRequest, benchmark: Benchmark) -> HttpResponse:
    """Both standards with the line in hand; scripts ask for the middle only. Read-only where one may not judge."""
    asked = request.GET
    stance = stance_of(request.user, benchmark, asked.get("view", ""))
    desk = desk_of(
        benchmark,
        request.user,
        stance,
        _filter(asked, stance),
        asked.get("line", ""),
        whole=not _asks_for_part(request),
        go=asked.get("go", "").strip()[:40],
    )
    return _page(request, desk, Answer(_fresh_form(desk)))


@require_POST
@sees(line_of_benchmark)
def judge(request: SignedInRequest, spot: WorkLine) -> HttpResponse:
    """Save one view on one line and go on; what cannot be saved comes back as it was typed."""
    stance = _stance(request, spot.benchmark)
    view = stance.view
    data = _picked(request, spot, stance)
    if {"take", "link"} & set(data):
        return _fill_in(request, spot, stance, data)
    form = JudgementForm(data, benchmark=spot.benchmark, line=spot.line, view=view)
    if _searches(request):
        messages.info(request, _("Here is what the search found. The line is not saved yet."))
        return _again(request, spot, stance, Answer(form))
    if not form.is_valid():
        return _again(request, spot, stance, Answer(form, status=422))
    try:
        judgement = verbs.judge(
            benchmark=spot.benchmark, line=spot.line, view=view, by=request.user, **form.content()
        )
    except ValidationError as error:
        _add_faults(form, error)
        return _again(request, spot, stance, Answer(form, status=422))
    except IllegalMove as error:
        form.add_error(None, error.message)
        return _again(request, spot, stance, Answer(form, status=409))
    except Conflict as conflict:
        return _merge(request, spot, stance, form, cast(Judgement, conflict.current))
    if _is_script(request):
        state = saved_state(spot.benchmark, stance, judgement).as_json()
        return JsonResponse(state, json_dumps_params={"separators": (",", ":")})
    return _go_on(request, spot, stance)


def _stance(request: SignedInRequest, benchmark: Benchmark) -> Stance:
    """The stance for saving the view that the form names; 403 where this person may not write that view."""
    stance = stance_of(request.user, benchmark, request.POST.get("view", ""), writing=True)
    if not stance.may_record:
        raise PermissionDenied(refusal(request.user))
    return stance


def _picked(request: SignedInRequest, spot: WorkLine, stance: Stance) -> QueryDict:
    """The form, from a merge page with the values of the version that was chosen in each field."""
    if not any(name.startswith("pick-") for name in request.POST):
        return request.POST
    stored = Judgement.objects.filter(benchmark=spot.benchmark, line=spot.line, view=stance.view)
    return with_picks(request.POST, stored.first())


def _filter(data: QueryDict, stance: Stance) -> WorkFilter:
    """The filters of an address or a form; the view stands in addresses only where it is not one's own."""
    return replace(WorkFilter.of(data), view="" if stance.is_home else stance.view.value)


def _fill_in(request: SignedInRequest, spot: WorkLine, stance: Stance, data: QueryDict) -> HttpResponse:
    """Without scripts: the form comes back with another view taken over or a suggestion linked, not saved yet."""
    if "take" in data:
        found = Judgement.objects.visible_to(request.user).filter(benchmark=spot.benchmark, line=spot.line)
        other = found.filter(view=data["take"]).first() if data["take"] in View.values else None
        filled = filled_from(data, other) if other else data
        messages.info(request, _("Taken over into the form. The line is not saved yet."))
    else:
        filled = data.copy()
        linked = [str(key) for key in data.getlist("counterparts")]
        toggled = str(data["link"])
        rest = [key for key in linked if key != toggled]
        filled.setlist("counterparts", rest if toggled in linked else [*linked, toggled])
        messages.info(request, _("The link is changed in the form. The line is not saved yet."))
    form = JudgementForm(filled, benchmark=spot.benchmark, line=spot.line, view=stance.view)
    return _again(request, spot, stance, Answer(form))


def _add_faults(form: JudgementForm, error: ValidationError) -> None:
    """The verb's sentences at their fields; those of a field that this form does not show at its top."""
    if hasattr(error, "error_dict"):
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else None, ValidationError(sentences))
    else:
        form.add_error(None, error)


def _searches(request: SignedInRequest) -> bool:
    """Whether somebody without JavaScript searched the counterparts: what was typed and ticked comes back, unsaved.

    Enter in the search field presses the first button of the form, so a changed search counts as searching.
    """
    if _asks_for_part(request):
        return False
    return "look" in request.POST or request.POST.get("find", "") != request.POST.get("find_was", "")


def _merge(
    request: SignedInRequest, spot: WorkLine, stance: Stance, form: JudgementForm, theirs: Judgement
) -> HttpResponse:
    """Somebody else was faster: mine, theirs and base field by field, and the form with what was typed."""
    base_revision = asked_revision(request.POST)
    picks = picks_of(form, theirs, base_revision)
    form.move_to(theirs.revision)
    return _again(request, spot, stance, Answer(form, 409, theirs, picks, base_revision))


def _go_on(request: SignedInRequest, spot: WorkLine, stance: Stance) -> HttpResponse:
    """Without scripts: the page of the next line, or of the same one when "Save" was pressed."""
    wanted = _filter(request.POST, stance)
    desk = desk_of(spot.benchmark, request.user, stance, wanted, str(spot.line.pk), whole=False)
    said = _("Saved: %(line)s.") % {"line": spot.line.number or spot.line.text[:60]}
    if not desk.counts.open:
        said = _("%(said)s Every line is compared.") % {"said": said}
    messages.success(request, said)
    line = spot.line.pk if "stay" in request.POST else desk.next_line or spot.line.pk
    address = reverse("benchmarking:workspace", args=[spot.benchmark.ref]) + wanted.query(line)
    return redirect(address + "#judgement")


def _again(request: SignedInRequest, spot: WorkLine, stance: Stance, answer: Answer) -> HttpResponse:
    """The same line with what was typed; in a conflict beside what somebody else saved."""
    desk = desk_of(
        spot.benchmark,
        request.user,
        stance,
        _filter(request.POST, stance),
        str(spot.line.pk),
        whole=not _asks_for_part(request),
        ticked=answer.form.ticked(),
    )
    return _page(request, desk, answer)


def _fresh_form(desk: Desk) -> JudgementForm:
    initial = JudgementForm.values_of(desk.judgement)
    return JudgementForm(benchmark=desk.benchmark, line=desk.line, view=desk.stance.view, initial=initial)


def _asks_for_part(request: SignedInRequest) -> bool:
    """Whether scripts swap the middle; going back in the browser's history wants the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def _is_script(request: SignedInRequest) -> bool:
    """Whether the queue of static/js/queue.js sends: a saved line is answered with marks and counts alone."""
    return request.headers.get("Accept") == "application/json"


def _page(request: SignedInRequest, desk: Desk, answer: Answer) -> HttpResponse:
    form, stance = answer.form, desk.stance
    is_part = _asks_for_part(request)
    context: dict[str, Any] = {
        "benchmark": desk.benchmark,
        "corridor": desk.benchmark.corridor,
        "desk": desk,
        "stance": stance,
        "form": form,
        "rating": form["rating"].value() or "",
        "substantial": form["substantial"].value() or "no",
        "editable": stance.editable or request.method == "POST",  # what was typed stays, whatever the answer
        "theirs": answer.theirs,
        "picks": answer.picks,
        "base_revision": answer.base_revision,
        "beside": [(one, as_typed(one.judgement)) for one in desk.beside],
        "is_agreed_view": stance.view == View.AGREED,
        "show_choices": _show_choices(stance),
        "sentences": verbs.SENTENCES,
        "panel": _panel(request, desk),
        "original_language": lang_of(desk.line.text_original) if desk.line else "",
        "is_part": is_part,
    }
    fragment = "part" if is_part else None
    return render_page(
        request, "benchmarking/workspace.html", context, fragment=fragment, status=answer.status
    )


def _panel(request: SignedInRequest, desk: Desk) -> object:
    """Suggested counterparts, for those who compare."""
    if desk.line is None or not desk.stance.editable:
        return None
    more = request.GET.get("more") == "1"
    return shortlist_for(desk.benchmark, desk.line, more=more, sight=desk.stance.sight)


def _show_choices(stance: Stance) -> list[tuple[str, str | Promise]]:
    """The filters that say something to this person: disagreement needs both views, "mine" somebody who compares."""
    hidden = set()
    if not {View.RECEIVING, View.SENDING} <= stance.sight.views:
        hidden.add(DISAGREEMENT)
    if not stance.may_record:
        hidden |= {MINE, SUSPICIOUS}
    return [(code, label) for code, label in SHOW_CHOICES if code not in hidden]
