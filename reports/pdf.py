"""HTML to tagged PDF (PDF/UA-1). The only module that touches WeasyPrint.

As a program, `python -m reports.pdf IDENTIFIER` reads HTML from standard input and writes the PDF
to standard output; lines `PROGRESS done total text` go to standard error while it works. It needs no
Django, so it starts fast inside a process with limits on time and memory. Exit status 3 and a last
line `REFUSED sentence` mean that this page can never be printed, so a retry is of no use.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import html.parser
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint.pdf.tags
from weasyprint import HTML
from weasyprint.pdf.stream import Stream
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.pdf_speed import faster

Progress = Callable[[int, int, str], None]

REFUSED = 3
_ROOT = Path(__file__).resolve().parent.parent
_FOLDERS = {"paper": _ROOT / "static" / "paper", "fonts": _ROOT / "static_build" / "vendor" / "fonts"}
_ASSET = re.compile(r"asset:(?P<folder>paper|fonts)/(?P<name>[a-z0-9][a-z0-9-]*\.(?P<kind>css|woff2))")
#: A picture that was put into the page itself (reports.rendering.pictures), at most about 4 MB.
_PICTURE = re.compile(r"data:(?P<type>image/(?:png|jpeg));base64,(?P<content>[A-Za-z0-9+/]{1,5600000}={0,2})")
_TYPES = {"css": "text/css", "woff2": "font/woff2"}
#: Fonts without which a report must not be printed; signs of mathematics and the like are extra.
FONTS = (
    *(f"noto-sans-{weight}.woff2" for weight in (400, 600, 700)),
    *(f"noto-sans-latin-ext-{weight}.woff2" for weight in (400, 700)),
    *(
        f"noto-sans-{script}-{weight}.woff2"
        for script in ("thai", "lao", "khmer", "myanmar")
        for weight in (400, 700)
    ),
)
_STEPS = {
    1: "Reading the text",
    2: "Reading the style",
    3: "Applying the style",
    4: "Arranging the parts",
    5: "Laying out page",
    6: "Writing the PDF",
    7: "Finishing",
}
_STEP = re.compile(r"Step (\d)(?:.* Page (\d+))?")
_EXCERPT = 30
_COMBINING_SCRIPTS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f]"
)
_CMAP_BEGIN = b"/CIDInit /ProcSet findresource begin"


class PdfError(Exception):
    """The page cannot be printed as it is; the text is a sentence for the user."""


class RefusedAddress(PdfError):
    """The page names something that is not one of our own style sheets or fonts."""


class MissingFonts(PdfError):
    """A font file is not installed."""


class MissingGlyphs(PdfError):
    """Characters for which no font has a shape; `glyphs` says which and where."""

    def __init__(self, glyphs: tuple[MissingGlyph, ...]) -> None:
        self.glyphs = glyphs
        named = "; ".join(f'U+{ord(glyph.character):04X} in "{glyph.where}"' for glyph in glyphs[:5])
        super().__init__(
            f"The report holds {len(glyphs)} character(s) that no font can print: {named}. "
            "Correct the text and ask for the report again."
        )


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character without a shape and the words around its first place."""

    character: str
    where: str


@dataclass(frozen=True, slots=True)
class PdfResult:
    """The file, its number of pages, and characters printed as boxes (only if that was allowed)."""

    bytes: bytes
    pages: int
    missing_glyphs: tuple[MissingGlyph, ...] = ()


def html_to_pdf(
    html: str, *, identifier: str, on_progress: Progress | None = None, allow_missing_glyphs: bool = False
) -> PdfResult:
    """Print a page. The same `html` and `identifier` give the same bytes.

    `identifier` goes into the file as its PDF identifier (any text, hashed). `on_progress` is called
    with (step, 7, text). Raises MissingGlyphs, RefusedAddress or MissingFonts.
    """
    if absent := missing_fonts():
        raise MissingFonts(f"The font {absent[0]} is not installed. Run the set-up again.")
    with _listening(on_progress) as missing, _better_tags(), faster():
        try:
            document = HTML(string=html, base_url=None, url_fetcher=ClosedFetcher()).render(
                pdf_variant="pdf/ua-1"
            )
            written = document.write_pdf(
                finisher=_finish,
                pdf_variant="pdf/ua-1",
                pdf_identifier=hashlib.sha256(identifier.encode()).digest()[:16],
            )
        except FatalURLFetchingError as error:
            raise RefusedAddress(
                f"The report names something outside the portal: {error.__cause__}."
            ) from error
    glyphs = tuple(MissingGlyph(character, _place_of(character, html)) for character in missing)
    if glyphs and not allow_missing_glyphs:
        raise MissingGlyphs(glyphs)
    return PdfResult(written, len(document.pages), glyphs)


def missing_fonts() -> list[str]:
    """Names of required font files that are not installed; the start-up check prints them."""
    return [name for name in FONTS if not (_FOLDERS["fonts"] / name).is_file()]


class ClosedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves our own style sheets and fonts by name, and pictures that stand in the page: no file, no network.

    WeasyPrint's own fetcher would embed any local file that a page names.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The named asset. Raises RefusedAddress, which ends the rendering."""
        if picture := _PICTURE.fullmatch(url):
            return URLFetcherResponse(
                url, base64.b64decode(picture["content"]), {"Content-Type": picture["type"]}
            )
        match = _ASSET.fullmatch(url)
        if match is None:
            raise RefusedAddress(url[:200])
        path = _FOLDERS[match["folder"]] / match["name"]
        if not path.is_file():
            if match["kind"] == "woff2":
                # The layout engine takes this as "font not there" and goes on with the next one.
                return URLFetcherResponse(url, b"", {"Content-Type": "font/woff2"}, 404)
            raise RefusedAddress(url[:200])
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[match["kind"]]})


class _Listener(logging.Handler):
    """Hears the layout engine: steps become progress, unprintable characters are kept."""

    def __init__(self, on_progress: Progress | None) -> None:
        super().__init__()
        self.on_progress = on_progress
        self.missing: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
            self.missing[str(record.args[0])] = None
        elif self.on_progress and (match := _STEP.match(record.getMessage())):
            step = int(match[1])
            page = f" {match[2]}" if match[2] else ""
            self.on_progress(step, len(_STEPS), _STEPS[step] + page)


@contextmanager
def _listening(on_progress: Progress | None) -> Iterator[dict[str, None]]:
    listener = _Listener(on_progress)
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")]
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # one line a font tells nobody anything
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    try:
        yield listener.missing
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.setLevel(level)
            logger.propagate = propagate


@contextmanager
def _better_tags() -> Iterator[None]:
    """Put into the PDF what a screen reader, a search and a copy need in scripts with combined letters.

    WeasyPrint 70 writes the document language only, and it maps glyphs to letters one by one, which
    loses letters of Thai, Lao, Khmer and Burmese. So while a page is printed its tag builder also
    writes the `lang` of a passage, and each line in these scripts also carries its text ("ActualText").
    Tests fail when a later release no longer has these two places.
    """
    build, mark = weasyprint.pdf.tags._build_box_tree, Stream.marked
    weasyprint.pdf.tags._build_box_tree = _with_language(build)
    Stream.marked = _with_actual_text(mark)
    try:
        yield
    finally:
        weasyprint.pdf.tags._build_box_tree, Stream.marked = build, mark


def _with_language(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def with_language(box: Any, *args: Any) -> Iterator[Any]:
        element = getattr(box, "element", None)
        language = element.get("lang") if element is not None else None
        for built in build(box, *args):
            if language:
                built["Lang"] = pydyf.String(language)
            yield built

    return with_language


def _with_actual_text(mark: Callable[..., Any]) -> Callable[..., Any]:
    @contextmanager
    def with_actual_text(stream: Any, box: Any, tag: str) -> Iterator[None]:
        with mark(stream, box, tag):
            text = getattr(box, "text", "")
            if _COMBINING_SCRIPTS.search(text):
                # The last two entries are the properties of the mark and its operator.
                stream.stream[-2]["ActualText"] = pydyf.String(text.replace("\u200b", ""))
            yield

    return with_actual_text


def _finish(_document: object, pdf: Any) -> None:
    """A glyph that stands for no letter of its own gets an invisible one: PDF/UA wants a letter for each."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.stream[:1] == [_CMAP_BEGIN]:
            item.stream = [
                line.replace(b"> <>", b"> <200b>") if isinstance(line, bytes) else line
                for line in item.stream
            ]


class _Text(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _place_of(character: str, page: str) -> str:
    """The words around the first place where the character stands."""
    parser = _Text()
    parser.feed(page)
    text = " ".join("".join(parser.parts).replace("\u200b", "").split())
    at = text.find(character)
    return text[max(0, at - _EXCERPT) : at + _EXCERPT] if at >= 0 else ""


def main() -> int:
    """Entry of the child process; see the module's text."""

    def report(done: int, total: int, text: str) -> None:
        sys.stderr.write(f"PROGRESS {done} {total} {text}\n")
        sys.stderr.flush()

    gc.disable()  # a tenth faster; the process ends with the page (107 pages: 16 MB more)
    page = sys.stdin.buffer.read().decode()
    identifier = sys.argv[1] if len(sys.argv) > 1 else hashlib.sha256(page.encode()).hexdigest()
    try:
        result = html_to_pdf(page, identifier=identifier, on_progress=report)
    except PdfError as error:
        sys.stderr.write(f"REFUSED {error}\n")
        return REFUSED
    report(len(_STEPS), len(_STEPS), f"{result.pages} pages")
    sys.stdout.buffer.write(result.bytes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
