"""Candidate lines in Zawgyi are brought to Unicode, all of a reading at once, as one step that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove
from standards import editing
from standards.actions.editing import _as_it_was, _keep, _locked
from standards.actions.windows import rows_of, write
from standards.models import Intake, IntakeLine, IntakeWarning
from standards.scripts import WARNING, conversions
from standards.states import EditAct


def doubts_of_zawgyi(intake: Intake, lines: Sequence[IntakeLine]) -> list[IntakeWarning]:
    """A doubt for every line whose text is in Zawgyi, to be stored by the caller."""
    found = dict.fromkeys(one.index for one in conversions(lines))
    return [
        IntakeWarning(intake=intake, line=lines[index], code=WARNING, page=lines[index].page)
        for index in found
    ]


@transaction.atomic
def convert_zawgyi(*, intake: Intake, by: User) -> int:
    """Bring all Zawgyi texts of a reading to Unicode and settle the doubts about them; returns the number of lines.

    Raises:
        IllegalMove: the reading is not waiting to be confirmed, or nothing in it is Zawgyi.
    """
    row = _locked(intake)
    before = rows_of(row)
    found = conversions(before)
    if not found:
        raise IllegalMove(_("No line of this reading looks like Zawgyi."))
    after = list(before)
    for one in found:
        after[one.index] = replace(after[one.index], **{one.field: one.after})  # type: ignore[arg-type]
    touched = {one.index for one in found}
    doubts = list(row.warnings.filter(code=WARNING, settled_at=None))
    back = {**editing.patch(before, after), "warnings": [_as_it_was(one) for one in doubts]}
    write(row, before, after)
    now = timezone.now()
    row.warnings.filter(pk__in=[one.pk for one in doubts]).update(settled_by=by, settled_at=now)
    _keep(row, EditAct.ZAWGYI, back, by)
    record("intake.zawgyi_converted", on=row, by=by, after={"lines": len(touched)})
    return len(touched)
