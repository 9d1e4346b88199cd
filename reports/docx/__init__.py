"""The print page as a DOCX that people can go on working with. Pure: no Django, no clock, no network.

The page that `reports.documents.html` makes is walked through once; the print style sheets say what it looks like, and
every look becomes a named style. So each kind of report has its DOCX without a word of its own here.
As a program, `python -m reports.docx` reads a JSON object and writes the file; see `__main__`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import lxml.html

from . import frames
from .flow import Flow, Media, Section, linked_names
from .fonts import faces, used_scripts
from .package import About, Package, numbering, settings
from .sheets import Sheets
from .styles import Ink, Styles
from .xml import Element, el

__all__ = ["Facts", "html_to_docx"]

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands on every page beside what the page itself says, in the language of the report.

    `edition` is the version in words, `check` the words before the check number, `contents` the heading of the
    contents where the page has none.
    """

    edition: str = ""
    check: str = ""
    sha256: str = ""
    contents: str = "Contents"


def html_to_docx(html: str, facts: Facts, on_progress: Progress | None = None) -> bytes:
    """The file. The same page and facts give the same bytes.

    `on_progress` is called with (chapters done, chapters, title of the chapter).
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = lxml.html.document_fromstring(html.encode(), parser=parser)
    sheets = Sheets.of(root)
    page = sheets.root(root)
    body = next(page.find("body"))
    language = page.get("lang") or "en"
    styles = Styles(Ink(body.look.size, body.look.colour), language)
    package = Package()
    flow = Flow(sheets, styles, linked_names(page), Media(package.add_picture, package.link))
    flow.on_chapter = _counter(root, on_progress)
    sections = flow.run(body)
    _with_contents(flow, sections, facts)
    frame = frames.Frame.of(root, facts)
    document = _document(flow, sections, package, styles, frame)
    _parts(package, styles, language, html)
    package.describe(_about(root, language, frame, facts))
    return package.written(document)


def _counter(root: Any, on_progress: Progress | None) -> Callable[[str], None]:
    total, done = sum(1 for _ in root.iter("h2")), 0

    def chapter(title: str) -> None:
        nonlocal done
        done += 1
        if on_progress:
            on_progress(done, total, title)

    return chapter


def _with_contents(flow: Flow, sections: list[Section], facts: Facts) -> None:
    """A page that has no contents of its own gets them before its first chapter."""
    if flow.contents.has_place or not facts.contents:
        return
    heading = frames.contents_heading(flow.styles, facts.contents)
    at = next((one for one in sections if one.page != "cover"), None)
    if at is not None and at.blocks:
        at.blocks[:0] = [heading, flow.contents.place()]
        frames.begin_page(at.blocks[2])


def _document(
    flow: Flow, sections: list[Section], package: Package, styles: Styles, frame: frames.Frame
) -> Element:
    body = el("body")
    for number, section in enumerate(sections, start=1):
        page = flow.sheets.page(section.page)
        marks = frame.section(package, styles, page, is_cover=section.page == "cover")
        body.extend(section.blocks)
        if number < len(sections):
            body.append(frames.end_of_section(flow, section, marks))
        else:
            if section.blocks and section.blocks[-1].tag.endswith("}tbl"):
                body.append(flow.spacer(1))
            body.append(marks)
    flow.contents.write(flow.bookmarks)
    return el("document", body)


def _parts(package: Package, styles: Styles, language: str, html: str) -> None:
    scripts = used_scripts(html)
    files = list(faces(scripts))
    package.add("styles", styles.root(), "styles")
    package.add("settings", settings(language, embeds=bool(files)), "settings")
    package.add("numbering", numbering(styles.lists), "numbering")
    package.add_fonts(scripts, files)


def _about(root: Any, language: str, frame: frames.Frame, facts: Facts) -> About:
    meta = {one.get("name"): one.get("content") or "" for one in root.iter("meta")}
    title = " ".join((root.findtext(".//title") or "").split())
    return About(
        title=title,
        author=meta.get("author", ""),
        subject=meta.get("description", ""),
        language=language,
        created=meta.get("dcterms.created", ""),
        facts=(
            ("Report number", frame.number),
            ("Version", facts.edition),
            ("SHA-256 of the content", facts.sha256),
        ),
    )
