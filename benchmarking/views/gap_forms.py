"""Acts on a gap that need words: each shows a form and does one verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from benchmarking import gap_acts
from benchmarking.actions import gap_activities
from benchmarking.actions import gaps as actions
from benchmarking.forms.gaps import (
    CloseForm,
    EditGapForm,
    LinkActivityForm,
    PlanActivityForm,
    PositionForm,
    ReasonForm,
    ReplyForm,
    ReportDoneForm,
)
from benchmarking.gap_acts import GapAct
from benchmarking.models import GapFinding
from benchmarking.queries import gaps as queries
from benchmarking.queries.gap_rows import GapRow
from benchmarking.queries.to_check import closing_words
from benchmarking.views.gaps import is_own_report
from core.conflicts import Conflict, conflict_page
from core.once import once
from core.states import IllegalMove

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Sheet:
    """The words around one form, and the sentence that follows when it is done."""

    act: GapAct
    title: str
    lead: str
    primary: str | Promise
    done: str


@form_methods
@requires(Permission.GAP_EDIT, on=queries.visible_gap)
def edit(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """A person's title, description and the gap's data; a page with both texts when somebody was faster."""
    form = EditGapForm(_posted(request)[0], gap=gap, offices=queries.owner_offices(gap))
    sheet = Sheet(
        GapAct.EDIT,
        _("Edit %(gap)s") % {"gap": gap.label},
        _("What the comparison says stays beside your words and is not changed here."),
        _("Save"),
        _("%(gap)s is saved."),
    )
    try:
        return _submit(
            request, gap, form, sheet, lambda: actions.edit_gap(gap=gap, by=request.user, **form.cleaned_data)
        )
    except Conflict as conflict:
        fields = [name for name in EditGapForm.base_fields if name != "revision"]
        return conflict_page(
            request,
            form=form,
            current=conflict.current,
            fields=fields,
            title=sheet.title,
            cancel_url=_url(gap),
        )


@form_methods
@requires(Permission.GAP_WORK, on=queries.visible_gap)
def report_done(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """What was done, with proof; a second person then checks it."""
    words = closing_words(gap, request.user, request.GET.get("benchmark", ""))
    form = ReportDoneForm(*_posted(request), gap=gap, **({"initial": words} if words else {}))
    sheet = Sheet(
        GapAct.REPORT,
        _("Report %(gap)s done") % {"gap": gap.label},
        _(
            "Somebody of the receiving side, who is not you, then checks it and closes the gap or sends it back."
        ),
        _("Report done"),
        _("%(gap)s is reported done and waits for the check of a second person."),
    )
    return _submit(
        request, gap, form, sheet, lambda: actions.report_done(gap=gap, by=request.user, **form.cleaned_data)
    )


@form_methods
@requires(Permission.GAP_CLOSE, on=queries.visible_gap)
def send_back(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """Something is missing."""
    form = ReasonForm(
        request.POST or None, gap=gap, hint=_("What is still missing, so that the owner can do it.")
    )
    sheet = Sheet(
        GapAct.SEND_BACK,
        _("Send %(gap)s back") % {"gap": gap.label},
        _("The gap goes back to work. What was reported stays readable."),
        _("Send back"),
        _("%(gap)s is sent back to work."),
    )
    return _submit(
        request, gap, form, sheet, lambda: actions.send_back(gap=gap, by=request.user, **form.cleaned_data)
    )


@form_methods
@requires(Permission.GAP_CLOSE, on=queries.visible_gap)
def close(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """A second person closes the gap."""
    form = CloseForm(_posted(request)[0], gap=gap)
    sheet = Sheet(
        GapAct.CLOSE,
        _("Check and close %(gap)s") % {"gap": gap.label},
        _(
            "A closed gap stays closed. Compare what was done and its proof with the line of the standard first."
        ),
        _("Close the gap"),
        _("%(gap)s is closed."),
    )
    if request.method != "POST" and is_own_report(request, gap):
        messages.error(request, gap_acts.own_report())
        return redirect("benchmarking:gap", ref=gap.ref)
    return _submit(
        request, gap, form, sheet, lambda: actions.close(gap=gap, by=request.user, **form.cleaned_data)
    )


@form_methods
@requires(Permission.GAP_EDIT, on=queries.visible_gap)
def keep(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """The difference is accepted."""
    form = ReasonForm(_posted(request)[0], gap=gap, hint=_("Why both sides can live with this difference."))
    sheet = Sheet(
        GapAct.KEEP,
        _("Keep %(gap)s as a difference") % {"gap": gap.label},
        _("Nobody works on it any more. It stays in the register and in the report with your reason."),
        _("Keep as difference"),
        _("%(gap)s is kept as a difference."),
    )
    return _submit(
        request, gap, form, sheet, lambda: actions.keep(gap=gap, by=request.user, **form.cleaned_data)
    )


@form_methods
@requires(Permission.GAP_EDIT, on=queries.visible_gap)
def dismiss(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """It is no gap."""
    form = ReasonForm(_posted(request)[0], gap=gap, hint=_("Why this is no gap after all."))
    sheet = Sheet(
        GapAct.DISMISS,
        _("Dismiss %(gap)s") % {"gap": gap.label},
        _("It stays visible in the register with your reason and can be taken up again."),
        _("Dismiss"),
        _("%(gap)s is dismissed. It stays visible with the reason."),
    )
    return _submit(
        request, gap, form, sheet, lambda: actions.dismiss(gap=gap, by=request.user, **form.cleaned_data)
    )


@form_methods
@requires(Permission.GAP_EDIT, on=queries.visible_gap)
def reopen(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """A kept or dismissed gap is taken up again."""
    form = ReasonForm(_posted(request)[0], gap=gap, hint=_("What has changed or was overlooked."))
    sheet = Sheet(
        GapAct.REOPEN,
        _("Take up %(gap)s again") % {"gap": gap.label},
        _("The gap is open again and asks for an answer."),
        _("Take up again"),
        _("%(gap)s is open again."),
    )
    return _submit(
        request, gap, form, sheet, lambda: actions.reopen(gap=gap, by=request.user, **form.cleaned_data)
    )


@form_methods
@requires(gap_acts.RULES[GapAct.REPLY].permission, on=queries.visible_gap)
@once
def reply(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """One more contribution to the conversation."""
    form = ReplyForm(_posted(request)[0], gap=gap)
    sheet = Sheet(
        GapAct.REPLY,
        _("Reply to %(gap)s") % {"gap": gap.label},
        "",
        _("Send reply"),
        _("Your reply to %(gap)s is there."),
    )
    return _submit(
        request, gap, form, sheet, lambda: actions.reply(gap=gap, by=request.user, **form.cleaned_data)
    )


@form_methods
@requires(Permission.GAP_REPLY, on=queries.visible_gap)
@once
def position(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """The sending country's formal reply before publication."""
    form = PositionForm(_posted(request)[0], gap=gap)
    sheet = Sheet(
        GapAct.POSITION,
        _("Formal reply to %(gap)s") % {"gap": gap.label},
        _("What your country says to this finding before the report is published. The latest reply counts."),
        _("Give the reply"),
        _("Your country's reply to %(gap)s is recorded."),
    )
    return _submit(
        request,
        gap,
        form,
        sheet,
        lambda: actions.give_position(gap=gap, by=request.user, **form.cleaned_data),
    )


