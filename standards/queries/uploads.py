"""Files on their way to a draft, and what a country and a person may still send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.http import Http404
from django.utils import timezone

from accounts.access import can
from accounts.models import User
from accounts.permissions import Permission, Side
from core.models import AuditLine, PartialState, PartialUpload, StoredFile
from standards.models import Edition, SourceFile

_SUBJECT = "standards.edition "
DAY = timedelta(hours=24)


def subject_of(edition: Edition) -> str:
    """How an arriving file says for which edition it is."""
    return _SUBJECT + edition.ref


@dataclass(frozen=True)
class Arriving:
    """A file on its way, with the edition it is for."""

    row: PartialUpload
    edition: Edition

    def sides_of(self, user: User) -> frozenset[Side]:
        """As towards the edition."""
        return self.edition.sides_of(user)


def visible_upload(user: User, ref: str) -> Arriving:
    """The person's own arriving file behind an address.

    Raises:
        Http404: there is none, it is somebody else's, or the person may no longer change the edition.
    """
    row = PartialUpload.objects.filter(ref=ref, by=user, subject__startswith=_SUBJECT).first()
    if row is None:
        raise Http404
    seen = Edition.objects.visible_to(user).with_standard()
    edition = seen.filter(ref=row.subject.removeprefix(_SUBJECT)).first()
    if edition is None or not can(user, Permission.EDITION_EDIT, edition):
        raise Http404
    return Arriving(row, edition)


def visible_draft_file(user: User, ref: str) -> SourceFile:
    """A file of an own edition, to be removed; raises Http404 as `visible_upload`."""
    own = Edition.objects.visible_to(user).filter(standard__country=user.country or "-")
    found = SourceFile.objects.filter(ref=ref, edition__in=own)
    source = found.select_related("stored", "edition__standard").first()
    if source is None:
        raise Http404
    return source


def unfinished_uploads(user: User, edition: Edition) -> list[PartialUpload]:
    """The person's files that began to arrive for this edition and can be gone on with, oldest first."""
    mine = PartialUpload.objects.filter(by=user, subject=subject_of(edition), state=PartialState.OPEN)
    return list(mine.filter(expires_at__gt=timezone.now()).order_by("pk"))


def known_file(edition: Edition, sha256: str) -> SourceFile | None:
    """The file of this edition that has these bytes."""
    if not sha256:
        return None
    return edition.source_files.filter(stored__sha256=sha256).select_related("stored").order_by("-id").first()


def also_in(edition: Edition, sha256: str) -> list[Edition]:
    """Other editions of the same country that keep a file with these bytes; nothing is said of other countries."""
    there = Edition.objects.out_of_bin().filter(
        standard__country=edition.country, source_files__stored__sha256=sha256
    )
    return list(there.exclude(pk=edition.pk).select_related("standard").distinct().order_by("pk")[:3])


def space_used(country: str) -> int:
    """Bytes that the files of a country's editions take; a file copied along to a later edition counts once."""
    kept = SourceFile.objects.filter(edition__standard__country=country).values("stored")
    return StoredFile.objects.filter(pk__in=kept).aggregate(total=Sum("size"))["total"] or 0


def uploads_of_the_day(user: User) -> list[datetime]:
    """When the person uploaded files in the last 24 hours, oldest first."""
    lines = AuditLine.objects.filter(by=user, event="edition.file_uploaded", at__gt=timezone.now() - DAY)
    return list(lines.order_by("at").values_list("at", flat=True))
