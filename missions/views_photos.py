"""Pages of the photos of an observation."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SignedInRequest, requires, sees
from accounts.permissions import Permission
from core.files import send_file
from core.once import once
from core.states import IllegalMove
from missions import actions_photos as actions
from missions import queries
from missions.forms_photos import PhotoForm
from missions.models import Observation, ObservationPhoto


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.OBSERVE, on=queries.visible_observation)
@once
def photos(request: SignedInRequest, one: Observation) -> HttpResponse:
    """The photos of an observation; adds some, leads to removing and putting back."""
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PhotoForm(*data, room=actions.room_of(one))
    if form.is_valid():
        try:
            added = actions.add_photos(observation=one, photos=form.values(), by=request.user)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            count = len(added)
            said = ngettext("%(count)d photo is kept.", "%(count)d photos are kept.", count)
            messages.success(request, said % {"count": count})
            return _back(one)
    context = {
        "form": form,
        "mission": one.mission,
        "observation": one,
        "photos": queries.photos_of(one),
        "removed": queries.removed_photos_of(one),
        "most": actions.MOST_PHOTOS,
        "rest": actions.REST.days,
    }
    return render(request, "missions/photos.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(Permission.OBSERVE, on=queries.visible_photo)
def remove(request: SignedInRequest, one: ObservationPhoto) -> HttpResponse:
    """Take a photo away."""
    try:
        actions.remove_photo(photo=one, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The photo is removed. It can be put back for 30 days."))
    return _back(one.observation)


@require_POST
@requires(Permission.OBSERVE, on=queries.visible_removed_photo)
def put_back(request: SignedInRequest, one: ObservationPhoto) -> HttpResponse:
    """Show a removed photo again."""
    try:
        actions.put_back(photo=one, by=request.user)
    except IllegalMove as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The photo is shown again."))
    return _back(one.observation)


@require_safe
@sees(queries.visible_photo)
def photo(request: SignedInRequest, one: ObservationPhoto) -> HttpResponseBase:
    """The photo itself; with ?small the one for pages."""
    return send_file(one.small if "small" in request.GET else one.stored, inline=True)


def _back(observation: Observation) -> HttpResponseRedirect:
    address = reverse("missions:photos", kwargs={"ref": observation.ref})
    return HttpResponseRedirect(address, status=303)