@form_methods
@requires(Permission.GAP_EDIT, on=queries.visible_gap)
@once
def activity(request: SignedInRequest, gap: GapFinding) -> HttpResponse:
    """Link a row of the action plan, or plan new assistance."""
    is_new = request.POST.get("how") == "new"
    link = LinkActivityForm(
        None if is_new else _posted(request)[0],
        activities=queries.linkable_activities(gap, request.user),
    )
    plan = PlanActivityForm(request.POST if is_new else None, owners=queries.possible_owners(gap))
    may_plan = queries.may_plan(request.user, gap)
    if is_new and not may_plan:
        messages.error(
            request,
            _("Only the lead country adds rows to the action plan. Link an existing activity instead."),
        )
        return redirect("benchmarking:gap-activity", ref=gap.ref)
    form: forms.Form = plan if is_new else link
    sheet = Sheet(
        GapAct.ACTIVITY,
        _("Activity for %(gap)s") % {"gap": gap.label},
        _(
            "An activity says who does what until when. The gap is reported done by people; an activity never closes it."
        ),
        "",
        _("The activity is planned and linked to %(gap)s.")
        if is_new
        else _("The activity is linked to %(gap)s."),
    )
    verb: Callable[..., object] = gap_activities.plan_activity_for if is_new else gap_activities.link_activity
    return _submit(
        request,
        gap,
        form,
        sheet,
        lambda: verb(gap=gap, by=request.user, **form.cleaned_data),
        template="benchmarking/gaps/activity.html",
        extra={"link": link, "plan": plan, "may_plan": may_plan},
    )


def _submit(
    request: SignedInRequest,
    gap: GapFinding,
    form: forms.Form,
    sheet: Sheet,
    do: Callable[[], object],
    *,
    template: str = "benchmarking/gaps/act.html",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do the act and go back to the gap. What was typed stays in a form that is refused."""
    context = {"gap": gap, "row": GapRow(gap), "form": form, "sheet": sheet, "primary_label": sheet.primary}
    context |= {"cancel_url": _url(gap)} | (extra or {})
    if request.method != "POST":
        if gap_acts.is_possible(sheet.act, gap.state):
            return render(request, template, context)
        messages.error(request, gap_acts.refusal(sheet.act, gap.state))
        return redirect("benchmarking:gap", ref=gap.ref)
    status = 422
    if form.is_valid():
        try:
            do()
        except IllegalMove as refused:
            form.add_error(None, refused.message)
            status = 409
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, sheet.done % {"gap": gap.label})
            return redirect("benchmarking:gap", ref=gap.ref)
    return render(request, template, context, status=status)


def _url(gap: GapFinding) -> str:
    return reverse("benchmarking:gap", kwargs={"ref": gap.ref})


def _posted(
    request: SignedInRequest,
) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile[bytes]] | None]:
    """What was sent with the form, and its files; nothing when the page is only opened."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
