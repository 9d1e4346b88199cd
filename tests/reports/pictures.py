"""Small pictures for tests, made on the spot."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image


def png(size: tuple[int, int] = (60, 30), colour: str = "#14406b", **options: Any) -> bytes:
    """A PNG of one colour."""
    return _saved(Image.new("RGBA", size, colour), "PNG", **options)


def jpeg(size: tuple[int, int] = (60, 30), colour: str = "#14406b", **options: Any) -> bytes:
    """A JPEG of one colour."""
    return _saved(Image.new("RGB", size, colour), "JPEG", **options)


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()
