"""The register of gaps: the list, its spreadsheet, saved views, and one change to many gaps."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, sees, signed_in
from benchmarking.actions import gap_bulk as bulk_actions
from benchmarking.actions import gap_views as view_actions
from benchmarking.forms.gap_bulk import BulkForm, checked_from
from benchmarking.forms.gap_register import GapFilterForm, SavedViewForm
from benchmarking.gap_sheet import XLSX_TYPE
from benchmarking.models import SavedView
from benchmarking.queries import gap_export, gap_views
from benchmarking.queries import gap_register as registers
from benchmarking.queries.gap_bulk import MOST, Plan, plan_for
from benchmarking.queries.gap_register import GapFilter
from benchmarking.queries.gap_rows import GapRow
from core.audit import taken
from core.htmx import render_page
from core.pagination import page_of
from core.text import clean

#: Gaps that the check page names; the others are counted.
_SHOWN = 200

# --- Reading -------------------------------------------------------------------------------------


@require_safe
@signed_in
def gap_list(request: SignedInRequest) -> HttpResponse:
    """The register across the corridors that the person sees."""
    return _register_page(request)


def _register_page(
    request: SignedInRequest, *, bulk: BulkForm | None = None, fault: str = ""
) -> HttpResponse:
    """The list under the filter of the address; after a fault with what was ticked and chosen, as 422."""
    form = _filter(request)
    wanted = form.wanted()
    page = page_of(registers.register(request.user, wanted), request)
    context = {
        "page": page,
        "rows": [GapRow(gap) for gap in page.object_list],
        "filters": form,
        "wanted": wanted,
        "counts": registers.counts(request.user, wanted),
        "narrowed": registers.narrowed_to(request.user, wanted),
        "views": gap_views.views_of(request.user),
        "view_form": SavedViewForm(),
        "bulk": bulk or (BulkForm(offices=form.offices) if request.user.country else None),
        "ticked": request.POST.getlist("gap"),
        "everything": request.POST.get("all") == "yes",
        "fault": fault,
        "failed": bool(fault),
    }
    status = 422 if fault else 200
    return render_page(request, "benchmarking/gaps/list.html", context, status=status)


@require_safe
@signed_in
def export(request: SignedInRequest) -> HttpResponse:
    """Exactly what the register shows under the same address, as a spreadsheet."""
    wanted = _filter(request).wanted()
    site = request.build_absolute_uri("/").rstrip("/")
    answer = HttpResponse(gap_export.sheet_of(request.user, wanted, site=site), content_type=XLSX_TYPE)
    name = f"gaps-{timezone.localdate():%Y-%m-%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    taken(on=request.user, by=request.user, name=name, size=len(answer.content))
    return answer


def _filter(request: SignedInRequest, data: QueryDict | None = None) -> GapFilterForm:
    """The filter that the address asks for, or another query."""
    corridors = list(registers.corridors_of(request.user))
    offices = registers.offices_of(corridors)
    return GapFilterForm(
        request.GET if data is None else data,
        corridors=corridors,
        offices=offices,
        has_side=bool(request.user.country),
    )


def _list_url(query: str = "") -> str:
    return reverse("benchmarking:gap-list") + (f"?{query}" if query else "")


# --- Saved views ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def saved_views(request: SignedInRequest) -> HttpResponse:
    """The person's views, to rename or delete; POST keeps the filter that is sent under a name."""
    form = SavedViewForm(request.POST if request.method == "POST" else None)
    wanted = _filter(request, QueryDict(request.POST.get("query", "")[:2_000])).wanted()
    if form.is_valid():
        try:
            view = view_actions.save_view(
                name=form.cleaned_data["name"], query=wanted.address, by=request.user
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("“%(name)s” is kept among your views.") % {"name": view.name})
            return redirect(_list_url(view.query))
    context = {
        "form": form,
        "query": wanted.address,
        "views": gap_views.views_of(request.user),
        "cancel_url": _list_url(wanted.address),
    }
    status = 422 if form.errors else 200
    return render(request, "benchmarking/gaps/views.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sees(gap_views.own_view)
def saved_view(request: SignedInRequest, view: SavedView) -> HttpResponse:
    """Another name for one of the person's views."""
    form = SavedViewForm(request.POST if request.method == "POST" else None, initial={"name": view.name})
    if form.is_valid():
        try:
            view_actions.rename_view(view=view, name=form.cleaned_data["name"])
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The view is now called “%(name)s”.") % {"name": view.name})
            return redirect("benchmarking:gap-views")
    context = {"form": form, "view": view, "cancel_url": reverse("benchmarking:gap-views")}
    return render(request, "benchmarking/gaps/view.html", context, status=422 if form.errors else 200)


@require_POST
@sees(gap_views.own_view)
def saved_view_delete(request: SignedInRequest, view: SavedView) -> HttpResponse:
    """Take one of the person's views away."""
    view_actions.delete_view(view=view)
    messages.success(request, _("The view “%(name)s” is deleted. No gap was changed.") % {"name": view.name})
    return redirect("benchmarking:gap-views")


# --- One change to many gaps ---------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bulk(request: SignedInRequest) -> HttpResponse:
    """What the change would do, gap by gap; with `do`, the change itself. The filter stands in the address."""
    if request.method != "POST":
        return redirect(_list_url(request.GET.urlencode()))
    filters = _filter(request)
    form = BulkForm(request.POST, offices=filters.offices)
    if not form.is_valid():
        return _register_page(request, bulk=form, fault=str(next(iter(form.errors.values()))[0]))
    if "do" in request.POST:
        checked = checked_from(request.POST.get("checked", ""))
        done = bulk_actions.change_gaps(checked=checked, change=form.change(), by=request.user)
        _say(request, done)
        return redirect(_list_url(filters.wanted().address))
    return _check(request, filters.wanted(), form)


def _check(request: SignedInRequest, wanted: GapFilter, form: BulkForm) -> HttpResponse:
    """What would change for how many gaps, and which cannot and why; nothing is changed yet."""
    everything = request.POST.get("all") == "yes"
    found = registers.register(request.user, wanted)
    if not everything:
        found = found.filter(ref__in=[clean(one) for one in request.POST.getlist("gap")[:MOST]])
    gaps = list(found[: MOST + 1])
    if not gaps or len(gaps) > MOST:
        return _register_page(request, bulk=form, fault=_too_many() if gaps else _none_ticked())
    plan = plan_for(gaps, form.change(), request.user)
    context = {
        "plan": plan,
        "planned": plan.planned[:_SHOWN],
        "refused": plan.refused[:_SHOWN],
        "query": wanted.address,
        "what": form.cleaned_data["what"],
        "due_on": form.cleaned_data["due_on"],
        "cancel_url": _list_url(wanted.address),
    }
    return render(request, "benchmarking/gaps/bulk.html", context)


def _none_ticked() -> str:
    return _("No gap is ticked. Tick the gaps to change, or choose all that match.")


def _too_many() -> str:
    return _("These are more than %(most)s gaps. Narrow the register first.") % {"most": MOST}


def _say(request: SignedInRequest, done: Plan) -> None:
    count = len(done.planned)
    words = {"count": count, "what": done.change.label, "will": done.change.will}
    if count:
        text = ngettext(
            "%(count)s gap is changed: %(what)s, %(will)s. Another change can take it back.",
            "%(count)s gaps are changed: %(what)s, %(will)s. Another change can take it back.",
            count,
        )
        messages.success(request, text % words)
    if done.refused:
        left = "; ".join(f"{one.gap.label}: {one.why}" for one in done.refused[:10])
        messages.warning(request, _("Left as they were: %(left)s") % {"left": left})
    if not count and not done.refused:
        messages.error(request, _("Nothing was changed. Tick the gaps again."))
