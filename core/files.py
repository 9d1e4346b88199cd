"""Storing uploads and results, and handing them out again."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.http import FileResponse, HttpResponseBase

from core.models import StoredFile
from core.text import clean

if TYPE_CHECKING:
    from accounts.models import User

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}


def store(content: bytes | File[bytes], *, name: str, content_type: str, by: User | None) -> StoredFile:
    """Keep `content` byte for byte and return its row."""
    source = ContentFile(content) if isinstance(content, bytes) else content
    digest = hashlib.sha256()
    size = 0
    source.seek(0)
    for chunk in source.chunks():
        digest.update(chunk)
        size += len(chunk)
    source.seek(0)
    stored = StoredFile(
        sha256=digest.hexdigest(), size=size, name=safe_name(name), content_type=content_type, by=by
    )
    storages["private"].save(stored.path, source)
    stored.save()
    return stored


def safe_name(name: str) -> str:
    """The last part of a file name, harmless on every system, at most 120 characters with its suffix kept."""
    base = PureWindowsPath(PurePosixPath(clean(name).replace("\n", " ")).name).name.strip(" .-")
    stem, dot, suffix = base.rpartition(".")
    if not dot:
        stem, suffix = base, ""
    if stem.upper() in _RESERVED:
        stem = f"_{stem}"
    ending = f".{suffix[:10]}" if suffix else ""
    return (stem[: 120 - len(ending)] or "file") + ending


def send_file(stored: StoredFile, *, name: str = "", inline: bool = False) -> HttpResponseBase:
    """The stored content as an answer; the caller has checked the person's rights.

    Raises:
        FileNotFoundError: the content is missing from storage.
    """
    response = FileResponse(
        stored.open(),
        as_attachment=not inline,
        filename=name or stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
