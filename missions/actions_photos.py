"""What is done to photos of observations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import files
from core.audit import known, record
from core.picturing import Picture, picture_of
from core.states import IllegalMove
from core.text import clean
from missions.models import Observation, ObservationPhoto

#: How many photos an observation has room for.
MOST_PHOTOS = 6
#: Pixels of the longest side of a photo that is kept.
LONGEST_SIDE = 1600
#: Pixels of the longest side on pages and on paper: 78 mm at 150 dpi (static/paper/gap-analysis.css).
SMALL_SIDE = 460
MOST_BYTES = 8 * 1024**2
#: How long a removed photo can be put back (as drafts in the bin, product.md section 6).
REST = timedelta(days=30)


@dataclass(frozen=True)
class NewPhoto:
    """A photo as it was sent, with what it shows."""

    picture: File[bytes]
    words: str


def add_photos(*, observation: Observation, photos: Sequence[NewPhoto], by: User) -> list[ObservationPhoto]:
    """Keep photos of an observation, all of them or none; each is made anew from its pixels.

    Raises:
        ValidationError: a list of sentences for each photo that is refused, by its place from "1"; or one sentence
            where there is no room.
    """
    _check_room(observation, len(photos))
    faults: dict[str, list[str]] = {}
    made: list[tuple[NewPhoto, Picture, Picture]] = []
    for place, photo in enumerate(photos, start=1):
        try:
            made.append((photo, *_pictures(photo)))
        except ValidationError as wrong:
            faults[str(place)] = wrong.messages
    if faults:
        raise ValidationError({place: list(sentences) for place, sentences in faults.items()})
    return _kept(observation, made, by)


def _pictures(photo: NewPhoto) -> tuple[Picture, Picture]:
    """The photo to look at, and the small one; nothing is held in the database meanwhile."""
    if not clean(photo.words):
        raise ValidationError(_("Write what the photo shows. People who cannot see it hear these words."))
    large = picture_of(photo.picture, longest=LONGEST_SIDE, most_bytes=MOST_BYTES)
    ending = PurePath(str(photo.picture.name)).suffix
    again = ContentFile(large.content, name=f"photo{ending}")
    return large, picture_of(again, longest=SMALL_SIDE, most_bytes=max(MOST_BYTES, len(large.content)))


@transaction.atomic
def _kept(
    observation: Observation, made: Sequence[tuple[NewPhoto, Picture, Picture]], by: User
) -> list[ObservationPhoto]:
    _lock(observation)
    _check_room(observation, len(made))
    last = observation.photos.aggregate(last=Max("position"))["last"] or 0
    found = []
    for position, (sent, large, small) in enumerate(made, start=last + 1):
        name = f"photo{PurePath(str(sent.picture.name)).suffix.lower()}"
        photo = ObservationPhoto.objects.create(
            observation=observation,
            stored=files.store(large.content, name=name, content_type=large.content_type, by=by),
            small=files.store(small.content, name=name, content_type=small.content_type, by=by),
            words=clean(sent.words),
            position=position,
            added_by=by,
        )
        told = {"shows": photo.words, "file_hash": photo.stored.sha256}
        record("observation.photo_added", on=observation, by=by, after=known(told))
        found.append(photo)
    return found


@transaction.atomic
def remove_photo(*, photo: ObservationPhoto, by: User) -> ObservationPhoto:
    """Take a photo away from everybody. It can be put back for 30 days; reports that are frozen keep it.

    Raises:
        IllegalMove: somebody removed it already.
    """
    _lock(photo.observation)
    row = ObservationPhoto.objects.shown().filter(pk=photo.pk).first()
    if row is None:
        raise IllegalMove(_("This photo was removed already."))
    row.removed_at, row.removed_by = timezone.now(), by
    row.save(update_fields=["removed_at", "removed_by"])
    record("observation.photo_removed", on=photo.observation, by=by, before={"shows": row.words})
    return row


@transaction.atomic
def put_back(*, photo: ObservationPhoto, by: User) -> ObservationPhoto:
    """Show a removed photo again.

    Raises:
        IllegalMove: it is shown already or gone for good, or its place was taken.
    """
    _lock(photo.observation)
    row = ObservationPhoto.objects.exclude(removed_at=None).filter(pk=photo.pk).first()
    if row is None:
        raise IllegalMove(_("This photo is not among the removed ones any more."))
    if room_of(photo.observation) < 1:
        raise IllegalMove(_("This observation has all its photos. Remove one before you put this one back."))
    row.removed_at = row.removed_by = None
    row.save(update_fields=["removed_at", "removed_by"])
    record("observation.photo_put_back", on=photo.observation, by=by, after={"shows": row.words})
    return row


@transaction.atomic
def empty_photo_bin(now: datetime) -> int:
    """Delete for good what was removed long enough ago; the history and the stored bytes stay.

    Returns:
        How many photos went.
    """
    ripe = ObservationPhoto.objects.select_for_update(of=("self",)).filter(removed_at__lte=now - REST)
    rows = list(ripe.select_related("observation"))
    for photo in rows:
        record("observation.photo_gone", on=photo.observation, by=None, before={"shows": photo.words})
        photo.delete()
    return len(rows)


def room_of(observation: Observation) -> int:
    """How many photos can be added."""
    return max(0, MOST_PHOTOS - ObservationPhoto.objects.shown().filter(observation=observation).count())


def _check_room(observation: Observation, wanted: int) -> None:
    room = room_of(observation)
    if wanted > room:
        raise ValidationError(
            ngettext(
                "There is room for %(room)d more photo; an observation has at most %(most)d. Send fewer.",
                "There is room for %(room)d more photos; an observation has at most %(most)d. Send fewer.",
                room,
            )
            % {"room": room, "most": MOST_PHOTOS}
        )


def _lock(observation: Observation) -> None:
    """Photos that are sent at once are counted one after the other."""
    Observation.objects.select_for_update(of=("self",)).get(pk=observation.pk)
