"""Drafts that were thrown away: they rest, can be taken back, and are removed for good by the daily round."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove
from standards.actions.editions import locked_draft
from standards.models import Edition, Standard
from standards.states import EditionState

logger = logging.getLogger(__name__)
#: How long a draft rests in the bin (product.md section 6).
REST = timedelta(days=30)


@transaction.atomic
def throw_away(*, edition: Edition, by: User) -> Edition:
    """Put a draft into the bin with everything in it. Readings that are under way stop; what they gave stays with it.

    Raises:
        IllegalMove: it is no draft (released editions are never deleted), or it is there already.
    """
    row = locked_draft(edition)
    row.binned_at, row.binned_by = timezone.now(), by
    row.save(update_fields=["binned_at", "binned_by"])
    record("edition.binned", on=row, by=by, before={"edition": str(row)})
    return row


@transaction.atomic
def restore(*, edition: Edition, by: User) -> Edition:
    """Take a draft out of the bin as it was.

    Raises:
        IllegalMove: it is not there (any more), or its standard has another draft or submitted edition by now.
    """
    Standard.objects.select_for_update().filter(pk=edition.standard_id).first()
    found = Edition.objects.select_for_update(of=("self",)).select_related("standard").filter(pk=edition.pk)
    row = found.exclude(binned_at=None).first()
    if row is None:
        raise IllegalMove(_("This draft is not in the bin any more."))
    others = row.standard.editions.out_of_bin()
    if others.filter(state__in=[EditionState.DRAFT, EditionState.SUBMITTED]).exists():
        raise IllegalMove(
            _(
                "There is already another draft or a submitted edition of this standard. "
                "Throw that draft away or finish it first."
            )
        )
    row.binned_at = row.binned_by = None
    row.save(update_fields=["binned_at", "binned_by"])
    record("edition.restored", on=row, by=by)
    return row


def empty_bin(now: datetime) -> int:
    """Remove for good what has rested long enough; a standard that loses its only draft goes with it.

    The history and the stored bytes of uploaded files stay.

    Returns:
        How many drafts went.
    """
    ripe = Edition.objects.filter(state=EditionState.DRAFT, binned_at__lte=now - REST)
    return sum(_remove(edition, now) for edition in ripe.select_related("standard"))


@transaction.atomic
def _remove(edition: Edition, now: datetime) -> bool:
    """One draft, if it has not been restored meanwhile; locks in the order of `restore`."""
    Standard.objects.select_for_update().filter(pk=edition.standard_id).first()
    held = Edition.objects.select_for_update(of=("self",)).filter(pk=edition.pk, binned_at__lte=now - REST)
    if not held.exists():
        return False
    standard = edition.standard
    before = {"edition": str(edition), "lines": edition.lines.count()}
    try:
        with transaction.atomic():
            record("edition.removed", on=edition, by=None, before=before)
            edition.delete()
            if not standard.editions.exists():
                standard.delete()
    except ProtectedError:
        logger.warning("Draft %s stays in the bin: something still points at it", edition.ref)
        return False
    return True
