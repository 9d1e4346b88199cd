"""Gaps: the register, one gap, and the acts that are one button. Acts with a form stand in gap_forms."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SignedInRequest, requires, sees, signed_in
from accounts.permissions import Permission
from benchmarking import gap_acts
from benchmarking.actions import gap_activities
from benchmarking.actions import gaps as actions
from benchmarking.forms.gaps import GapFilterForm, ReplyForm
from benchmarking.gap_acts import GapAct
from benchmarking.models import GapFinding
from benchmarking.queries import gap_register as registers
from benchmarking.queries import gaps as queries
from benchmarking.queries.gap_rows import GapRow, holder_of
from core.countries import name_of
from core.files import send_file
from core.htmx import render_page
from core.pagination import page_of
from core.states import IllegalMove
from core.text import clean, lang_of

# --- Reading -------------------------------------------------------------------------------------


@require_safe
@signed_in
def gap_list(request: SignedInRequest) -> HttpResponse:
    """The register across the corridors that the person sees."""
    form = GapFilterForm(request.GET, corridors=list(registers.corridors_of(request.user)))
    wanted = form.wanted()
    page = page_of(registers.register(request.user, wanted), request)
    context = {
        "page": page,
        "rows": [GapRow(gap) for gap in page.object_list],
        "form": form,
        "wanted": wanted,
        "narrowed": registers.narrowed_to(request.user, wanted),
    }
    return render_page(request, "benchmarking/gaps/list.html", context)


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
        "next_step": _next_step(gap),
        "own_report": gap_acts.own_report() if is_own_report(request, gap) else "",
        "counterparts": gap.counterparts,
        "activities": activities,
        "activities_done": queries.all_done(activities) and gap_acts.is_possible(GapAct.REPORT, gap.state),
        "description_lang": lang_of(gap.description),
        "replies": queries.replies_to(gap),
        "reply_form": ReplyForm(gap=gap) if GapAct.REPLY in acts else None,
        "history": queries.history_for(gap, request.user)[:50],
        "receiving": name_of(gap.corridor.receiving_country),
        "sending": name_of(gap.corridor.sending_country),
    }
    return render_page(request, "benchmarking/gaps/detail.html", context)


def is_own_report(request: SignedInRequest, gap: GapFinding) -> bool:
    """Whether the gap waits for a check and this person reported it done."""
    return gap.reported_by_id == request.user.pk and gap_acts.is_possible(GapAct.CLOSE, gap.state)


def _next_step(gap: GapFinding) -> str:
    """What comes next and who has the ball, as a sentence."""
    holder = holder_of(gap)
    words = {"holder": name_of(holder) if holder else "", "sending": name_of(gap.corridor.sending_country)}
    if gap.state == "open" and gap.released_at is None:
        text = _("%(holder)s completes the benchmark; then %(sending)s sees this gap and can answer.")
    else:
        text = {
            "open": _("%(holder)s reads it, replies where needed, and agrees that it is worked on."),
            "agreed": _("%(holder)s starts the work that closes it, or reports it done."),
            "in_progress": _("%(holder)s does the work and reports what was done, with proof."),
            "waiting_check": _(
                "%(holder)s checks what was reported. The person who closes it is not the one who reported it."
            ),
            "closed": _("Nothing is left to do. A closed gap stays as it is."),
            "kept": _("The difference is accepted and stays. It can be taken up again with a reason."),
            "dismissed": _(
                "It was found to be no gap. It stays visible and can be taken up again with a reason."
            ),
        }[gap.state]
    return text % words


@require_safe
@sees(queries.visible_gap)
def proof(_request: SignedInRequest, gap: GapFinding) -> HttpResponseBase:
    """The proof file, for everybody who sees the gap."""
    if gap.proof is None:
        raise Http404
    try:
        return send_file(gap.proof)
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing from storage. Tell the administrator.")) from missing


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
