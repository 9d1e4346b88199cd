"""Files that arrive in pieces: nothing counts before it is on the disk, nothing is lost that counted."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from core import chunks
from core.models import PartialState, PartialUpload
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 40  # 10,240 bytes


def begun(cast: Cast, **changes: Any) -> PartialUpload:
    given = {"by": cast.focal_kh, "subject": "test 1", "name": "a.pdf", "size": len(CONTENT), "note": {}}
    return chunks.begin(**{**given, **changes})


def folder() -> Path:
    return Path(settings.PRIVATE_FILES).parent / "partial"


def sent(row: PartialUpload, upto: int, piece: int = 1024) -> PartialUpload:
    for offset in range(row.received, upto, piece):
        row = chunks.add_chunk(upload=row, offset=offset, content=CONTENT[offset : min(offset + piece, upto)])
    return row


def test_pieces_become_the_file_byte_for_byte(cast: Cast) -> None:
    row = sent(begun(cast, sha256=hashlib.sha256(CONTENT).hexdigest()), len(CONTENT))

    with chunks.finishing(row) as (_row, content):
        assert content.read() == CONTENT

    row.refresh_from_db()
    assert row.state == PartialState.DONE


def test_a_piece_that_was_written_and_never_counted_is_written_over(cast: Cast) -> None:
    row = sent(begun(cast), 2048)
    with (folder() / row.ref).open("ab") as target:
        target.write(b"left by a crash" * 1000)

    row = sent(row, len(CONTENT))

    assert (folder() / row.ref).read_bytes() == CONTENT


def test_bytes_that_the_disk_lost_are_asked_for_again(cast: Cast) -> None:
    row = sent(begun(cast), 4096)
    (folder() / row.ref).unlink()

    with pytest.raises(chunks.WrongPlace) as refused:
        chunks.add_chunk(upload=row, offset=4096, content=CONTENT[4096:])

    assert refused.value.received == 0
    assert sent(PartialUpload(pk=row.pk, received=0), len(CONTENT)).is_complete


def test_a_piece_sent_twice_changes_nothing_and_other_bytes_at_that_place_are_refused(cast: Cast) -> None:
    row = sent(begun(cast), 2048)

    again = chunks.add_chunk(upload=row, offset=1024, content=CONTENT[1024:2048])
    with pytest.raises(chunks.WrongPlace):
        chunks.add_chunk(upload=row, offset=1024, content=bytes(1024))

    assert again.received == 2048
    assert (folder() / row.ref).read_bytes() == CONTENT[:2048]


@pytest.mark.parametrize("content", [b"", bytes(chunks.MAX_CHUNK_BYTES + 1), bytes(len(CONTENT) + 1)])
def test_pieces_of_a_wrong_length_are_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(chunks.Damaged):
        chunks.add_chunk(upload=begun(cast), offset=0, content=content)


def test_a_whole_that_is_not_what_was_announced_is_sent_once_more(cast: Cast) -> None:
    row = sent(begun(cast, sha256="0" * 64), len(CONTENT))

    with pytest.raises(chunks.Damaged), chunks.finishing(row):
        pytest.fail("the block must not run")

    row.refresh_from_db()
    assert (row.state, row.received) == (PartialState.OPEN, 0)


def test_a_fault_while_it_is_stored_leaves_every_byte(cast: Cast) -> None:
    row = sent(begun(cast), len(CONTENT))

    with pytest.raises(ZeroDivisionError), chunks.finishing(row):
        raise ZeroDivisionError

    row.refresh_from_db()
    assert (row.state, row.received) == (PartialState.OPEN, len(CONTENT))
    assert (folder() / row.ref).read_bytes() == CONTENT


@pytest.mark.parametrize("size", [0, settings.MAX_UPLOAD_BYTES + 1])
def test_a_file_without_content_or_too_large_is_refused_before_a_byte_is_sent(cast: Cast, size: int) -> None:
    with pytest.raises(chunks.Damaged):
        begun(cast, size=size)


def test_ten_files_are_under_way_at_once_and_the_same_file_goes_on(cast: Cast) -> None:
    rows = [begun(cast, mark=str(number)) for number in range(chunks.OPEN_AT_ONCE)]

    with pytest.raises(chunks.TooMany):
        begun(cast, mark="another")

    assert begun(cast, mark="3") == rows[3]
    assert begun(cast, by=cast.focal_la, mark="3") not in rows


@pytest.mark.django_db(transaction=True)
def test_the_sweep_lets_go_of_what_ran_out_and_of_strays_only(cast: Cast) -> None:
    late, fresh = sent(begun(cast, mark="late"), 1024), sent(begun(cast, mark="fresh"), 1024)
    PartialUpload.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    stray = folder() / "upload-of-nobody"
    stray.write_bytes(b"x")
    old = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(stray, (old, old))

    assert chunks.sweep() == 1
    assert chunks.sweep() == 0

    assert sorted(path.name for path in folder().iterdir()) == [fresh.ref]
    late.refresh_from_db()
    assert late.state == PartialState.GONE
    with pytest.raises(chunks.Ended):
        chunks.add_chunk(upload=late, offset=1024, content=b"more")
