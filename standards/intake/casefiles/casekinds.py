"""What the item types of CASE packages are in the portal: a table, and the place in the tree for all other types."""

from __future__ import annotations

from collections.abc import Mapping

from standards.intake.kinds import LineKind

#: The names under which the portal exports its kinds.
TYPE_OF: Mapping[LineKind, str] = {
    LineKind.LEVEL: "Level",
    LineKind.UNIT: "Unit of Competency",
    LineKind.DESCRIPTOR: "Unit Descriptor",
    LineKind.ELEMENT: "Element",
    LineKind.CRITERION: "Performance Criterion",
    LineKind.KNOWLEDGE: "Knowledge",
    LineKind.SKILL: "Skill",
    LineKind.ATTITUDE: "Attitude",
    LineKind.RANGE: "Range of Variables",
    LineKind.EVIDENCE: "Evidence Guide",
    LineKind.ASSESSMENT: "Assessment Condition",
}

#: Other names in use, in lower case. Types of school curricula ("Standard", "Cluster") are left to the tree.
_OTHERS: Mapping[str, LineKind] = {
    "qualification level": LineKind.LEVEL,
    "skill level": LineKind.LEVEL,
    "unit": LineKind.UNIT,
    "competency unit": LineKind.UNIT,
    "competency": LineKind.UNIT,
    "module": LineKind.UNIT,
    "descriptor": LineKind.DESCRIPTOR,
    "element of competency": LineKind.ELEMENT,
    "competency element": LineKind.ELEMENT,
    "learning outcome": LineKind.ELEMENT,
    "criterion": LineKind.CRITERION,
    "performance criteria": LineKind.CRITERION,
    "assessment criterion": LineKind.CRITERION,
    "required knowledge": LineKind.KNOWLEDGE,
    "underpinning knowledge": LineKind.KNOWLEDGE,
    "skills": LineKind.SKILL,
    "required skills": LineKind.SKILL,
    "underpinning skills": LineKind.SKILL,
    "ability": LineKind.SKILL,
    "attitudes": LineKind.ATTITUDE,
    "behaviour": LineKind.ATTITUDE,
    "range": LineKind.RANGE,
    "range statement": LineKind.RANGE,
    "evidence": LineKind.EVIDENCE,
    "assessment": LineKind.ASSESSMENT,
    "method of assessment": LineKind.ASSESSMENT,
}
_KIND_OF = {name.lower(): kind for kind, name in TYPE_OF.items()} | dict(_OTHERS)


def kind_of(item_type: str, depth: int, *, is_group: bool) -> tuple[LineKind, bool]:
    """The kind of an item, and whether its type tells it (else its place: root group, group, leaf)."""
    known = _KIND_OF.get(" ".join(item_type.lower().split()))
    if known:
        return known, True
    if not is_group:
        return LineKind.CRITERION, False
    return (LineKind.ELEMENT if depth else LineKind.UNIT), False
