"""Hundreds of damaged documents: each is read or refused with a sentence, and none stops the reader."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.standards import intake_files as files
from tests.standards.test_intake_gate import good_files, read_or_refusal

pytestmark = pytest.mark.long

DAMAGES = 2000


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """The file cut off, with a piece missing, doubled, moved or overwritten."""
    start = chance.randrange(len(whole))
    end = min(len(whole), start + chance.randrange(1, 4096))
    piece = whole[start:end]
    return chance.choice(
        [
            whole[:start],
            whole[:start] + whole[end:],
            whole[:end] + piece + whole[end:],
            piece + whole[:start] + whole[end:],
            whole[:start] + chance.randbytes(len(piece)) + whole[end:],
            whole[:start] + bytes(len(piece)) + whole[end:],
        ]
    )


@pytest.mark.parametrize("seed", range(8))
def test_damaged_documents_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    originals = good_files()

    for _ in range(DAMAGES // 8):
        content = damaged(chance.choice(originals), chance)
        assert read_or_refusal(files.put(tmp_path, "upload", content))
