"""Pictures of a document, put into its page: a document names them by the SHA-256 of their content."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re

from django.utils.translation import gettext as _

from core.jobs import JobFailed
from core.models import StoredFile

#: Text that people write is escaped, quotes too, so only our own templates can hold this.
_PICTURE = re.compile(r'src="asset:picture/([0-9a-f]{64})\.(png|jpg)"')
_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


def with_pictures(page: str) -> str:
    """The page with the content of its pictures in it: one query, none where it has no picture.

    Raises:
        JobFailed: a picture is missing from the store, or is no longer what was frozen.
    """
    wanted = {digest for digest, _kind in _PICTURE.findall(page)}
    if not wanted:
        return page
    rows = {row.sha256: row for row in StoredFile.objects.filter(sha256__in=wanted)}

    def one(found: re.Match[str]) -> str:
        content = _content(rows.get(found[1]), found[1])
        return f'src="data:{_TYPES[found[2]]};base64,{base64.b64encode(content).decode()}"'

    return _PICTURE.sub(one, page)


def _content(row: StoredFile | None, digest: str) -> bytes:
    content = b""
    if row is not None:
        with contextlib.suppress(OSError), row.open() as source:
            content = source.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise JobFailed(
            _(
                "A picture of this report is missing from the store, so the report cannot be made as it was frozen. "
                "Tell the administrator; the rest of the content is safe."
            )
        )
    return content
