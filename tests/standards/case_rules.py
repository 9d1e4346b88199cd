"""The rules of CASE 1.1 that an export is held to, as tables (1EdTech, OpenAPI of 24 January 2025): a small validator."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[8-9a-b][0-9a-f]{3}-[0-9a-f]{12}")
ASSOCIATIONS = {
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
}
OWN_ASSOCIATION = re.compile(r"ext:[A-Za-z0-9._-]+")
COMMON = {"identifier": "uuid", "uri": "uri", "lastChangeDateTime": "moment"}
LINK = {"title": "text", "identifier": "uuid", "uri": "uri"}

# name: (required members, all others that are allowed)
RULES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "CFDocument": (
        {**COMMON, "creator": "text", "title": "text"},
        {
            "frameworkType": "text",
            "caseVersion": "1.1",
            "officialSourceURL": "uri",
            "publisher": "text",
            "description": "text",
            "subject": "texts",
            "subjectURI": "links",
            "language": "text",
            "version": "text",
            "adoptionStatus": "text",
            "statusStartDate": "date",
            "statusEndDate": "date",
            "licenseURI": "link",
            "notes": "text",
            "extensions": "object",
        },
    ),
    "CFItem": (
        {**COMMON, "fullStatement": "text"},
        {
            "alternativeLabel": "text",
            "CFItemType": "text",
            "CFItemTypeURI": "link",
            "humanCodingScheme": "text",
            "listEnumeration": "text",
            "abbreviatedStatement": "text",
            "conceptKeywords": "texts",
            "conceptKeywordsURI": "link",
            "notes": "text",
            "subject": "texts",
            "subjectURI": "links",
            "language": "text",
            "educationLevel": "texts",
            "licenseURI": "link",
            "statusStartDate": "date",
            "statusEndDate": "date",
            "extensions": "object",
        },
    ),
    "CFAssociation": (
        {**COMMON, "associationType": "association", "originNodeURI": "end", "destinationNodeURI": "end"},
        {
            "sequenceNumber": "number",
            "CFAssociationGroupingURI": "link",
            "notes": "text",
            "extensions": "object",
        },
    ),
    "CFItemType": (
        {**COMMON, "title": "text", "description": "text", "hierarchyCode": "text"},
        {"typeCode": "text", "extensions": "object"},
    ),
    "CFLicense": (
        {**COMMON, "title": "text", "licenseText": "text"},
        {"description": "text", "extensions": "object"},
    ),
}
PACKAGE = {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions"}
DEFINITIONS = {
    "CFConcepts",
    "CFSubjects",
    "CFLicenses",
    "CFItemTypes",
    "CFAssociationGroupings",
    "extensions",
}


def faults(package: dict[str, Any]) -> list[str]:
    """Everything in which the package breaks the rules."""
    return list(_faults(package))


def _faults(package: dict[str, Any]) -> Iterator[str]:
    yield from (f"package: {name} is unknown" for name in package.keys() - PACKAGE)
    yield from _object("CFDocument", package["CFDocument"], "/CFDocument")
    for at, item in enumerate(package["CFItems"]):
        yield from _object("CFItem", item, f"/CFItems/{at}")
    for at, link in enumerate(package["CFAssociations"]):
        yield from _object("CFAssociation", link, f"/CFAssociations/{at}")
    definitions = package.get("CFDefinitions", {})
    yield from (f"definitions: {name} is unknown" for name in definitions.keys() - DEFINITIONS)
    for name, rule in (("CFItemTypes", "CFItemType"), ("CFLicenses", "CFLicense")):
        for at, one in enumerate(definitions.get(name, [])):
            yield from _object(rule, one, f"/CFDefinitions/{name}/{at}")
    yield from _identifiers(package)


def _identifiers(package: dict[str, Any]) -> Iterator[str]:
    """No identifier twice; every end of an association that names an item or this document is there."""
    everything = [package["CFDocument"], *package["CFItems"], *package["CFAssociations"]]
    seen = [one["identifier"] for one in everything]
    yield from (
        f"{one} is there twice" for one in {one for one in seen if seen.count(one) > 1} if len(seen) < 3_000
    )
    known = {one["identifier"] for one in [package["CFDocument"], *package["CFItems"]]}
    for link in package["CFAssociations"]:
        if link["associationType"] != "replacedBy":
            ends = (link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"])
            yield from (f"{end} is not in the package" for end in ends if end not in known)


def _object(rule: str, value: dict[str, Any], at: str) -> Iterator[str]:
    needed, optional = RULES[rule]
    yield from (f"{at}/{name} is missing" for name in needed.keys() - value.keys())
    yield from (f"{at}/{name} is not allowed" for name in value.keys() - needed.keys() - optional.keys())
    for name, one in value.items():
        kind = needed.get(name) or optional.get(name)
        if kind and not _fits(kind, one):
            yield f"{at}/{name}: {one!r} is no {kind}"


def _fits(kind: str, value: Any) -> bool:
    text = isinstance(value, str) and bool(value)
    if kind == "uuid":
        return text and bool(IDENTIFIER.fullmatch(value))
    if kind == "uri":
        return text and value.startswith("https://")
    if kind == "moment":
        return text and datetime.fromisoformat(value).tzinfo is not None
    if kind == "date":
        return text and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))
    if kind == "texts":
        return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
    if kind == "number":
        return isinstance(value, int) and value >= 0
    if kind == "object":
        return isinstance(value, dict) and len(json.dumps(value)) <= 64 * 1024
    if kind == "association":
        return value in ASSOCIATIONS or (text and bool(OWN_ASSOCIATION.fullmatch(value)))
    if kind in ("link", "end"):
        extra = {"targetType"} if kind == "end" else set()
        return (
            isinstance(value, dict)
            and LINK.keys() <= value.keys() <= LINK.keys() | extra
            and all(_fits(LINK[name], value[name]) for name in LINK)
            and value.get("targetType", "CASE") == "CASE"
        )
    return value == kind if kind == "1.1" else text
