"""Original files, as they were uploaded."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees
from core.audit import taken
from core.files import send_file
from standards import queries, refusals
from standards.models import SourceFile
from standards.reading import danger_in
from standards.views.editions import to_edition


@require_safe
@sees(queries.visible_source)
def source(request: SignedInRequest, file: SourceFile) -> HttpResponseBase:
    """The original, byte for byte, unless it could harm whoever opens it."""
    try:
        unsafe = queries.held_back(file) or ("" if queries.was_looked_at(file) else danger_in(file.stored))
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing from storage. Tell the administrator.")) from missing
    if unsafe:
        messages.error(
            request,
            _("This file is kept but not handed out: %(why)s") % {"why": refusals.sentence(unsafe)},
        )
        return to_edition(file.edition)
    try:
        response = send_file(file.stored)
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing from storage. Tell the administrator.")) from missing
    taken(on=file.edition, by=request.user, name=file.stored.name, size=file.stored.size)
    return response
