"""A version of a report to be read on the screen, from the snapshot that is printed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees
from reports import actions, queries
from reports.documents.reading import GO, SAY
from reports.models import Report
from reports.views.common import to_report

_SAY = re.compile(rf'<a class="say" href="{SAY}([^"]*)">(.*?)</a>', re.DOTALL)
_GO = re.compile(rf'href="{GO}(\d+)(#[^"]*)"')


@require_safe
@sees(queries.visible_report)
def read(request: SignedInRequest, one: Report) -> HttpResponse:
    """A page of a version: `?v=` an older one, `?page=`, `?at=` the page with an id, `?all=1` everything at once.

    `?part=` with `?at=` leads to the row of that part that has this number at its head, as comments name it.
    """
    if not queries.open_to(request.user, one):
        messages.info(
            request, _("This report was withdrawn. Its content is for the countries of its corridor only.")
        )
        return to_report(one)
    leaf = queries.leaf(
        one,
        request.user,
        number=_number(request.GET.get("v", "")),
        page=_number(request.GET.get("page", "")) or 1,
        at=request.GET.get("at", ""),
    )
    if anchor := leaf.reading.rows.get((request.GET.get("part", ""), request.GET.get("at", ""))):
        page = leaf.reading.places.get(anchor, 1)
        address = (
            f"{reverse('reports:read', kwargs={'ref': one.ref})}?v={leaf.version.number}&page={page}#{anchor}"
        )
        return HttpResponseRedirect(address)
    whole = request.GET.get("all") == "1" or leaf.pages == 1
    body = leaf.reading.whole if whole else leaf.reading.pages[leaf.page - 1]
    is_current = leaf.version == leaf.versions[0]
    open_to_comments = is_current and one.state in actions.COMMENTABLE
    may_say = open_to_comments and queries.may(request.user, one)["report_comment"]
    context = {
        "leaf": leaf,
        "report": one,
        "reading": leaf.reading,
        "whole": whole,
        "is_current": is_current,
        "may_say": may_say,
        "body": _shown(body, leaf, whole=whole, may_say=may_say),
        "contents": [
            (entry, _address(leaf, entry.page, entry.id, whole=whole)) for entry in leaf.reading.contents
        ],
        "before": _step(leaf, leaf.page - 1),
        "after": _step(leaf, leaf.page + 1),
        "check": urlencode({"number": one.number, "hash": leaf.version.snapshot_hash}),
    }
    return render(request, "reports/read.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _address(leaf: queries.Leaf, page: int, anchor: str = "", *, whole: bool = False) -> str:
    """Address of an id, on its page or on the one page that holds everything."""
    fragment = f"#{anchor}" if anchor else ""
    if whole or (anchor and page == leaf.page):
        return fragment
    return f"?v={leaf.version.number}&page={page}{fragment}"


def _step(leaf: queries.Leaf, page: int) -> tuple[str, str] | None:
    """Address and first heading of another page, None where there is none."""
    if not 1 <= page <= leaf.pages:
        return None
    words = next((entry.text for entry in leaf.reading.contents if entry.page == page), "")
    return _address(leaf, page), words


def _shown(body: str, leaf: queries.Leaf, *, whole: bool, may_say: bool) -> SafeString:
    """The page with links that lead somewhere: to other pages, and to comments for whoever may write or read them."""

    def go(found: re.Match[str]) -> str:
        page = "" if whole else html.escape(f"?v={leaf.version.number}&page={found[1]}")
        return f'href="{page}{found[2]}"'

    # All text in it was escaped when it was made (reports.documents.html); only addresses are added here.
    return mark_safe(_SAY.sub(_saying(leaf, may_say=may_say), _GO.sub(go, body)))  # noqa: S308


def _saying(leaf: queries.Leaf, *, may_say: bool) -> Callable[[re.Match[str]], str]:
    """What stands where a comment can be written: the link, and how many comments there are."""
    write = reverse("reports:comment", kwargs={"ref": leaf.report.ref})
    listed = reverse("reports:detail", kwargs={"ref": leaf.report.ref}) + f"?v={leaf.version.number}#comments"
    word = _("Comment")

    def one(found: re.Match[str]) -> str:
        address, label = html.unescape(found[1]), mark_safe(found[2])  # noqa: S308 - escaped when it was made
        place = parse_qs(address, keep_blank_values=True)
        number = leaf.said[place["part"][0], place["row"][0]]
        link = SafeString("")
        if may_say:
            target = f"{write}?v={leaf.version.number}&{address}"
            link = format_html(
                ' <a class="say" href="{}">{}<span class="visually-hidden">: {}</span></a>',
                target,
                word,
                label,
            )
        if number:
            words = ngettext("%(number)d comment", "%(number)d comments", number) % {"number": number}
            link += format_html(' <a class="said" href="{}">{}</a>', listed, words)
        return link

    return one
