"""Storing uploads and results, and handing them out again."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.http import FileResponse, HttpResponseBase

from core.models import StoredFile
from core.text import clean

if TYPE_CHECKING:
    from accounts.models import User

#: A file that a browser opens by itself runs nothing, loads nothing and stands in no other page.
FILE_POLICY = "default-src 'none'; sandbox; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789¹²³")}
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\ufff9-\ufffb]")
_JOINERS = "\u200d\u17d2\u1039"  # zero-width joiner, Khmer and Burmese stackers


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
    plain = _INVISIBLE.sub("", clean(name)).replace("\n", " ").replace("\t", " ")
    base = PureWindowsPath(PurePosixPath(plain).name).name.rstrip(" .")
    stem, dot, suffix = base.rpartition(".")
    if not dot:
        stem, suffix = base, ""
    stem = stem.strip(" .-")
    if stem.partition(".")[0].strip().upper() in _RESERVED:
        stem = f"_{stem}"
    ending = f".{suffix[:10]}" if suffix else ""
    stem = _cut(stem, 120 - len(ending))
    return (stem if any(c.isprintable() and not c.isspace() for c in stem) else "file") + ending


def _cut(text: str, length: int) -> str:
    """At most so many characters, never between a letter and its signs."""
    if len(text) <= length:
        return text
    while length and (
        unicodedata.category(text[length])[0] == "M"
        or text[length] in _JOINERS
        or text[length - 1] in _JOINERS
    ):
        length -= 1
    return text[:length].rstrip(" .-")


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
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def is_there(stored: StoredFile) -> bool:
    """Whether the content lies in the store."""
    return storages["private"].exists(stored.path)


def sha256_of(content: File[bytes]) -> str:
    """The SHA-256 of a file's content, as hexadecimal digits; the file stands at its beginning afterwards."""
    digest = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()
