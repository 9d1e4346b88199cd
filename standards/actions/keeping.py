"""Drafts on which nobody works any more: their country is told, then they go into the bin, where they rest 30 days."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import mails
from core.audit import record
from core.models import AuditLine, Mail
from standards.models import Edition, Intake, IntakeStep, Standard
from standards.states import EditionState


def idle_since(moment: datetime) -> QuerySet[Edition]:
    """Drafts outside the bin that nobody changed since this moment, with `changed`; they were never released."""
    lines = AuditLine.objects.filter(
        subject_type="standards.edition", subject_id=Cast(OuterRef("pk"), CharField())
    ).order_by("-id")
    readings = Intake.objects.filter(edition=OuterRef("pk")).order_by("-created_at")
    steps = IntakeStep.objects.filter(intake__edition=OuterRef("pk")).order_by("-at")
    changed = Greatest(
        F("created_at"),
        Coalesce(Subquery(lines.values("at")[:1]), F("created_at")),
        Coalesce(Subquery(readings.values("created_at")[:1]), F("created_at")),
        Coalesce(Subquery(steps.values("at")[:1]), F("created_at")),
    )
    drafts = Edition.objects.out_of_bin().filter(state=EditionState.DRAFT, submitted_at=None)
    return drafts.annotate(changed=changed).filter(changed__lt=moment).select_related("standard")


def warn_of_idle_drafts(*, since: datetime, goes_on: datetime, dry_run: bool) -> int:
    """Tell those who speak for the country of a draft that it will go into the bin, once; how many drafts."""
    told = 0
    for edition in idle_since(since).order_by("pk"):
        changed = edition.changed  # type: ignore[attr-defined]  # annotated
        people = User.objects.voices_of(edition.country)
        news = {person: f"idle-{edition.pk}-{changed:%Y%m%d}-{person.pk}" for person in people}
        fresh = {person: key for person, key in news.items() if not Mail.objects.filter(key=key).exists()}
        told += bool(fresh)
        if not dry_run:
            for person, key in fresh.items():
                _tell(person, edition, key, goes_on)
    return told


def _tell(person: User, edition: Edition, key: str, goes_on: datetime) -> None:
    """Nothing of the draft stands in the mail, not even its title: only where to look."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        path = reverse("standards:detail", kwargs={"ref": edition.ref})
        text = _(
            "Nobody has worked on a draft of your country for 21 months. About %(day)s it goes into the bin, and 30 "
            "days later it is gone for good. If you still need it, open it and save a change: %(address)s"
        ) % {
            "day": formats.date_format(goes_on, "j F Y"),
            "address": f"{settings.PORTAL_ADDRESS.rstrip('/')}{path}",
        }
        subject = _("MRS Portal: a draft of your country goes into the bin")
    mails.post(to=person.email, kind="draft.idle", subject=subject, text=text, person=person, key=key)


def bin_idle_drafts(*, since: datetime, now: datetime, dry_run: bool) -> int:
    """Put drafts that nobody changed since then into the bin; how many. They can be taken out for 30 days."""
    idle = idle_since(since).order_by("pk")
    if dry_run:
        return len(idle)
    return sum(_bin(edition, since, now) for edition in list(idle))


@transaction.atomic
def _bin(edition: Edition, since: datetime, now: datetime) -> bool:
    """One draft, if it is idle still; locks in the order of `bin.restore`."""
    Standard.objects.select_for_update().filter(pk=edition.standard_id).first()
    held = Edition.objects.select_for_update(of=("self",)).out_of_bin()
    row = held.filter(pk=edition.pk, state=EditionState.DRAFT).first()
    if row is None or not idle_since(since).filter(pk=edition.pk).exists():
        return False
    row.binned_at, row.binned_by = now, None
    row.save(update_fields=["binned_at", "binned_by"])
    record(
        "edition.binned",
        on=row,
        by=None,
        before={"edition": str(row)},
        after={"unused_since": since.date().isoformat()},
    )
    return True
