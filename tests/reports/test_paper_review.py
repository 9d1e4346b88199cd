"""The paper review as a document: the same pipeline, its own module and template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from benchmarking.actions import paper_review as reviews
from benchmarking.models import PaperReview
from core.states import IllegalMove
from corridors.models import Corridor
from questionnaires import actions as questionnaires
from reports import actions, snapshots
from reports.documents import kinds
from reports.documents import paper_review as paper
from reports.documents.codec import to_plain
from reports.documents.html import html_of
from reports.models import Report, Scope
from reports.snapshots import Refused
from reports.states import ReportKind, ReportState
from tests.conftest import World
from tests.reports.world import pdf, rendered

pytestmark = pytest.mark.django_db
#: Jobs are claimed and settled in transactions of their own.
printed = pytest.mark.django_db(transaction=True)

SignIn = Callable[[User], Client]
KIND = ReportKind.PAPER_REVIEW
NOW = datetime(2019, 5, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def review(small_world: World) -> PaperReview:
    """Two items answered, one of them in Khmer words."""
    by = small_world.cast.expert_one
    made = reviews.start_review(corridor=small_world.th_kh, by=by)
    questions = made.answers.version.questions.order_by("position")
    for place, value, note in ((0, "Found", "Manual, page 4"), (1, "Partly found", "ក្រសួងការងារ")):
        questionnaires.save_answer(
            answer_set=made.answers, question=questions[place], value=value, note=note, revision=0, by=by
        )
    return made


def frozen(world: World) -> paper.PaperReview:
    corridor = Corridor.objects.select_related("pilot", "skill_area").get(pk=world.th_kh.pk)
    document = snapshots.build(
        KIND, Scope.of(corridor), number="MRS-TH-KH-7112-PR-01", version=1, now=NOW, by=world.cast.coordinator
    )
    return cast(paper.PaperReview, document)


def requested(world: World) -> Report:
    return actions.request_report(scope=Scope.of(world.th_kh), kind=KIND, by=world.cast.coordinator)


def test_a_corridor_without_a_paper_review_is_refused_kindly(small_world: World) -> None:
    with pytest.raises(Refused, match="Begin the paper review first"):
        frozen(small_world)

    reviews.start_review(corridor=small_world.th_kh, by=small_world.cast.expert_one)
    with pytest.raises(Refused, match="No item of the check-list is answered"):
        frozen(small_world)


def test_findings_are_frozen_under_their_headings(review: PaperReview, small_world: World) -> None:
    document = frozen(small_world)

    assert [heading.title for heading in document.headings] == [
        "Procedures of certification",
        "Contents of the standards",
        "Assessment methods",
    ]
    first, second, third = document.headings[0].findings[:3]
    assert (first.number, first.grade, first.remark) == ("1.1", paper.FOUND, "Manual, page 4")
    assert (second.grade, third.grade) == (paper.PARTLY, paper.OPEN)
    assert [one.number for one in paper.open_points(document)][:2] == ["1.2", "1.3"]
    assert [edition.label for edition in document.editions] == [small_world.cambodian.label]
    assert document.is_draft
    assert document.status == "In work: 2 of 25 items answered"


def test_the_snapshot_comes_back_as_the_same_document(review: PaperReview, small_world: World) -> None:
    document = frozen(small_world)

    assert kinds.document_from(KIND, to_plain(document)) == document
    assert kinds.file_name(document) == "MRS_TH-KH_bricklaying-and-plastering_paper-review_v1.pdf"


def test_the_page_for_print_holds_every_item_and_no_unknown_variable(
    review: PaperReview, small_world: World
) -> None:
    document = frozen(small_world)
    page = html_of(document, missing="UNKNOWN")

    assert "UNKNOWN" not in page
    assert all(f">{one.number}<" in page for one in paper.findings_of(document))
    assert '<span lang="km">' in page


def test_figures_add_up(review: PaperReview, small_world: World) -> None:
    rows = paper.counts_of(frozen(small_world))

    assert [sum(row.by_grade) + row.other for row in rows] == [row.total for row in rows]
    assert rows[0].by_grade == (1, 1, 0, 5)


@printed
def test_it_goes_through_the_pipeline_to_a_pdf_of_its_own_number(
    review: PaperReview, small_world: World
) -> None:
    report = requested(small_world)
    file = rendered(report)

    assert report.number == "MRS-TH-KH-7112-PR-01"
    assert file.stored is not None
    with file.stored.open() as content:
        assert content.read(5) == b"%PDF-"
    assert file.pages >= 5


def test_the_same_findings_are_not_frozen_twice(review: PaperReview, small_world: World) -> None:
    first, again = requested(small_world), requested(small_world)

    assert first == again
    assert first.versions.count() == 1


@printed
def test_it_stays_on_the_receiving_side_until_the_review_is_released(
    review: PaperReview, small_world: World
) -> None:
    by = small_world.cast.coordinator
    report = requested(small_world)
    rendered(report)

    with pytest.raises(IllegalMove, match="The paper review is not released"):
        actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=by)
    reviews.release_review(review=review, by=by)
    with pytest.raises(IllegalMove, match="made before the paper review was released"):
        actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=by)
    actions.new_version(report=report, by=by)
    rendered(report)
    actions.move(report=report, to=ReportState.COUNTRY_REPLY, by=by)

    assert Report.objects.visible_to(small_world.cast.focal_kh).get() == report


def test_the_pages_show_what_it_would_say_and_lead_to_it(
    review: PaperReview, small_world: World, as_user: SignIn
) -> None:
    browser = as_user(small_world.cast.coordinator)
    address = reverse("reports:request", kwargs={"ref": small_world.th_kh.ref}) + "?kind=paper_review"

    library = browser.get(reverse("reports:list")).content.decode()
    asked = browser.get(address).content.decode()
    browser.post(address)
    report = Report.objects.get()
    page = browser.get(reverse("reports:detail", kwargs={"ref": report.ref}))

    assert address in library
    assert "23 items of the check-list are not answered." in asked
    assert "Procedures of certification" in page.content.decode()
    assert "Points for the mission" in page.content.decode()  # a part that a comment can name
    assert pdf(report).job is not None


def test_an_unknown_kind_is_refused_in_words(small_world: World, as_user: SignIn) -> None:
    address = reverse("reports:request", kwargs={"ref": small_world.th_kh.ref}) + "?kind=poem"
    browser = as_user(small_world.cast.coordinator)

    for answer in (browser.get(address), browser.post(address)):
        assert answer.status_code == 422
        assert "There is no report of this kind here." in answer.content.decode()
    assert not Report.objects.exists()
