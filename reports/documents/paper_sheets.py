"""The tables of a paper review as sheets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .paper_review import PaperReview, counts_of, grade_labels
from .sheets import Cell, Sheet


def sheets_of(document: PaperReview) -> list[Sheet]:
    """The check-list, its figures by heading, and the editions that lay on the desk."""
    return [_checklist(document), _figures(document), _editions(document)]


def _checklist(document: PaperReview) -> Sheet:
    labels = grade_labels()
    columns = (
        _("Heading"),
        _("Title of the heading"),
        _("Item"),
        _("Question"),
        _("Finding"),
        _("Answer"),
        _("Remark"),
        _("Evidence"),
    )
    rows = tuple(
        (
            heading.number,
            heading.title,
            one.number,
            one.question,
            labels.get(one.grade, ""),
            one.answer,
            one.remark,
            "\n".join(one.evidence),
        )
        for heading in document.headings
        for one in heading.findings
    )
    return Sheet(_("Check-list"), columns, rows, part="checklist")


def _figures(document: PaperReview) -> Sheet:
    columns = (_("Heading"), _("Title"), *grade_labels().values(), _("Answered in other words"), _("Items"))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (row.heading.number, row.heading.title, *row.by_grade, row.other, row.total)
        for row in counts_of(document)
    )
    return Sheet(_("Figures"), columns, rows, part="summary")


def _editions(document: PaperReview) -> Sheet:
    columns = (_("Country"), _("Title"), _("Edition"), _("State"))
    rows = tuple((one.country, one.title, one.label, one.state) for one in document.editions)
    return Sheet(_("Editions"), columns, rows)
