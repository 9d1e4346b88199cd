"""What differs between two editions of one standard."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees
from core import countries
from core.htmx import render_page
from core.pagination import page_of
from standards import queries
from standards.changes import Change, counts
from standards.models import Edition


@require_safe
@sees(queries.visible_edition)
def changes(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Line by line, from an earlier (or any other) edition to this one."""
    others = queries.editions_beside(edition, request.user)
    earlier = queries.earlier_of(edition, others, request.GET.get("from", ""))
    found = queries.differences(earlier, edition) if earlier else []
    show = request.GET.get("show", "")
    page = page_of(queries.narrowed(found, show), request)
    figures = counts(one.change for one in found)
    context = {
        "edition": edition,
        "country": countries.name_of(edition.country),
        "earlier": earlier,
        "others": [one for one in others if one.pk != edition.pk],
        "figures": {change.value: count for change, count in figures.items()},
        "moved": sum(one.change.moved for one in found),
        "differs": len(found) - figures[Change.SAME],
        "show": show if show in list(queries.SHOWN) else "",
        "page": page,
        "groups": queries.grouped(page.object_list),
    }
    return render_page(request, "standards/changes.html", context)
