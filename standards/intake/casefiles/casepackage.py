"""A CASE package (1.0 or 1.1, by 1EdTech) as plain items and associations, with every fault named by its place.

Addresses in a package are text only; nothing is ever fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from standards.intake import limits
from standards.intake.kinds import Problem, Refused

_UUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.I)
_LANGUAGE_CHARACTERS = 60
_NAME_CHARACTERS = 500
_CLOCKS_DIFFER = timedelta(days=1)
_SHOWN = 50

Json = dict[str, Any]


@dataclass(slots=True)
class Item:
    """One item of a package; `at` is its index there, `raw` all its members."""

    at: int
    identifier: str
    statement: str
    code: str
    type: str
    language: str
    enumeration: str
    extensions: Json
    raw: Json


@dataclass(frozen=True, slots=True)
class Link:
    """One association. `order` is the sequence number, None where there is none."""

    type: str
    origin: str
    destination: str
    order: float | None


@dataclass(slots=True)
class Package:
    """What was read; `changed_at` and the document's identifier are normalised."""

    identifier: str
    document: Json
    items: list[Item]
    links: list[Link]
    raw: Json
    version: str
    changed_at: str


@dataclass(slots=True)
class Faults:
    """Collects what is wrong, each with a JSON pointer."""

    now: datetime
    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, pointer: str, **params: str | int) -> None:
        """Remember one."""
        self.found.append(Problem(code, {"pointer": pointer, **params}))

    def text(
        self, owner: Json, name: str, at: str, *, most: int = _NAME_CHARACTERS, needed: bool = False
    ) -> str:
        """A member that is text; "" where it is absent and may be."""
        value = owner.get(name)
        pointer = f"{at}/{name}"
        if value is None or (value == "" and needed):
            if needed:
                self.add("case_missing", pointer)
            return ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.add("case_wrong", pointer, wanted="a text")
            return ""
        if len(value) > most:
            self.add("case_long", pointer, limit=f"{most:,}")
        return value

    def texts(self, owner: Json, name: str, at: str) -> None:
        """A member that is a list of texts."""
        value = owner.get(name)
        if value is not None and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            self.add("case_wrong", f"{at}/{name}", wanted="a list of texts")

    def identifier(self, owner: Json, name: str, at: str) -> str:
        """A UUID in lower case."""
        value = self.text(owner, name, at, needed=True)
        match = _UUID.fullmatch(value.strip())
        if value and not match:
            self.add("case_identifier", f"{at}/{name}", value=value[:40])
        return match[1].lower() if match else ""

    def moment(self, owner: Json, at: str) -> str:
        """When it was last changed: ISO 8601 with a zone, not in the future."""
        value = self.text(owner, "lastChangeDateTime", at, needed=True)
        pointer = f"{at}/lastChangeDateTime"
        if not value:
            return ""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.add("case_moment", pointer, value=value[:40])
        elif moment > self.now + _CLOCKS_DIFFER:
            self.add("case_future", pointer, value=value[:40])
        else:
            return moment.isoformat()
        return ""

    def extensions(self, owner: Json, at: str) -> Json:
        """The extensions of an object, which may be of any form but not of any size."""
        value = owner.get("extensions")
        if value is None:
            return {}
        if len(json.dumps(value)) > limits.CASE_EXTENSION_BYTES:
            self.add("case_extension", f"{at}/extensions", limit=limits.CASE_EXTENSION_BYTES // 1024)
        return value if isinstance(value, dict) else {}

    def settle(self) -> None:
        """Raises Refused if anything is wrong."""
        if not self.found:
            return
        shown = self.found[:_SHOWN]
        if len(self.found) > _SHOWN:
            shown.append(Problem("problems_more", {"count": len(self.found) - _SHOWN}))
        raise Refused("case_rows", problems=shown)


def parse(data: Any, now: datetime) -> Package:
    """The package. Raises Refused with everything that is wrong in it."""
    raw = _package(data)
    faults = Faults(now)
    document = raw["CFDocument"]
    identifier = faults.identifier(document, "identifier", "/CFDocument")
    for name, needed in (
        ("title", True),
        ("creator", True),
        ("uri", True),
        ("version", False),
        ("language", False),
    ):
        faults.text(document, name, "/CFDocument", needed=needed, most=2_000)
    changed_at = faults.moment(document, "/CFDocument")
    faults.extensions(document, "/CFDocument")
    items = list(_items(raw, faults))
    links = list(_links(raw, faults))
    faults.settle()
    version = "1.1" if document.get("caseVersion") == "1.1" else "1.0"
    return Package(identifier, document, items, links, raw, version, changed_at)


def _package(data: Any) -> Json:
    if isinstance(data, dict) and isinstance(data.get("CFPackage"), dict):
        data = data["CFPackage"]
    if not isinstance(data, dict) or isinstance(data.get("CFPackages"), list):
        raise Refused("case_package")
    if "CFDocuments" in data or isinstance(data.get("CFDocument"), list):
        raise Refused("case_documents")
    if not isinstance(data.get("CFDocument"), dict):
        raise Refused("case_package")
    items = data.get("CFItems")
    if not isinstance(items, list) or not items:
        raise Refused("case_empty")
    if len(items) > limits.CASE_ITEMS:
        raise Refused("case_items", limit=f"{limits.CASE_ITEMS:,}")
    links = data.get("CFAssociations") or []
    if not isinstance(links, list):
        raise Refused("case_rows", problems=[_wrong("/CFAssociations", "a list of associations")])
    if len(links) > limits.CASE_ASSOCIATIONS:
        raise Refused("case_items", limit=f"{limits.CASE_ASSOCIATIONS:,}")
    return data


def _wrong(pointer: str, wanted: str) -> Problem:
    return Problem("case_wrong", {"pointer": pointer, "wanted": wanted})


def _items(raw: Json, faults: Faults) -> Iterator[Item]:
    seen: dict[str, int] = {}
    for at, one in enumerate(raw["CFItems"]):
        pointer = f"/CFItems/{at}"
        if not isinstance(one, dict):
            faults.add("case_wrong", pointer, wanted="an item")
            continue
        identifier = faults.identifier(one, "identifier", pointer)
        if identifier and identifier in seen:
            faults.add("case_twice", f"{pointer}/identifier", value=identifier, other=seen[identifier])
        seen[identifier] = at
        faults.moment(one, pointer)
        for name in ("educationLevel", "conceptKeywords", "subject"):
            faults.texts(one, name, pointer)
        yield Item(
            at=at,
            identifier=identifier,
            statement=faults.text(one, "fullStatement", pointer, most=limits.LINE_CHARACTERS, needed=True),
            code=faults.text(one, "humanCodingScheme", pointer),
            type=faults.text(one, "CFItemType", pointer),
            language=faults.text(one, "language", pointer, most=_LANGUAGE_CHARACTERS),
            enumeration=faults.text(one, "listEnumeration", pointer),
            extensions=faults.extensions(one, pointer),
            raw=one,
        )


def _links(raw: Json, faults: Faults) -> Iterator[Link]:
    for at, one in enumerate(raw.get("CFAssociations") or []):
        pointer = f"/CFAssociations/{at}"
        if not isinstance(one, dict):
            faults.add("case_wrong", pointer, wanted="an association")
            continue
        origin, destination = (
            _end(one, name, pointer, faults) for name in ("originNodeURI", "destinationNodeURI")
        )
        kind = faults.text(one, "associationType", pointer, needed=True)
        if origin and origin == destination:
            faults.add("case_itself", pointer)
        yield Link(kind, origin, destination, _order(one, pointer, faults))


def _end(link: Json, name: str, at: str, faults: Faults) -> str:
    """One end of an association. In other documents an identifier may be any text."""
    value = link.get(name)
    if not isinstance(value, dict):
        faults.add("case_wrong", f"{at}/{name}", wanted="an object with an identifier")
        return ""
    text = faults.text(value, "identifier", f"{at}/{name}", needed=True).strip()
    match = _UUID.fullmatch(text)
    return match[1].lower() if match else text


def _order(link: Json, at: str, faults: Faults) -> float | None:
    value = link.get("sequenceNumber")
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        faults.add("case_wrong", f"{at}/sequenceNumber", wanted="a number")
        return None
    return float(value)
