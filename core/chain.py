"""The chain of the history: every line is sealed with a hash over itself and the seal of the line before it.

Lines are written unsealed, in the transaction of the act, so that no act waits for another; the sweep seals them within
seconds, in the order of their ids, behind the one row that knows the end of the chain (`AuditHead`). Whoever changes,
removes or slips in a line later breaks every seal behind it. Whoever makes all seals anew ends at another head than the
one that was mailed to the witnesses (`settings.HISTORY_WITNESSES`, core.witnesses).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from core.chain_guard import is_guarded
from core.models import AuditHead, AuditLine

#: Lines sealed in one transaction, and transactions in one call: a sweep after a long pause stays short.
BATCH = 200
ROUNDS = 25


@dataclass(frozen=True)
class Note:
    """The end of the chain as somebody noted it down: "place:seal"."""

    place: int
    seal: str

    @classmethod
    def read(cls, text: str) -> Note:
        """A note as it is printed and mailed.

        Raises:
            ValueError: it is not of the form "place:seal" with 64 hexadecimal digits.
        """
        place, _colon, seal = text.strip().partition(":")
        if not place.isdigit() or len(seal) != 64 or set(seal) - set("0123456789abcdef"):
            raise ValueError(text)
        return cls(int(place), seal)

    def __str__(self) -> str:
        return f"{self.place}:{self.seal}"


@dataclass(frozen=True)
class Verdict:
    """What a walk along the whole chain found.

    Attributes:
        lines: how many lines were read.
        head: the end of the chain.
        horizon: place up to which lines were removed because their time was over; 0 for none.
        bad_place: first place at which something is wrong; 0 for none.
        told: what is wrong, in a sentence; "" for nothing.
        waiting: lines that are not sealed yet.
        guarded: the database itself refuses changes of sealed lines.
    """

    lines: int
    head: Note
    horizon: int
    bad_place: int
    told: str
    waiting: int
    guarded: bool

    @property
    def is_whole(self) -> bool:
        """Whether every seal is right and nothing is missing."""
        return not self.told


def seal_due() -> int:
    """Seal the lines that wait; how many were. Any number of processes may do this at once."""
    sealed = 0
    for _round in range(ROUNDS):
        if not _waiting().exists():  # looked at without the lock: mostly there is nothing to do
            break
        done = _seal_batch()
        sealed += done
        if done < BATCH:
            break
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    head = _locked_head()
    lines = list(_waiting().order_by("pk")[:BATCH])
    if not lines:
        return 0
    for line in lines:
        head.place += 1
        head.seal = line.seal = seal_of(line, head.place, head.seal)
        line.place = head.place
    AuditLine.objects.bulk_update(lines, ["place", "seal"], batch_size=100)
    head.save(update_fields=["place", "seal"])
    return len(lines)


def seal_of(line: AuditLine, place: int, before: str) -> str:
    """The seal of a line at a place, behind the seal `before` ("" at the very beginning)."""
    return hashlib.sha256(f"{before}\n{canonical(line, place)}".encode()).hexdigest()


def canonical(line: AuditLine, place: int) -> str:
    """Everything that a line says, as JSON that is the same on every machine and database."""
    said = {
        "place": place,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": line.event,
        "by": line.by_id,
        "by_text": line.by_text,
        "behalf_text": line.behalf_text,
        "subject_type": line.subject_type,
        "subject_id": line.subject_id,
        "subject_text": line.subject_text,
        "before": line.before,
        "after": line.after,
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def verify(noted: Note | None = None) -> Verdict:
    """Walk along the whole chain up to its present end. Holds no lock: people go on working meanwhile.

    Args:
        noted: an end of the chain noted earlier; the line at its place must still carry its seal.
    """
    head = AuditHead.objects.first() or AuditHead()
    bad_place, told, lines = _walk(head)
    if not told and _is_longer_than_its_end():
        bad_place, told = head.place + 1, _("Lines stand behind the end of the chain.")
    if not told and noted is not None:
        told = _compare(head, noted)
        bad_place = noted.place if told else 0
    return Verdict(
        lines=lines,
        head=Note(head.place, head.seal),
        horizon=head.horizon,
        bad_place=bad_place,
        told=told,
        waiting=_waiting().count(),
        guarded=is_guarded(),
    )


def _walk(head: AuditHead) -> tuple[int, str, int]:
    """(first bad place or 0, what is wrong, lines read)."""
    place, seal, lines = head.horizon, head.horizon_seal, 0
    for line in _sealed().filter(place__lte=head.place).order_by("place").iterator(chunk_size=1000):
        lines += 1
        place += 1
        if line.place != place:
            there = line.place or 0
            if there <= head.horizon:
                return there, _("A line stands at a place whose lines were removed."), lines
            return place, _("The line at this place is missing."), lines
        seal = seal_of(line, place, seal)
        if line.seal != seal:
            said = _("The line at this place (row %(row)s, %(event)s) does not say what was sealed.")
            return place, said % {"row": line.pk, "event": line.event}, lines
    if (place, seal) != (head.place, head.seal):
        return min(place, head.place) + 1, _("The end of the chain is not where it was noted."), lines
    return 0, "", lines


def _is_longer_than_its_end() -> bool:
    """Whether lines are sealed behind the end, the end read after them: sealing may go on meanwhile."""
    last = _sealed().aggregate(last=Max("place"))["last"] or 0
    return last > head_now().place


def _compare(head: AuditHead, noted: Note) -> str:
    """What is wrong with a chain that is whole in itself, against an end that was noted earlier."""
    if noted.place < head.horizon:
        return _(
            "Lines up to place %(place)s were removed when their time was over. Compare a later note."
        ) % {"place": head.horizon}
    if noted.place == head.horizon:
        found = head.horizon_seal
    else:
        found = _sealed().filter(place=noted.place).values_list("seal", flat=True).first() or ""
    if found == noted.seal:
        return ""
    return _("The noted seal is not the one at this place: the chain was made anew after it was noted.")


def to_forget(moment: datetime) -> int:
    """How many lines `forget_before` would remove."""
    head = AuditHead.objects.first()
    end = _end_of_the_old(moment, head.horizon if head else 0)
    return _sealed().filter(place__lte=end).count() if end else 0


@transaction.atomic
def forget_before(moment: datetime) -> int:
    """Remove the sealed lines from the beginning of the chain up to the first one of `moment` or later.

    The horizon moves with them, so that what is left can be verified. Lines leave in the order of their places: one
    that is late in the chain keeps what stands behind it. Returns how many lines were removed.
    """
    head = _locked_head()
    end = _end_of_the_old(moment, head.horizon)
    if not end:
        return 0
    last = _sealed().get(place=end)
    head.horizon, head.horizon_seal = end, last.seal
    head.save(update_fields=["horizon", "horizon_seal"])
    gone, _by_model = _sealed().filter(place__lte=end).delete()
    return gone


def _end_of_the_old(moment: datetime, horizon: int) -> int:
    """The last place before the first line that is not older than `moment`; 0 where nothing is to be removed."""
    first_kept = _sealed().filter(at__gte=moment).aggregate(first=Min("place"))["first"]
    last = _sealed().aggregate(last=Max("place"))["last"] or 0
    end = (first_kept - 1) if first_kept else last
    return end if end > horizon else 0


def head_now() -> Note:
    """The end of the chain at this moment."""
    head = AuditHead.objects.first()
    return Note(head.place, head.seal) if head else Note(0, "")


def _locked_head() -> AuditHead:
    """The one row, locked until the transaction ends; made when it is not there yet."""
    AuditHead.objects.get_or_create(pk=1)
    return AuditHead.objects.select_for_update().get(pk=1)


def _waiting() -> QuerySet[AuditLine]:
    return AuditLine.objects.filter(place=None)


def _sealed() -> QuerySet[AuditLine]:
    return AuditLine.objects.filter(place__isnull=False)


def waiting_since() -> datetime | None:
    """When the oldest line that waits was written; None when none waits."""
    return _waiting().order_by("pk").values_list("at", flat=True).first()
