"""Asking for a report, and for its next version."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.refs import make_ref
from core.states import IllegalMove, label_of
from core.states import move as move_state
from corridors.models import Corridor
from reports.actions.freezing import freeze
from reports.actions.holding import hold, hold_pair
from reports.models import Report, ReportVersion
from reports.states import REPORT_TRANSITIONS, ReportKind, ReportState


@transaction.atomic
def request_report(*, corridor: Corridor, kind: str, by: User) -> Report:
    """Freeze the corridor's content as version 1 of a new report and queue its PDF.

    A corridor has one draft of a kind. Where there is one that says the same, it is returned as it is; where the
    content has moved on, the draft gets the next version.

    Raises:
        reports.snapshots.Refused: there is nothing to report on yet.
        ValidationError: the kind is not known.
    """
    if kind not in ReportKind.values:
        raise ValidationError({"kind": _("Choose what kind of report you need.")})
    held = hold_pair(corridor)
    draft = held.reports.filter(kind=kind, state=ReportState.DRAFT).order_by("-pk").first()
    if draft is not None:
        draft.corridor = held
        freeze(draft, by)
        return draft
    number = _next_number(held, kind)
    report = Report.objects.create(
        ref=make_ref(number), corridor=held, kind=kind, number=number, created_by=by
    )
    record("report.requested", on=report, by=by, after={"number": number})
    freeze(report, by)
    return report


@transaction.atomic
def new_version(*, report: Report, by: User) -> ReportVersion:
    """Freeze the present content as the next version; a returned report becomes a draft again.

    Raises:
        IllegalMove: the report is neither a draft nor returned, or a draft already says the same.
        reports.snapshots.Refused: there is nothing to report on.
    """
    held = hold(report)
    returned = held.state == ReportState.RETURNED
    if not returned and held.state != ReportState.DRAFT:
        raise IllegalMove(
            _("A new version is made of a draft or of a returned report; this one is “%(state)s”.")
            % {"state": label_of(held)}
        )
    if returned:
        move_state(held, to=ReportState.DRAFT, transitions=REPORT_TRANSITIONS)
    version, is_new = freeze(held, by, always=returned)
    if not is_new:
        raise IllegalMove(
            _("Nothing has changed since version %(number)d, so there is no new version.")
            % {"number": version.number}
        )
    report.state = held.state
    return version


def _next_number(corridor: Corridor, kind: str) -> str:
    """The next free number, such as MRS-TH-KH-7112-GA-01. The unique constraint has the last word.

    Corridors of two pilots can share everything but the count, so the count goes over the whole beginning. The
    caller holds all corridors of the two countries.
    """
    occupation = corridor.skill_area.occupations.order_by("isco").first()
    area = occupation.isco if occupation else corridor.skill_area.slug[:12].upper()
    start = f"MRS-{corridor.receiving_country}-{corridor.sending_country}-{area}-{ReportKind(kind).code}-"
    numbers = Report.objects.filter(number__startswith=start).values_list("number", flat=True)
    last = max((int(tail) for one in numbers if (tail := one.removeprefix(start)).isdigit()), default=0)
    return f"{start}{last + 1:02d}"
