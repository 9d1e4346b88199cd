"""The child process that draws a page: `python -m standards.picture PATH PAGE DPI`, the picture to standard output.

No Django and nothing of the intake, so that it starts at once; the parent sets the limits (core.children).
Writes nothing when there is no picture to be had: no such page, a page of a monstrous size, a damaged file.
"""

from __future__ import annotations

import io
import sys

import pypdfium2
from PIL import Image

LONGEST = 4_000  # pixels of a side; a larger page is a drawing or an attack, and not drawn
GREYS = 16
LARGE = 70_000  # bytes; beyond it the page holds photographs, which another format keeps smaller


def draw(path: str, number: int, dpi: int) -> bytes | None:
    """The page's media box in grey: PNG for text, WebP for photographs; None when there is no picture of it.

    The media box is what the boxes of lines are measured in, so a place in points is the same place in the picture.

    Args:
        number: page, from 1.
        dpi: pixels for an inch, that is for 72 points.
    """
    try:
        document = pypdfium2.PdfDocument(path)
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        page.set_cropbox(*page.get_mediabox())
        scale = dpi / 72
        if max(page.get_size()) * scale > LONGEST or min(page.get_size()) * scale < 1:
            return None
        picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
    except (pypdfium2.PdfiumError, ValueError, OverflowError):
        return None
    return _packed(picture)


def _packed(picture: Image.Image) -> bytes:
    step = 255 // (GREYS - 1)
    few = Image.frombytes("P", picture.size, picture.point(lambda grey: (grey + step // 2) // step).tobytes())
    few.putpalette([level * step for level in range(GREYS) for _channel in range(3)])
    text = _saved(few, "PNG", optimize=True, bits=4)
    if len(text) <= LARGE:
        return text
    photo = _saved(picture, "WEBP", quality=40)
    return min(text, photo, key=len)


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def main(arguments: list[str]) -> int:
    """Draws and writes. Faults of ours end with a traceback, which the parent sees as a crash."""
    path, number, dpi = arguments
    sys.stdout.buffer.write(draw(path, int(number), int(dpi)) or b"")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
