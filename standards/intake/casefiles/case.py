"""CASE packages (1.0 and 1.1) to lines: items by their tree, and a list of everything that has no place here.

Format: 1EdTech Competencies and Academic Standards Exchange. The tree is made of `isChildOf` associations; a
translation is an item of its own (`isTranslationOf`), here the other language of the same line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from standards.intake import limits
from standards.intake.blocks import Source
from standards.intake.casefiles.casekinds import kind_of
from standards.intake.casefiles.casepackage import Item, Json, Link, Package, parse
from standards.intake.casefiles.strictjson import load
from standards.intake.kinds import RANK, Base, LineKind, Param, Problem, ReadLine, ReadResult, Refused
from standards.intake.rules import checks

CHILD, TRANSLATION = "isChildOf", "isTranslationOf"
_ORIGINAL_LANGUAGES = {"th", "km", "lo", "my"}
_ORIGINAL_LETTERS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")
_KEPT = {
    "identifier",
    "fullStatement",
    "humanCodingScheme",
    "CFItemType",
    "language",
    "uri",
    "lastChangeDateTime",
}
_STRUCTURE = {"CFItemTypeURI", "CFDocumentURI", "extensions"}
_DEFINITIONS = ("CFConcepts", "CFSubjects", "CFLicenses", "CFAssociationGroupings")
_NOT_DETAILS = {"identifier", "uri", "lastChangeDateTime", "CFPackageURI", "caseVersion", "extensions"}
_UUID_OF_CASE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_DOUBTS = {"nothing_found", "no_criteria", "unit_without_criteria"}
_SHOWN_TYPES = 20
_RING = 10


@dataclass(slots=True)
class _Node:
    item: Item
    depth: int
    is_group: bool


@dataclass(slots=True)
class _Tree:
    """Children of each item ("" are the roots) in order, and what the associations could not say."""

    children: dict[str, list[Item]] = field(default_factory=lambda: defaultdict(list))
    parent: dict[str, str] = field(default_factory=dict)
    second_parents: int = 0


def read(path: Path, now: datetime) -> ReadResult:
    """The lines of a package. Raises Refused with every fault and its place (a JSON pointer).

    Args:
        now: nothing in the package may be of later than tomorrow.
    """
    if path.stat().st_size > limits.CASE_BYTES:
        raise Refused("too_big", limit=limits.CASE_BYTES // limits.MIB)
    return read_package(parse(load(path.read_bytes()), now))


def read_package(package: Package) -> ReadResult:
    """As `read`, of a package in memory."""
    twins, extra = _twins(package)
    twin_items = {twin.identifier for twin in twins.values()}
    items = [item for item in package.items if item.identifier not in twin_items]
    tree = _tree(package, items)
    nodes = list(_walk(tree))
    if len(nodes) < len(items):
        raise Refused("case_rows", problems=[_ring(tree, items, {node.item.identifier for node in nodes})])
    deepest = max(node.depth for node in nodes)
    if deepest >= limits.CASE_GROUPS:
        raise Refused("case_deep", limit=limits.CASE_GROUPS)
    lines = tuple(_line(package, node, twins.get(node.item.identifier)) for node in nodes)
    found = [w for w in checks.look(lines, Source([]), [], []) if w.code in _DOUBTS]
    return ReadResult(
        lines,
        tuple(found),
        0,
        f"case {package.version}",
        base=_base(package),
        not_kept=(*_not_kept(package, nodes, extra), *_parents_not_kept(tree)),
        changed_at=package.changed_at,
    )


# ---------------------------------------------------------------------- the tree
def _twins(package: Package) -> tuple[dict[str, Item], int]:
    """The translation of each item, if it has one in the package; and how many more there are."""
    by_id = {item.identifier: item for item in package.items}
    in_tree = {end for link in package.links if link.type == CHILD for end in (link.origin, link.destination)}
    twins: dict[str, Item] = {}
    more = 0
    for link in package.links:
        if link.type != TRANSLATION or link.origin not in by_id or link.destination not in by_id:
            continue
        if link.origin in in_tree or link.destination in twins or link.origin in twins:
            more += 1
        else:
            twins[link.destination] = by_id[link.origin]
    return twins, more


def _tree(package: Package, items: Sequence[Item]) -> _Tree:
    by_id = {item.identifier: item for item in items}
    tree = _Tree()
    orders: dict[str, float | None] = {}
    for link in package.links:
        if link.type != CHILD or link.origin not in by_id:
            continue
        known = link.destination in by_id
        if link.origin not in tree.parent or (known and not tree.parent[link.origin]):
            tree.second_parents += bool(tree.parent.get(link.origin))
            tree.parent[link.origin] = link.destination if known else ""
            orders[link.origin] = link.order
        elif known:
            tree.second_parents += 1
    for item in items:
        tree.children[tree.parent.get(item.identifier, "")].append(item)
    for siblings in tree.children.values():
        siblings.sort(key=lambda item: _place(item, orders.get(item.identifier)))
    return tree


def _place(item: Item, order: float | None) -> tuple[bool, float, bool, list[tuple[int, int, str]], int]:
    """The sequence number goes first, then the printed enumeration, then the order in the file."""
    parts = re.findall(r"\d{1,9}|\D+", item.enumeration.strip().lower())
    natural = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
    return (order is None, order or 0.0, not natural, natural, item.at)


def _walk(tree: _Tree) -> Iterator[_Node]:
    """All items below the root in reading order; without recursion, because a package may be any depth."""
    stack = [(item, 0) for item in reversed(tree.children.get("", []))]
    while stack:
        item, depth = stack.pop()
        below = tree.children.get(item.identifier, [])
        yield _Node(item, depth, bool(below))
        stack.extend((child, depth + 1) for child in reversed(below))


def _ring(tree: _Tree, items: Sequence[Item], reached: set[str]) -> Problem:
    """The first ring among items that no root leads to: its items by their codes or words."""
    by_id = {item.identifier: item for item in items}
    at = next(item.identifier for item in items if item.identifier not in reached)
    seen: set[str] = set()
    while at not in seen:
        seen.add(at)
        at = tree.parent[at]
    ring = [at]
    while tree.parent[ring[-1]] != at:
        ring.append(tree.parent[ring[-1]])
    names = [by_id[one].code or by_id[one].statement[:40] for one in ring[:_RING]]
    more = " …" if len(ring) > _RING else ""
    return Problem("case_ring", {"count": len(ring), "items": ", ".join(names) + more})


# ---------------------------------------------------------------------- one line
def _line(package: Package, node: _Node, twin: Item | None) -> ReadLine:
    item, own = node.item, node.item.extensions
    kind, _told = _kind(node)
    statement = "" if own.get("mrs:noStatement") is True else item.statement
    english, original = ("", statement) if _is_original(item) else (statement, "")
    return ReadLine(
        kind=kind,
        number=item.code,
        text=english,
        text_original=twin.statement if twin else original,
        depth=node.depth,
        critical=own.get("mrs:critical") is True,
        marks=_marks(own.get("mrs:marks")),
        key=_key(package, item),
        unit_type=_word(own.get("mrs:group")),
        translation=_word(own.get("mrs:translation")),
    )


def _kind(node: _Node) -> tuple[str, bool]:
    own = node.item.extensions.get("mrs:kind")
    if isinstance(own, str) and own in RANK:
        return own, True
    return kind_of(node.item.type, node.depth, is_group=node.is_group)


def _is_original(item: Item) -> bool:
    """Whether the statement is in the national language: as we said at export, by its language, by its letters."""
    own = item.extensions.get("mrs:original")
    if isinstance(own, bool):
        return own
    match = _LANGUAGE.match(item.language)
    if match:
        return match[1].lower() in _ORIGINAL_LANGUAGES
    return bool(_ORIGINAL_LETTERS.search(item.statement))


def _key(package: Package, item: Item) -> str:
    """The identifier as CASE allows it; one that CASE does not allow cannot go out again, so it is not taken."""
    return item.identifier if _UUID_OF_CASE.fullmatch(item.identifier) else ""


def _marks(value: object) -> Decimal | None:
    if not isinstance(value, str) or len(value) > 20:
        return None
    try:
        marks = Decimal(value)
    except InvalidOperation:
        return None
    return marks if marks.is_finite() and marks >= 0 else None


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _base(package: Package) -> Base | None:
    """What our own export says about the edition it was made from."""
    own = package.document.get("extensions")
    if not isinstance(own, dict):
        return None
    edition, revision, content_hash = (
        own.get(f"mrs:{name}") for name in ("edition", "linesRevision", "contentHash")
    )
    if (
        not isinstance(edition, str)
        or not isinstance(revision, int)
        or isinstance(revision, bool)
        or revision < 0
    ):
        return None
    return Base(edition[:200], min(revision, 2**31 - 1), str(content_hash or "")[:64])


# ---------------------------------------------------------------------- what has no place
def _not_kept(package: Package, nodes: Sequence[_Node], more_translations: int) -> Iterator[Problem]:
    yield from _types_not_kept(nodes)
    yield from _fields_not_kept(package)
    yield from _links_not_kept(package)
    definitions = package.raw.get("CFDefinitions")
    for name in _DEFINITIONS:
        count = _length(definitions.get(name)) if isinstance(definitions, dict) else 0
        if count:
            yield Problem("case_definitions", {"name": name, "count": count})
    if rubrics := _length(package.raw.get("CFRubrics")):
        yield Problem("case_rubrics", {"count": rubrics})
    if more_translations:
        yield Problem("case_translations", {"count": more_translations})
    strange = sum(not _UUID_OF_CASE.fullmatch(item.identifier) for item in package.items)
    if strange:
        yield Problem("case_identifiers", {"count": strange})


def _types_not_kept(nodes: Sequence[_Node]) -> Iterator[Problem]:
    """Types that the portal does not have, and as what they were taken."""
    found: Counter[tuple[str, str]] = Counter()
    for node in nodes:
        kind, told = _kind(node)
        if not told and node.item.type:
            found[node.item.type, kind] += 1
    for (name, kind), count in found.most_common(_SHOWN_TYPES):
        yield Problem("case_type", {"name": name[:80], "kind": LineKind(kind).value, "count": count})
    if len(found) > _SHOWN_TYPES:
        yield Problem("problems_more", {"count": len(found) - _SHOWN_TYPES})


def _fields_not_kept(package: Package) -> Iterator[Problem]:
    details = sorted(name for name, value in package.document.items() if value and name not in _NOT_DETAILS)
    if details:
        yield Problem("case_document", {"names": _names(details)})
    fields: Counter[str] = Counter()
    foreign = 0
    for item in package.items:
        ours = any(name.startswith("mrs:") for name in item.extensions)
        known = _KEPT | _STRUCTURE | ({"educationLevel"} if ours else set())
        fields.update(
            name for name, value in item.raw.items() if value not in (None, "", []) and name not in known
        )
        foreign += any(not name.startswith("mrs:") for name in item.extensions)
    for name, count in fields.most_common(_SHOWN_TYPES):
        yield Problem("case_field", {"name": name[:80], "count": count})
    if foreign or _foreign(package.document) or _foreign(package.raw):
        yield Problem("case_extensions", {"count": foreign})


def _foreign(owner: Json) -> bool:
    own = owner.get("extensions")
    return bool(own) and not (isinstance(own, dict) and all(name.startswith("mrs:") for name in own))


def _links_not_kept(package: Package) -> Iterator[Problem]:
    """Associations other than the tree, and ends that lie outside the package (named, never fetched)."""
    known = {item.identifier for item in package.items} | {package.identifier}
    others: Counter[str] = Counter()
    outside = 0
    for link in package.links:
        inside = _is_inside(link, known)
        if not inside:
            outside += 1
        elif link.type not in (CHILD, TRANSLATION):
            others[link.type] += 1
    for name, count in others.most_common(_SHOWN_TYPES):
        yield Problem("case_association", {"name": name[:80], "count": count})
    if outside:
        yield Problem("case_outside", {"count": outside})


def _is_inside(link: Link, known: set[str]) -> bool:
    return link.origin in known and link.destination in known


def _parents_not_kept(tree: _Tree) -> list[Problem]:
    return [Problem("case_parents", {"count": tree.second_parents})] if tree.second_parents else []


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0


def _names(names: Sequence[str]) -> str:
    shown: list[Param] = [name[:60] for name in names[:_SHOWN_TYPES]]
    return ", ".join(map(str, shown)) + (" …" if len(names) > _SHOWN_TYPES else "")
