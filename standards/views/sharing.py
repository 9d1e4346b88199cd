"""Who else reads an edition, and the bin for drafts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, requires, signed_in
from accounts.permissions import Permission, Side, held_by
from core.pagination import page_of
from core.states import IllegalMove
from standards import actions, queries
from standards.actions.bin import REST
from standards.forms import ShareForm
from standards.models import Edition, Share
from standards.views.editions import to_edition


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_SUBMIT, on=queries.visible_edition)
def sharing(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """With whom an edition is shared, and sharing it with one more."""
    if edition.is_draft:
        messages.error(request, _("A draft is seen by its own country only. Submit it first."))
        return to_edition(edition)
    organisations, teams = queries.parties_for(edition)
    posted = request.POST if request.method == "POST" else None
    form = ShareForm(posted, organisations=organisations, teams=teams)
    if request.method == "POST" and form.is_valid():
        try:
            share = actions.share_by_hand(edition=edition, by=request.user, **form.details())
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            party = share.organisation or share.team
            messages.success(request, _("%(party)s can read this edition now.") % {"party": party})
        return _to_sharing(edition)
    context = {
        "edition": edition,
        "shares": queries.shares_of(edition),
        "form": form,
        "anybody_left": bool(organisations or teams),
    }
    return render(request, "standards/sharing.html", context, status=422 if form.is_bound else 200)


def _to_sharing(edition: Edition) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("standards:sharing", args=[edition.ref]), status=303)


@require_POST
@requires(Permission.EDITION_SUBMIT, on=queries.share_of)
def withdraw(request: SignedInRequest, share: Share) -> HttpResponse:
    """End a share that was given by hand."""
    party = share.organisation or share.team
    try:
        actions.withdraw_share(share=share, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("%(party)s can no longer read this edition.") % {"party": party})
    return _to_sharing(share.edition)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_EDIT, on=queries.visible_edition)
def throw_away(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """The check page (GET), and the way into the bin (POST)."""
    if not edition.is_draft:
        messages.error(
            request, _("Only a draft can be thrown away. What was submitted stays for good, as it was.")
        )
        return to_edition(edition)
    if request.method == "POST":
        try:
            actions.throw_away(edition=edition, by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, _("The draft is in the bin. You can take it back for 30 days."))
        return HttpResponseRedirect(reverse("standards:bin"), status=303)
    context = {"edition": edition, "lines": edition.lines.count(), "until": timezone.now() + REST}
    return render(request, "standards/throw_away.html", context)


@require_safe
@signed_in
def bin_list(request: SignedInRequest) -> HttpResponse:
    """Drafts that the person's country has thrown away."""
    page = page_of(queries.bin_of(request.user), request)
    rows = [
        {"edition": one, "until": one.binned_at + REST if one.binned_at else None} for one in page.object_list
    ]
    may_restore = held_by(
        request.user.roles, Side.OWNER, Permission.EDITION_EDIT
    )  # all are the country's own
    return render(request, "standards/bin.html", {"page": page, "rows": rows, "may_restore": may_restore})


@require_POST
@requires(Permission.EDITION_EDIT, on=queries.binned_edition)
def restore(request: SignedInRequest, edition: Edition) -> HttpResponse:
    """Take a draft back."""
    try:
        actions.restore(edition=edition, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("standards:bin"), status=303)
    messages.success(request, _("The draft is back as it was."))
    return to_edition(edition)
