"""Original files, as they were uploaded."""

from __future__ import annotations

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, sees
from core.files import send_file
from standards import queries
from standards.models import SourceFile


@require_safe
@sees(queries.visible_source)
def source(request: SignedInRequest, file: SourceFile) -> HttpResponseBase:
    """The original, byte for byte."""
    try:
        return send_file(file.stored)
    except FileNotFoundError as missing:
        raise Http404(_("The file is missing from storage. Tell the administrator.")) from missing
