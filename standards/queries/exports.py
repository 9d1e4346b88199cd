"""An edition made ready for the writers of `standards.exchange`, and what none of the files holds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import countries
from core.queries import history_of
from standards.exchange.facts import EditionFacts
from standards.intake import ReadLine
from standards.lines import tree_hash
from standards.models import Edition, Line, LineComment
from standards.tree import flat, tree_of

_CHANGES = (
    "edition.lines_written",
    "edition.changed",
    "edition.submitted",
    "edition.accepted",
    "edition.superseded",
)


def exported_lines(lines: Sequence[Line]) -> list[ReadLine]:
    """The lines in reading order with their keys and depths, as the writers take them."""
    return [
        ReadLine(
            kind=node.line.kind,
            number=node.line.number,
            text=node.line.text,
            text_original=node.line.text_original,
            depth=node.depth,
            critical=node.line.critical,
            marks=_marks(node.line.marks),
            key=str(node.line.key),
            unit_type=node.line.unit_type,
            translation=node.line.translation,
        )
        for node in flat(tree_of(lines))
    ]


def _marks(text: str) -> Decimal | None:
    try:
        marks = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return marks if marks is None or marks.is_finite() else None


def facts_of(edition: Edition, lines: Sequence[Line], user: User) -> EditionFacts:
    """What is said about the edition; of the one before it only to a person who may see that one."""
    standard = edition.standard
    last = history_of(edition).filter(event__in=_CHANGES).first()
    seen = Edition.objects.visible_to(user).with_standard()
    before = seen.filter(pk=edition.previous_id).first() if edition.previous_id else None
    hashed = edition.content_hash or tree_hash(
        (node.depth, node.line.content_hash) for node in flat(tree_of(lines))
    )
    return EditionFacts(
        ref=edition.ref,
        title=standard.title,
        label=edition.label,
        state=edition.state,
        country=countries.name_of(edition.country),
        body=standard.body.name,
        changed_at=last.at if last else edition.created_at,
        title_original=standard.title_original,
        owner=standard.owner.name if standard.owner else "",
        language=edition.language,
        licence=edition.licence,
        legal_basis=edition.legal_basis,
        issued_on=edition.issued_on,
        note=edition.note,
        skill_area=standard.skill_area.title,
        occupation=f"ISCO-08 {standard.occupation}",
        revision=edition.lines_revision,
        content_hash=hashed,
        levels=_levels(edition),
        previous=(before.ref, str(before)) if before else None,
    )


def _levels(edition: Edition) -> dict[str, tuple[str, ...]]:
    """Names of the framework's levels by label and by title: the country's own, and the region's where referenced."""
    framework = edition.level_framework
    if framework is None:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for level in framework.levels.select_related("regional__framework"):
        names = [f"{framework.short_name}:{level.label}"]
        if level.regional:
            names.append(f"{level.regional.framework.short_name}:{level.regional.label}")
        for word in (level.label, level.title):
            if word.strip():
                found.setdefault(word.strip().lower(), tuple(names))
    return found


def not_in_files(edition: Edition, lines: Sequence[Line], user: User) -> list[str]:
    """What no file of this edition holds, as sentences with figures."""
    comments = LineComment.objects.visible_to(user).filter(edition=edition).count()
    placed = sum(line.page is not None for line in lines)
    checked = sum(line.translation_checked_by_id is not None for line in lines)
    odd_marks = sum(bool(line.marks) and _marks(line.marks) is None for line in lines)
    sources = edition.source_files.count()
    told = [
        (
            placed,
            ngettext(
                "The place in the source file of %d line", "The places in the source file of %d lines", placed
            ),
        ),
        (comments, ngettext("%d comment", "%d comments", comments)),
        (
            checked,
            ngettext(
                "Who checked the translation of %d line", "Who checked the translations of %d lines", checked
            ),
        ),
        (
            odd_marks,
            ngettext(
                "The marks of %d line, which are no number",
                "The marks of %d lines, which are no numbers",
                odd_marks,
            ),
        ),
        (sources, ngettext("%d source file", "%d source files", sources)),
    ]
    return [*(text % count for count, text in told if count), _("The history, and who may read the edition")]
