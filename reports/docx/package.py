"""The parts of the file and how they hang together; the same parts give the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.opc.pkgwriter import PackageWriter
from docx.opc.rel import Relationships

from .fonts import Face
from .scripts import BY_LANGUAGE, Script
from .styles import List
from .xml import Element, el, serialised, twips

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True, slots=True)
class About:
    """What the file says about itself. `facts` are named texts: number, version, check number."""

    title: str
    author: str
    subject: str
    language: str
    created: str
    facts: tuple[tuple[str, str], ...] = ()


class Package:
    """Parts are added, then the file is written once."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._relations = Relationships("/")
        self.document = self._part("/word/document.xml", f"{_WORD}.document.main+xml", b"")
        self._relate(self._relations, self.document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        self._links: dict[str, str] = {}
        self._pictures: dict[str, str] = {}

    def add(self, name: str, root: Element, kind: str) -> str:
        """A part of Word beside the text, such as "styles"; its relation for the text."""
        part = self._part(f"/word/{name}.xml", f"{_WORD}.{kind}+xml", serialised(root))
        return str(self.document.relate_to(part, f"{_OFFICE}/{kind}"))

    def add_picture(self, content: bytes, suffix: str) -> str:
        """A picture and its relation; the same one is kept once."""
        digits = hashlib.sha256(content).hexdigest()[:16]
        if digits not in self._pictures:
            part = self._part(f"/word/media/{digits}.{suffix}", f"image/{suffix}", content)
            self._pictures[digits] = str(self.document.relate_to(part, RELATIONSHIP_TYPE.IMAGE))
        return self._pictures[digits]

    def link(self, address: str) -> str:
        """The relation of an address outside."""
        if address not in self._links:
            self._links[address] = str(
                self.document.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            )
        return self._links[address]

    def add_fonts(self, scripts: Iterable[Script], faces: Iterable[Face]) -> None:
        """The table of fonts, with those that the file carries."""
        table = self._part("/word/fontTable.xml", f"{_WORD}.fontTable+xml", b"")
        self.document.relate_to(table, f"{_OFFICE}/fontTable")
        embedded: dict[str, list[Element]] = {}
        for number, face in enumerate(faces, start=1):
            part = self._part(
                f"/word/fonts/font{number}.odttf",
                "application/vnd.openxmlformats-officedocument.obfuscatedFont",
                face.content,
            )
            relation = table.relate_to(part, f"{_OFFICE}/font")
            embedded.setdefault(face.font, []).append(el(face.element, r_id=relation, fontKey=face.key))
        instead = {script.font: script.instead for script in scripts}
        fonts = [
            el(
                "font",
                el("altName", val=instead.get(name, "Segoe UI")),
                el("charset", val="00"),
                el("family", val="swiss"),
                el("pitch", val="variable"),
                *files,
                name=name,
            )
            for name, files in embedded.items()
        ]
        table._blob = serialised(el("fonts", *fonts))

    def describe(self, about: About) -> None:
        """Title, author, dates and our own facts."""
        core = self._part("/docProps/core.xml", CONTENT_TYPE.OPC_CORE_PROPERTIES, _core(about))
        app = self._part("/docProps/app.xml", CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _app())
        custom = self._part("/docProps/custom.xml", CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _custom(about))
        self._relate(self._relations, core, RELATIONSHIP_TYPE.CORE_PROPERTIES)
        self._relate(self._relations, app, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
        self._relate(self._relations, custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)

    def written(self, document: Element) -> bytes:
        """The file, with this as its text."""
        self.document._blob = serialised(document)
        rough = io.BytesIO()
        PackageWriter.write(rough, self._relations, self._parts)  # type: ignore[no-untyped-call]
        return _without_times(rough)

    def _part(self, name: str, kind: str, content: bytes) -> Any:
        part = Part(PackURI(name), kind, content)
        self._parts.append(part)
        return part

    def _relate(self, relations: Any, part: Any, kind: str) -> None:
        relations.get_or_add(kind, part)


def settings(language: str, *, embeds: bool) -> Element:
    """How office programs treat the file."""
    script = BY_LANGUAGE.get(language)
    return el(
        "settings",
        el("zoom", percent=100),
        el("embedTrueTypeFonts") if embeds else None,
        el("defaultTabStop", val=720),
        el("characterSpacingControl", val="doNotCompress"),
        el(
            "compat",
            el(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val=15,
            ),
        ),
        el("themeFontLang", val="en-GB", bidi=script.tag if script else "th-TH"),
        el("decimalSymbol", val="."),
        el("listSeparator", val=","),
    )


def numbering(lists: list[List]) -> Element:
    """The signs of lists, one entry for each style of lists."""
    return el(
        "numbering",
        *(_signs(number, one) for number, one in enumerate(lists, start=1)),
        *(
            el("num", el("abstractNumId", val=number), numId=number)
            for number, _ in enumerate(lists, start=1)
        ),
    )


def _signs(number: int, one: List) -> Element:
    level = el(
        "lvl",
        el("start", val=1),
        el("numFmt", val=one.kind),
        el("pStyle", val=one.style),
        el("lvlText", val="•" if one.kind == "bullet" else "%1."),
        el("lvlJc", val="left"),
        el("pPr", el("ind", left=twips(one.left), hanging=twips(one.hanging))),
        ilvl=0,
    )
    return el("abstractNum", el("multiLevelType", val="singleLevel"), level, abstractNumId=number)


def _without_times(rough: io.BytesIO) -> bytes:
    """The same archive without the moment at which it was written."""
    made = io.BytesIO()
    with zipfile.ZipFile(rough) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return made.getvalue()


def _core(about: About) -> bytes:
    created = _moment(about.created)
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{created}</dcterms:{name}>'
        for name in ("created", "modified")
        if created
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(about.title)}</dc:title><dc:subject>{escape(about.subject)}</dc:subject>"
        f"<dc:creator>{escape(about.author)}</dc:creator><dc:language>{escape(about.language)}</dc:language>{times}"
        "</cp:coreProperties>"
    ).encode()


def _moment(iso: str) -> str:
    """The moment in UTC as the format wants it, "" for what is none."""
    try:
        return dt.datetime.fromisoformat(iso).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return ""


def _app() -> bytes:
    return (
        f'{_HEAD}<Properties xmlns="{_EXTENDED}"><Application>MRS Portal</Application></Properties>'.encode()
    )


def _custom(about: About) -> bytes:
    rows = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(about.facts, start=2)
    )
    return f'{_HEAD}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}">{rows}</Properties>'.encode()
