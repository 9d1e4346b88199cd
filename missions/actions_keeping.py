"""What missions keep for a time: photos, and ways to reach people in agendas and notes."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, ManyToOneRel, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from core.audit import record
from core.models import StoredFile
from core.storage import PrivateStorage
from missions.models import Mission, ObservationPhoto

#: E-mail addresses, and telephone numbers with + or a leading 0 and at least eight digits; no dates and no times.
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.+/-])(?:\+\d{1,3}|0)[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}(?![\w/-])"
)
INSTEAD = "[contact removed]"


def without_contacts(text: str) -> str:
    """The text without e-mail addresses and telephone numbers."""
    return _CONTACT.sub(INSTEAD, text)


def forget_contacts(before: datetime, *, dry_run: bool) -> int:
    """Take ways to reach people out of agendas and notes of missions that ended before this day; how many missions."""
    ended = Mission.objects.annotate(end=Coalesce("actual_end", "planned_end"))
    old = ended.filter(end__lt=before.date()).exclude(Q(agenda="") & Q(note=""))
    number = 0
    for mission in old.order_by("pk"):
        if (
            without_contacts(mission.agenda) != mission.agenda
            or without_contacts(mission.note) != mission.note
        ):
            number += 1
            if not dry_run:
                _forget_contacts(mission)
    return number


@transaction.atomic
def _forget_contacts(mission: Mission) -> None:
    row = Mission.objects.select_for_update(of=("self",)).get(pk=mission.pk)
    row.agenda, row.note = without_contacts(row.agenda), without_contacts(row.note)
    row.revision = F("revision") + 1  # whoever has the form open is told that something changed
    row.save(update_fields=["agenda", "note", "revision"])
    record("mission.contacts_removed", on=mission, by=None)


def remove_old_photos(before: datetime, *, dry_run: bool) -> int:
    """Delete photos that were added before this moment; how many. Reports that are frozen with one keep it."""
    old = ObservationPhoto.objects.filter(added_at__lt=before).select_related("observation").order_by("pk")
    if dry_run:
        return old.count()
    number = 0
    for photo in old:
        number += _remove(photo)
    return number


@transaction.atomic
def _remove(photo: ObservationPhoto) -> bool:
    row = ObservationPhoto.objects.select_for_update(of=("self",)).filter(pk=photo.pk).first()
    if row is None:
        return False
    record("observation.photo_gone", on=photo.observation, by=None, before={"shows": row.words})
    row.delete()
    return True


def stray_pictures() -> QuerySet[StoredFile]:
    """Stored pictures of photos that are gone; whether a frozen report names one is for the caller to say.

    Not those that anything else shows: a proof or a logo can be called "photo.jpg" too.
    """
    pictures = StoredFile.objects.filter(name__startswith="photo.", content_type__startswith="image/")
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            pictures = pictures.exclude(Exists(rows))
    return pictures


def drop_picture(stored: StoredFile) -> None:
    """Remove the row of a stored picture and, when no other row has the same bytes, the bytes."""
    path, sha256 = stored.path, stored.sha256
    stored.delete()
    if not StoredFile.objects.filter(sha256=sha256).exists():
        transaction.on_commit(lambda: PrivateStorage().delete(path))
