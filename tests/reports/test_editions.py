"""A report that compares two editions of one standard and says what the newer one means for the corridor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarking.models import Benchmark
from core.files import store
from core.models import StoredFile
from core.states import IllegalMove
from corridors import actions as corridors
from reports import actions, pdf, snapshots
from reports.documents import editions as paper
from reports.documents import kinds
from reports.documents.codec import to_plain
from reports.documents.editions_page import plain, sheets_of
from reports.documents.html import html_of
from reports.models import Report, ReportFile, Scope
from reports.states import ReportKind, ReportState
from standards import actions as standards
from standards.lines import NewLine
from standards.models import Edition
from standards.states import EditionState
from standards.tree import flat, tree_of
from tests.conftest import World
from tests.reports.world import complete, judged

KIND = ReportKind.EDITIONS
#: By number: what the newer Cambodian edition says instead; None takes the line out.
NEW_WORDS = {"1.1": "Cement and sand are measured by weight in the ratio given", "2.2": None}


@pytest.fixture
def newer(small_world: World) -> Edition:
    """The next Cambodian edition: 1.1 is worded anew, 2.2 is gone, 2.3 is new, 1.2 comes before 1.1."""
    return following(small_world.cambodian, small_world)


def following(edition: Edition, world: World) -> Edition:
    by = world.cast.focal_kh
    draft = standards.new_edition(edition=edition, by=by)
    rows = []
    for node in flat(tree_of(draft.lines.order_by("position"))):
        line = node.line
        text = NEW_WORDS.get(line.number, line.text)
        if text is not None:
            rows.append(
                NewLine(line.kind, line.number, text, depth=node.depth, critical=line.critical, key=line.key)
            )
    rows[2], rows[3] = rows[3], rows[2]
    rows.append(NewLine("criterion", "2.3", "Joints are raked ១០ មីលីម៉ែត្រ deep", depth=2))
    standards.write_lines(edition=draft, rows=rows, by=by)
    Edition.objects.filter(pk=draft.pk).update(label="2020")
    draft.refresh_from_db()
    corridors.submit_edition(edition=draft, by=by)
    return Edition.objects.select_related("standard").get(pk=draft.pk)


def scope_of(world: World, newer: Edition) -> Scope:
    return replace(Scope.of(world.th_kh), older=world.cambodian, newer=newer)


def frozen(world: World, newer: Edition) -> paper.Editions:
    made = snapshots.build(
        KIND,
        scope_of(world, newer),
        number="N",
        version=1,
        now=timezone.localtime(),
        by=world.cast.coordinator,
    )
    return cast(paper.Editions, made)


def test_every_line_that_differs_stands_side_by_side_in_reading_order(
    small_world: World, newer: Edition
) -> None:
    document = frozen(small_world, newer)
    told = [
        (one.fate, one.older.number if one.older else "", one.newer.number if one.newer else "")
        for section in document.sections
        for one in section.changes
    ]

    assert told == [
        ("moved", "1.2", "1.2"),
        ("changed", "1.1", "1.1"),
        ("removed", "2.2", ""),
        ("new", "", "2.3"),
    ]
    assert document.counts == paper.Counts(new=1, removed=1, changed=1, moved=1, same=5)
    assert (document.older.lines, document.newer.lines) == (8, 8)
    assert document.newer.is_provisional


def test_each_side_says_what_it_says_with_its_own_words_marked(small_world: World, newer: Edition) -> None:
    document = frozen(small_world, newer)
    change = next(one for section in document.sections for one in section.changes if one.fate == "changed")
    assert change.older
    assert change.newer

    assert plain(change.older.text) == "Cement and sand are measured by volume in the ratio given"
    assert plain(change.newer.text) == NEW_WORDS["1.1"]
    assert [piece.text for piece in change.older.text if piece.mark == paper.GONE] == ["volume"]
    assert [piece.text for piece in change.newer.text if piece.mark == paper.ADDED] == ["weight"]


def test_it_says_which_judgements_and_gaps_the_newer_edition_touches(
    small_world: World, newer: Edition
) -> None:
    judged(small_world)
    impact = frozen(small_world, newer).impact
    assert impact is not None

    assert impact.carried + impact.reopened == impact.total == 5
    assert impact.reopened == len(impact.again) > 0
    assert any("1.1 changed" in one.why for one in impact.again)
    assert all(one.rating in ("F", "P", "N") for one in impact.again)


def test_without_a_comparison_there_is_no_word_of_judgements(small_world: World, newer: Edition) -> None:
    document = frozen(small_world, newer)

    assert document.impact is None
    assert "No comparison of this corridor rests on the older edition" in html_of(document)
    assert "says nothing of judgements" in " ".join(snapshots.warnings(KIND, document))


def test_it_stays_at_home_until_the_comparison_is_released(small_world: World, newer: Edition) -> None:
    benchmark = judged(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(created_at=timezone.now() - timedelta(days=1))
    scope, by = scope_of(small_world, newer), small_world.cast.coordinator
    report = actions.request_report(scope=scope, kind=KIND, by=by)
    ReportFile.objects.filter(version__report=report).update(stored=_stored())

    with pytest.raises(IllegalMove, match="is not released"):
        actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=by)
    assert frozen(small_world, newer).is_draft
    complete(benchmark)
    with pytest.raises(IllegalMove, match="made before the benchmark was released"):
        actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=by)
    assert not frozen(small_world, newer).is_draft


def _stored() -> StoredFile:
    return store(b"%PDF-1.7\n%%EOF\n", name="r.pdf", content_type="application/pdf", by=None)


def test_gaps_of_an_earlier_comparison_stand_in_it_once_they_are_released(
    small_world: World, newer: Edition
) -> None:
    first = judged(small_world)
    second = judged(small_world)
    Benchmark.objects.filter(pk=second.pk).update(previous=first)
    hidden = frozen(small_world, newer).impact
    complete(first)
    shown = frozen(small_world, newer).impact
    assert hidden
    assert shown

    assert "G01" not in [gap.ref for gap in hidden.gaps]
    assert "G01" in [gap.ref for gap in shown.gaps]
    assert hidden.comparison == shown.comparison == "Benchmark 2"


@pytest.mark.parametrize(
    "which", ["none", "twice", "other standard", "wrong way round", "draft", "other country"]
)
def test_what_cannot_be_compared_is_refused_in_words(small_world: World, newer: Edition, which: str) -> None:
    older: Edition | None = small_world.cambodian
    other: Edition | None = newer
    if which == "none":
        older = None
    elif which == "twice":
        other = older
    elif which == "other standard":
        older = small_world.thai
    elif which == "wrong way round":
        older, other = newer, small_world.cambodian
    elif which == "draft":
        Edition.objects.filter(pk=newer.pk).update(state=EditionState.DRAFT)
    scope = replace(Scope.of(small_world.th_kh), older=older, newer=other)
    if which == "other country":
        scope = replace(Scope.of(small_world.th_la), older=older, newer=other)

    with pytest.raises(snapshots.Refused, match="Choose"):
        snapshots.build(
            KIND, scope, number="", version=1, now=timezone.localtime(), by=small_world.cast.coordinator
        )


def test_equal_editions_are_nothing_to_report(small_world: World) -> None:
    by = small_world.cast.focal_kh
    same = standards.new_edition(edition=small_world.cambodian, by=by)
    Edition.objects.filter(pk=same.pk).update(label="2020")
    same.refresh_from_db()
    corridors.submit_edition(edition=same, by=by)
    same.refresh_from_db()

    with pytest.raises(snapshots.Refused, match="No line differs"):
        frozen(small_world, same)


def test_stored_json_the_page_for_print_and_the_sheets(small_world: World, newer: Edition) -> None:
    judged(small_world)
    document = frozen(small_world, newer)
    page = html_of(document, missing="UNKNOWN")
    sheets = {sheet.title: sheet for sheet in sheets_of(document)}

    assert kinds.document_from(KIND, to_plain(document)) == document
    assert "UNKNOWN" not in page
    assert "<del>volume</del>" in page
    assert "<ins>weight</ins>" in page
    assert '<span lang="km">' in page
    assert kinds.file_name(document) == "MRS_TH-KH_bricklaying-and-plastering_editions_v1.pdf"
    assert len(sheets["Line by line"].rows) == 4
    assert all(len(part) <= 120 for part in kinds.parts_of(document))


def test_the_queries_do_not_grow_with_the_lines(small_world: World, newer: Edition) -> None:
    judged(small_world)
    with CaptureQueriesContext(connection) as few:
        frozen(small_world, newer)
    line = newer.lines.get(number="2.3")
    for place in range(20):
        line.pk, line.key, line.position = None, uuid4(), 100 + place
        line.number = f"2.{4 + place}"
        line._state.adding = True
        line.save()
    with CaptureQueriesContext(connection) as many:
        document = frozen(small_world, newer)

    assert document.counts.new == 21
    assert len(many) == len(few)


@pytest.mark.long
@pytest.mark.skipif(bool(pdf.missing_fonts()), reason="fonts are fetched by scripts/assets.py")
def test_the_paper_is_pdf_ua_1(small_world: World, newer: Edition) -> None:
    validator = pytest.importorskip("page", reason="page-validation comes with requirements-dev.txt")
    judged(small_world)
    made = pdf.html_to_pdf(html_of(frozen(small_world, newer)), identifier="editions")
    report = validator.validate_pdf_bytes(made.bytes, profile="ua1")

    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


# --- The page that asks for it -----------------------------------------------------------------------------------


def _address(world: World, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("reports:request-editions", kwargs={"ref": world.th_kh.ref}) + (
        f"?{query}" if query else ""
    )


def _get(world: World, **asked: str) -> HttpResponse:
    client = Client()
    client.force_login(world.cast.coordinator)
    return cast(HttpResponse, client.get(_address(world, **asked)))


def test_the_page_proposes_the_newest_edition_beside_the_one_before(
    small_world: World, newer: Edition
) -> None:
    page = _get(small_world).content.decode()

    assert f'<option value="{newer.ref}" selected>' in page
    assert f'<option value="{small_world.cambodian.ref}" selected>' in page
    assert "submitted but not yet accepted" in page
    assert small_world.thai.ref not in page  # has one edition only


def test_asking_freezes_it_under_its_own_number(small_world: World, newer: Edition) -> None:
    client = Client()
    client.force_login(small_world.cast.coordinator)
    address = _address(small_world, older=small_world.cambodian.ref, newer=newer.ref, language="th")
    answer = client.post(address)
    report = Report.objects.get()

    assert answer.status_code == 303
    assert report.number == "MRS-TH-KH-7112-ED-01"
    assert (report.older_edition, report.newer_edition, report.language) == (
        small_world.cambodian,
        newer,
        "th",
    )
    assert "is still a draft" in _get(small_world, language="th").content.decode()


def test_a_wrong_choice_is_said_and_stays_as_it_was_chosen(small_world: World, newer: Edition) -> None:
    same = _get(small_world, older=newer.ref, newer=newer.ref)
    turned = _get(small_world, older=newer.ref, newer=small_world.cambodian.ref)
    unknown = _get(small_world, older="nowhere", newer=newer.ref)

    assert (same.status_code, turned.status_code, unknown.status_code) == (422, 422, 422)
    assert "same edition twice" in same.content.decode()
    assert "the other way round" in turned.content.decode()
    assert f'<option value="{newer.ref}" selected>' in turned.content.decode()
    assert "cannot be compared here" in unknown.content.decode()
    assert Report.objects.count() == 0


def test_without_two_editions_the_page_says_so(small_world: World) -> None:
    client = Client()
    client.force_login(small_world.cast.coordinator)

    assert "There are no two editions to compare" in _get(small_world).content.decode()
    assert client.post(_address(small_world)).status_code == 422
