"""The child process that makes a picture anew: `python -m core.pictures LONGEST`, from standard input to output.

No Django, so that it starts at once; the parent sets the limits (core.children, core.picturing). What comes out was
drawn by us: no text hidden in the file, no place where a photo was taken, nothing but the pixels. Writes nothing
where the input is no PNG or JPEG that can be read, or has more pixels than it should.
"""

from __future__ import annotations

import io
import sys
import warnings

from PIL import Image, ImageOps

MOST_PIXELS = 60_000_000  # a photo of a telephone has 12 to 50 million
#: A PNG cannot be read at a smaller size, so that fewer of its pixels fit into memory.
MOST_PNG_PIXELS = 16_000_000


def made_anew(content: bytes, longest: int) -> bytes | None:
    """The picture with at most `longest` pixels a side, in its own format; None where there is none to be had."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            Image.MAX_IMAGE_PIXELS = MOST_PIXELS
            picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            kind = str(picture.format)
            if kind == "PNG" and picture.width * picture.height > MOST_PNG_PIXELS:
                return None
            picture.draft("RGB", (longest, longest))  # a JPEG is read at about the size that is wanted
            upright = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    return _saved(upright, kind, longest)


def _saved(picture: Image.Image, kind: str, longest: int) -> bytes:
    has_alpha = kind == "PNG" and (picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info)
    drawn = picture.convert("RGBA" if has_alpha else "RGB")
    drawn.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    plain = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())  # leaves behind whatever hung on it
    stream = io.BytesIO()
    if kind == "JPEG":
        plain.save(stream, "JPEG", quality=85, optimize=True)
    else:
        plain.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def main(arguments: list[str]) -> int:
    """Reads, draws and writes. Faults of ours end with a traceback, which the parent sees as a crash."""
    sys.stdout.buffer.write(made_anew(sys.stdin.buffer.read(), int(arguments[0])) or b"")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
