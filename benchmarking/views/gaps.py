"""One gap, and the acts that are one button. Acts with a form stand in gap_forms, the register in gap_register."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, requires, sees
from accounts.permissions import Permission
from benchmarking import gap_acts
from benchmarking.actions import gap_activities
from benchmarking.actions import gaps as actions
from benchmarking.forms.gaps import ReplyForm
from benchmarking.gap_acts import GapAct
from benchmarking.models import GapFinding
from benchmarking.queries import gap_buttons
from benchmarking.queries import gaps as queries
from benchmarking.queries.gap_rows import GapRow
from core.audit import taken
from core.countries import name_of
from core.files import send_file
from core.htmx import render_page
from core.states import IllegalMove
from core.text import clean, lang_of

# --- Reading -------------------------------------------------------------------------------------


@require_safe
@sees(queries.visible_gap)
def gap(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """One gap: what it is, where it stands, what comes next."""
    acts = queries.possible_acts(request.user, gap)
    activities = list(queries.activities_of(gap, request.user))
    context = {
        "gap": gap,
        "row": GapRow(gap),
        "acts": acts,
        "buttons": gap_buttons.buttons_for(request.user, gap, acts),
        "next_step": gap_buttons.next_step(gap),
        "own_report": gap_acts.own_report() if is_own_report(request, gap) else "",
        "counterparts": gap.counterparts,
        "activities": activities,
        "activities_done": queries.all_done(activities) and gap_acts.is_possible(GapAct.REPORT, gap.state),
        "description_lang": lang_of(gap.description),
        "replies": queries.replies_to(gap),
        "formal": queries.formal_reply_to(gap),
        "reply_form": ReplyForm(gap=gap) if GapAct.REPLY in acts else None,
        "history": queries.history_for(gap, request.user)[:50],
        "receiving": name_of(gap.corridor.receiving_country),
        "sending": name_of(gap.corridor.sending_country),
    }
    return render_page(request, "benchmarking/gaps/detail.html", context)


def is_own_report(request: SignedInRequest, gap: GapFinding) -> bool:
    """Whether the gap waits for a check and this person reported it done."""
    return gap.reported_by_id == request.user.pk and gap_acts.is_possible(GapAct.CLOSE, gap.state)


@require_safe
@sees(queries.visible_gap)
def proof(request: SignedInRequest, gap: GapFinding) -> HttpResponseBase:
    """The proof file, for everybody who sees the gap."""
    if gap.proof is None:
        raise Http404
    try:
        response = send_file(gap.proof)
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing from storage. Tell the administrator.")) from missing
    taken(on=gap, by=request.user, name=gap.proof.name, size=gap.proof.size)
    return response


# --- Acts with one button ------------------------------------------------------------------------


@require_POST
@requires(Permission.GAP_AGREE, on=queries.visible_gap)
def agree(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """Either side agrees."""
    return _press(
        request,
        gap,
        lambda: actions.agree(gap=gap, by=request.user),
        _("%(gap)s is agreed. Work on it can start."),
    )


@require_POST
@requires(Permission.GAP_WORK, on=queries.visible_gap)
def start(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """Work begins."""
    return _press(
        request, gap, lambda: actions.start(gap=gap, by=request.user), _("Work on %(gap)s has started.")
    )


@require_POST
@requires(Permission.GAP_EDIT, on=queries.visible_gap)
def unlink(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """The activity does not address this gap after all."""
    seen = queries.activities_of(gap, request.user)
    activity = get_object_or_404(seen, ref=clean(request.POST.get("activity", "")))
    return _press(
        request,
        gap,
        lambda: gap_activities.unlink_activity(gap=gap, activity=activity, by=request.user),
        _("The activity is no longer linked to %(gap)s. It stays in the action plan."),
    )


def _press(request: SignedInRequest, gap: GapFinding, do: Callable[[], object], done: str) -> HttpResponse:
    try:
        do()
        messages.success(request, done % {"gap": gap.label})
    except IllegalMove as refused:
        messages.error(request, refused.message)
    return redirect("benchmarking:gap", ref=gap.ref)
