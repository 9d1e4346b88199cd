"""Files that arrive, and the space that they take."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings

from core import chunks
from core.models import PartialUpload, StoredFile
from core.refs import make_ref
from standards import actions, queries
from standards.actions.uploads import COUNTRY_BYTES
from standards.models import Edition, SourceFile
from tests.live.races.stage.editions import draft
from tests.live.races.stage.plan import person


def nearly_full(room: int) -> dict[str, Any]:
    """Two drafts of a country that has room for so many bytes more."""
    full = Edition.objects.get(ref=draft())
    stored = StoredFile.objects.create(
        sha256="0" * 64, size=COUNTRY_BYTES - queries.space_used("KH") - room, name="All.pdf"
    )
    SourceFile.objects.create(ref=make_ref("all"), edition=full, stored=stored, language="en", role="annex")
    return {"drafts": [draft(), draft()], "key": stored.pk}


def files_of(refs: list[str]) -> int:
    """How many files these drafts have."""
    return SourceFile.objects.filter(edition__ref__in=refs).count()


def empty_again(key: int) -> None:
    """The space is there again."""
    SourceFile.objects.filter(stored=key).delete()
    StoredFile.objects.filter(pk=key).delete()


def arriving(size: int, account: str = "focal.kh") -> dict[str, str]:
    """A file of which no byte has arrived."""
    by = person(account)
    for old in PartialUpload.objects.filter(by=by, state="open"):
        chunks.give_up(upload=old)
    row = actions.begin_upload(
        edition=Edition.objects.get(ref=draft(account=account)),
        name="standard.pdf",
        size=size,
        sha256="",
        mark="",
        role="source",
        language="en",
        by=by,
    )
    return {"ref": row.ref}


def arrived(ref: str) -> dict[str, Any]:
    """How many bytes are counted, how many are there, and what those that are counted say."""
    row = PartialUpload.objects.get(ref=ref)
    path = settings.PRIVATE_FILES.parent / "partial" / ref
    content = path.read_bytes() if path.exists() else b""
    counted = content[: row.received]
    return {
        "received": row.received,
        "there": len(content),
        "sha256": hashlib.sha256(counted).hexdigest() if len(counted) == row.received else "",
    }
