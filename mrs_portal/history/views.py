"""Pages of the history."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, requires, sees
from accounts.permissions import Permission
from core.audit import taken
from core.htmx import render_page
from core.pagination import page_of
from mrs_portal.history import files, queries
from mrs_portal.history.forms import HistoryFilter, ThingFilter
from mrs_portal.history.queries import OwnHistory, Thing


@require_safe
@requires(Permission.HISTORY_READ, on=queries.own_history)
def history(request: SignedInRequest, _scope: OwnHistory) -> HttpResponse:
    """What happened to the things of one's own country, and to what others let it see."""
    filters = HistoryFilter(request.GET, people=queries.people_for(request.user))
    page = page_of(queries.lines_for(request.user, filters.wanted())[: queries.COUNTED], request)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page": page,
        "rows": queries.rows_of(page.object_list, request.user),
        "filters": filters,
        "counted": queries.COUNTED,
        "is_cut": page.paginator.count == queries.COUNTED,
        "query": kept.urlencode(),
        "without_content": request.user.is_administrator,
    }
    return render_page(request, "history/list.html", context)


@require_safe
@requires(Permission.HISTORY_READ, on=queries.own_history)
def history_file(request: SignedInRequest, _scope: OwnHistory) -> HttpResponse:
    """The same as a file; that it was taken is a line of the history too."""
    kind = request.GET.get("format", "xlsx")
    if kind not in files.TYPES:
        raise Http404
    filters = HistoryFilter(request.GET, people=queries.people_for(request.user))
    lines = queries.lines_for(request.user, filters.wanted())[: files.MOST]
    content = files.file_of(queries.rows_of(lines, request.user), kind)
    name = f"MRS_history_{timezone.localdate():%Y-%m-%d}.{kind}"
    taken(on=request.user, by=request.user, name=name, size=len(content))
    answer = HttpResponse(content, content_type=files.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@sees(queries.visible_thing)
def thing_history(request: SignedInRequest, thing: Thing) -> HttpResponse:
    """The whole history of one thing, or of one person, as far as its page tells it."""
    filters = ThingFilter(request.GET)
    page = page_of(queries.lines_about(thing, request.user, filters.wanted()), request)
    rows = queries.rows_of(page.object_list, request.user)
    context = {
        "thing": thing,
        "thing_url": thing.url_for(request.user),
        "page": page,
        "rows": rows,
        "filters": filters,
    }
    return render_page(request, "history/thing.html", context)
