"""The library: the list, the search, and an edition on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, can, home, sees, signed_in
from accounts.permissions import Permission
from core import countries
from core.htmx import render_page
from core.pagination import page_of
from standards import languages, queries
from standards.models import Edition
from standards.states import EditionState
from standards.views.editions import TONES

EDITIONS_A_PAGE = 10  # of a search: each brings its lines


@require_safe
@signed_in
def library_list(request: SignedInRequest) -> HttpResponse:
    """All editions that the person sees, filtered; with a search the places where its words stand."""
    filters = queries.Filters.of(request.GET.dict())
    if "q" in request.GET and request.GET["q"] != filters.q:
        asked = request.GET.copy()
        asked["q"] = filters.q
        request.GET = asked  # type: ignore[assignment] # the search box and the links repeat what was looked for
    seen = queries.shelf(request.user)
    editions = queries.chosen(seen, filters)
    context: dict[str, Any] = {
        "filters": filters,
        "choices": queries.choices_of(seen),
        "left_out": queries.left_out(seen, filters),
        "may_create": can(request.user, Permission.STANDARD_CREATE, home(request.user)),
    }
    if filters.q:
        found = queries.find(editions, filters.words)
        page = page_of(found.tallies, request, size=EDITIONS_A_PAGE)
        context |= {
            "found": found,
            "page": page,
            "rows": [_row(one.edition, hit=one) for one in _hits(found, page)],
        }
    else:
        page_of_editions = page_of(editions, request)
        rows = queries.in_order(one.pk for one in page_of_editions.object_list)
        context |= {"page": page_of_editions, "rows": [_row(one) for one in rows]}
    return render_page(request, "standards/list.html", context)


def _hits(found: queries.Found, page: Any) -> list[queries.EditionHit]:
    return queries.shown(found, list(page.object_list))


def _row(edition: Edition, **more: Any) -> dict[str, Any]:
    tone = TONES[EditionState(edition.state)]
    return {"edition": edition, "tone": tone, "country": countries.name_of(edition.country), **more}


@require_safe
@sees(queries.visible_edition)
def print_(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The whole edition on one page, for paper."""
    rights = queries.rights_of(edition, request.user)
    lines = queries.lines_of(edition)
    context = {
        "edition": edition,
        "standard": edition.standard,
        "country": countries.name_of(edition.country),
        "language": languages.name_of(edition.language),
        "rows": queries.printed(lines),
        "has_original": any(line.text_original for line in lines),
        "files": queries.source_files_of(edition, owns=rights.owns),
    }
    return render_page(request, "standards/print.html", context)
