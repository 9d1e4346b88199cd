"""Burmese in Zawgyi: what the conversion will change, then the conversion."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import SignedInRequest, requires
from accounts.permissions import Permission
from core.states import IllegalMove
from standards import actions, queries
from standards.models import Intake
from standards.scripts import conversions
from standards.states import IntakeState
from standards.views.intakes import to_intake

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDITION_EDIT, on=queries.visible_intake)
def zawgyi(request: SignedInRequest, reading: Intake) -> HttpResponse:
    """Each text before and after (GET); all of them converted as one step (POST)."""
    if request.method == "POST":
        try:
            count = actions.convert_zawgyi(intake=reading, by=request.user)
        except IllegalMove as refused:
            messages.error(request, refused.message)
        else:
            sentence = ngettext(
                "%(count)d line is converted to Unicode. Undo takes it back.",
                "%(count)d lines are converted to Unicode. Undo takes them back.",
                count,
            )
            messages.success(request, sentence % {"count": count})
        return to_intake(reading)
    if reading.state != IntakeState.READ:
        return to_intake(reading)
    lines = list(queries.candidates(reading))
    found = conversions(lines)
    if not found:
        messages.info(request, _("No line of this reading looks like Zawgyi."))
        return to_intake(reading)
    count = len({one.index for one in found})
    label = ngettext("Convert %(count)d line", "Convert %(count)d lines", count) % {"count": count}
    context = {
        "intake": reading,
        "edition": reading.edition,
        "rows": [(lines[one.index], one) for one in found[:SHOWN]],
        "more": max(len(found) - SHOWN, 0),
        "count": count,
        "convert_label": label,
    }
    return render(request, "standards/intake_zawgyi.html", context)
