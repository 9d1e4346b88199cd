"""An edition as a CASE 1.1 package (1EdTech, final of 24 January 2025), in the flat form that single objects have.

Only properties of the specification are written; what is ours stands in `extensions` under "mrs:" names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from standards.exchange.facts import EditionFacts, Exported
from standards.exchange.identifiers import derived, item_identifier
from standards.intake import Problem, ReadLine, limits
from standards.intake.casefiles.casekinds import TYPE_OF
from standards.intake.kinds import LineKind
from standards.intake.ours.template import marks_text

Json = dict[str, Any]
CONTENT_TYPE = "application/json"
ADOPTION = {
    "draft": "Private Draft",
    "submitted": "Draft",
    "returned": "Draft",
    "accepted": "Adopted",
    "superseded": "Deprecated",
}
_FRAMEWORK_TYPE = "National competency standard"
_TITLE_CHARACTERS = 200


@dataclass(slots=True)
class _Writer:
    facts: EditionFacts
    address: str  # of the portal, without a slash at its end
    not_carried: list[Problem] = field(default_factory=list)

    @property
    def document(self) -> str:
        """The identifier of the document."""
        return document_identifier(self.facts.ref)

    @property
    def moment(self) -> str:
        """When the edition was last changed."""
        return self.facts.changed_at.isoformat(timespec="seconds")

    def uri(self, kind: str, identifier: str) -> str:
        """The address that the object has in the portal's CASE service."""
        return f"{self.address}/ims/case/v1p1/{kind}/{identifier}"

    def thing(self, kind: str, identifier: str) -> Json:
        """What every object begins with."""
        return {
            "identifier": identifier,
            "uri": self.uri(kind, identifier),
            "lastChangeDateTime": self.moment,
        }

    def link(self, kind: str, identifier: str, title: str) -> Json:
        """A LinkURI."""
        return {
            "title": title[:_TITLE_CHARACTERS],
            "identifier": identifier,
            "uri": self.uri(kind, identifier),
        }


def document_identifier(ref: str) -> str:
    """The identifier of an edition's document and package."""
    return derived("edition", ref)


def package(facts: EditionFacts, lines: Sequence[ReadLine], address: str) -> tuple[Json, list[Problem]]:
    """The package, and what it does not carry.

    Args:
        lines: in reading order, with keys; `depth` makes the tree.
        address: of the portal, such as "https://portal.example.org".
    """
    writer = _Writer(facts, address.rstrip("/"))
    items, links = _items(writer, lines)
    data: Json = {
        "CFDocument": _document(writer),
        "CFItems": items,
        "CFAssociations": [*links, *_replaced(writer)],
        "CFDefinitions": _definitions(writer, lines),
    }
    return data, writer.not_carried


def write(facts: EditionFacts, lines: Sequence[ReadLine], address: str) -> Exported:
    """The package as a file."""
    data, not_carried = package(facts, lines, address)
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    return Exported(content, "case.json", CONTENT_TYPE, tuple(not_carried))


