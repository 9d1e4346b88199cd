"""Pictures that people send: taken as PNG or JPEG, and made anew in a limited child process before they are kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.children import ChildFailed, Limits, run_limited
from core.proofs import content_type_of

LIMITS = Limits(cpu_seconds=20, wall_seconds=40, memory_bytes=768 * 1024**2)
KINDS = ("image/png", "image/jpeg")
ACCEPT = ".png,.jpg,.jpeg"


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept: only what was drawn, with its content type."""

    content: bytes
    content_type: str


def picture_of(upload: File[bytes], *, longest: int, most_bytes: int) -> Picture:
    """The picture of an upload, made anew with at most `longest` pixels a side.

    Args:
        most_bytes: the largest upload that is looked at.

    Raises:
        ValidationError: it is no PNG or JPEG, too large, or cannot be read; the sentence says what to do.
    """
    if not upload.size:
        raise ValidationError(_("This file is empty. Choose the file again, or save it anew first."))
    if upload.size > most_bytes:
        raise ValidationError(
            _("This picture has %(size)s; at most %(most)s can be kept. Send a smaller one.")
            % {"size": filesizeformat(upload.size), "most": filesizeformat(most_bytes)}
        )
    content_type = content_type_of(upload)
    if content_type not in KINDS:
        raise ValidationError(
            _("This file is not a PNG or JPG picture, or its name says something else than its content. ")
            + _("Save it as PNG or JPG and send it again.")
        )
    try:
        content = run_limited("core.pictures", args=(str(longest),), stdin=upload.read(), limits=LIMITS)
    except ChildFailed:
        content = b""
    finally:
        upload.seek(0)
    if not content:
        raise ValidationError(
            _(
                "This picture cannot be read, or it has far too many pixels. Open it, save it anew and send that."
            )
        )
    return Picture(content, content_type)
