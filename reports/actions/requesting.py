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
from reports.actions.freezing import freeze
from reports.actions.holding import hold, hold_scope, same_scope
from reports.models import Report, ReportVersion, Scope
from reports.states import REACHES, REPORT_TRANSITIONS, ReportKind, ReportState


@transaction.atomic
def request_report(*, scope: Scope, kind: str, by: User) -> Report:
    """Freeze the present content as version 1 of a new report and queue its PDF.

    There is one draft of a kind on the same things in the same language. Where it says the same, it is returned as
    it is; where the content has moved on, it gets the next version.

    Raises:
        reports.snapshots.Refused: there is nothing to report on yet.
        ValidationError: there is no such kind, or not about so much.
    """
    if scope.reach not in REACHES.get(kind, ()):
        raise ValidationError({"kind": _("Choose what kind of report you need.")})
    hold_scope(scope)
    draft = same_scope(scope, kind).filter(state=ReportState.DRAFT).order_by("-pk").first()
    if draft is not None:
        freeze(draft, by)
        return draft
    number = _next_number(scope, kind)
    report = Report.objects.create(
        ref=make_ref(number),
        pilot=scope.pilot,
        receiving_country=scope.receiving_country,
        sending_country=scope.sending_country,
        corridor=scope.corridor,
        older_edition=scope.older,
        newer_edition=scope.newer,
        language=scope.language,
        kind=kind,
        number=number,
        created_by=by,
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
    hold_scope(report.scope)  # as every verb: corridors, then reports, then what they are made of
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


def _next_number(scope: Scope, kind: str) -> str:
    """The next free number, such as MRS-TH-KH-7112-GA-01. The unique constraint has the last word.

    Corridors of two pilots can share everything but the count, so the count goes over the whole beginning. The
    caller holds all corridors that share it.
    """
    about = [scope.receiving_country, scope.sending_country or "ALL"]
    if scope.corridor is not None:
        occupation = scope.corridor.skill_area.occupations.order_by("isco").first()
        about.append(occupation.isco if occupation else scope.corridor.skill_area.slug[:12].upper())
    start = f"MRS-{'-'.join(about)}-{ReportKind(kind).code}-"
    numbers = Report.objects.filter(number__startswith=start).values_list("number", flat=True)
    last = max((int(tail) for one in numbers if (tail := one.removeprefix(start)).isdigit()), default=0)
    return f"{start}{last + 1:02d}"