def _filled(values: Json) -> Json:
    """Without members that say nothing: an empty text is not the same as none for every reader."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _document(writer: _Writer) -> Json:
    facts = writer.facts
    licence = _licence_identifier(facts)
    own = {
        "mrs:edition": facts.ref,
        "mrs:linesRevision": facts.revision,
        "mrs:contentHash": facts.content_hash,
        "mrs:country": facts.country,
        "mrs:titleOriginal": facts.title_original,
        "mrs:originalLanguage": facts.language,
        "mrs:legalBasis": facts.legal_basis,
    }
    values = {
        **writer.thing("CFDocuments", writer.document),
        "creator": facts.body,
        "title": facts.title,
        "frameworkType": _FRAMEWORK_TYPE,
        "caseVersion": "1.1",
        "publisher": facts.owner,
        "subject": [text for text in (facts.skill_area, facts.occupation) if text],
        "language": "en",
        "version": facts.label,
        "adoptionStatus": ADOPTION.get(facts.state, "Draft"),
        "statusStartDate": facts.issued_on.isoformat() if facts.issued_on else "",
        "licenseURI": writer.link("CFLicenses", licence, facts.licence) if licence else None,
        "notes": facts.note,
    }
    document = _filled(values)
    document["extensions"] = {name: value for name, value in own.items() if value != ""}
    return document


def _items(writer: _Writer, lines: Sequence[ReadLine]) -> tuple[list[Json], list[Json]]:
    items: list[Json] = []
    links: list[Json] = []
    open_lines: list[tuple[str, str, tuple[str, ...]]] = []  # identifier, title, education level
    counts: dict[str, int] = {}
    for line in lines:
        identifier = item_identifier(line.key)
        title = _title(line)
        del open_lines[line.depth :]
        levels = _levels(writer, line, open_lines)
        item = _item(writer, line, identifier, levels)
        items.append(item)
        above = open_lines[-1] if open_lines else None
        parent = above[0] if above else writer.document
        counts[parent] = counts.get(parent, 0) + 1
        there = (
            ("CFItems", above[0], above[1]) if above else ("CFDocuments", writer.document, writer.facts.title)
        )
        link = _association(writer, "isChildOf", ("CFItems", identifier, title), there)
        links.append({**link, "sequenceNumber": counts[parent]})
        open_lines.append((identifier, title, levels))
        if line.text and line.text_original:
            twin = _twin(writer, line, identifier, item)
            items.append(twin)
            here = ("CFItems", twin["identifier"], line.text_original)
            links.append(_association(writer, "isTranslationOf", here, ("CFItems", identifier, title)))
    return items, links


def _title(line: ReadLine) -> str:
    return line.number or line.text or line.text_original or line.kind


def _levels(
    writer: _Writer, line: ReadLine, above: Sequence[tuple[str, str, tuple[str, ...]]]
) -> tuple[str, ...]:
    """The level that a line of kind level stands for, and for lines below it the same."""
    if line.kind == LineKind.LEVEL:
        for words in (line.number, line.text, line.text.rpartition(" ")[2]):
            if words.strip().lower() in writer.facts.levels:
                return writer.facts.levels[words.strip().lower()]
    return above[-1][2] if above else ()


def _item(writer: _Writer, line: ReadLine, identifier: str, levels: tuple[str, ...]) -> Json:
    original = bool(line.text_original and not line.text)
    statement = line.text or line.text_original
    own = {
        "mrs:kind": line.kind,
        "mrs:critical": line.critical,
        "mrs:marks": marks_text(line.marks),
        "mrs:group": line.unit_type,
        "mrs:translation": line.translation,
        "mrs:original": original,
        "mrs:noStatement": not statement,
    }
    type_name = TYPE_OF[LineKind(line.kind)]
    item = {
        **writer.thing("CFItems", identifier),
        "fullStatement": statement or _title(line),
        "humanCodingScheme": line.number,
        "CFItemType": type_name,
        "CFItemTypeURI": writer.link("CFItemTypes", _type_identifier(line.kind), type_name),
        "language": _original_language(writer) if original else "en",
        "educationLevel": list(levels),
        "extensions": {name: value for name, value in own.items() if value not in ("", False)},
    }
    _check_size(writer, item)
    return _filled(item)


def _check_size(writer: _Writer, item: Json) -> None:
    if len(json.dumps(item["extensions"])) > limits.CASE_EXTENSION_BYTES:
        writer.not_carried.append(Problem("case_extension", {"pointer": item["identifier"], "limit": 64}))
        item["extensions"] = {"mrs:kind": item["extensions"]["mrs:kind"]}


def _twin(writer: _Writer, line: ReadLine, identifier: str, item: Json) -> Json:
    """The line in its original language."""
    language = _original_language(writer)
    return _filled(
        {
            **writer.thing("CFItems", derived(identifier, "original")),
            "fullStatement": line.text_original,
            "humanCodingScheme": line.number,
            "CFItemType": item["CFItemType"],
            "CFItemTypeURI": item["CFItemTypeURI"],
            "language": language,
        }
    )


def _original_language(writer: _Writer) -> str:
    language = writer.facts.language
    return language if language and language != "en" else "und"


def _association(
    writer: _Writer, kind: str, origin: tuple[str, str, str], there: tuple[str, str, str]
) -> Json:
    identifier = derived(origin[1], kind, there[1])
    return {
        **writer.thing("CFAssociations", identifier),
        "associationType": kind,
        "originNodeURI": {**writer.link(*_link(origin)), "targetType": "CASE"},
        "destinationNodeURI": {**writer.link(*_link(there)), "targetType": "CASE"},
    }


def _link(end: tuple[str, str, str]) -> tuple[str, str, str]:
    kind, identifier, title = end
    return kind, identifier, title or identifier


def _replaced(writer: _Writer) -> Iterator[Json]:
    """The edition before this one is replaced by this one."""
    if writer.facts.previous:
        ref, title = writer.facts.previous
        here = ("CFDocuments", writer.document, writer.facts.title)
        yield _association(writer, "replacedBy", ("CFDocuments", document_identifier(ref), title), here)


def _definitions(writer: _Writer, lines: Sequence[ReadLine]) -> Json:
    kinds = sorted({line.kind for line in lines}, key=[kind.value for kind in LineKind].index)
    types = [
        {
            **writer.thing("CFItemTypes", _type_identifier(kind)),
            "title": TYPE_OF[LineKind(kind)],
            "description": TYPE_OF[LineKind(kind)],
            "hierarchyCode": str(number),
        }
        for number, kind in enumerate(kinds, 1)
    ]
    licence = _licence_identifier(writer.facts)
    licences = (
        [
            {
                **writer.thing("CFLicenses", licence),
                "title": writer.facts.licence,
                "licenseText": writer.facts.licence,
            }
        ]
        if licence
        else []
    )
    return _filled({"CFItemTypes": types, "CFLicenses": licences})


def _type_identifier(kind: str) -> str:
    return derived("kind", kind)


def _licence_identifier(facts: EditionFacts) -> str:
    return derived("licence", facts.licence) if facts.licence else ""
