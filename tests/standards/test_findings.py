"""Slips that a review found: doubts lost on undo, files that travel too far, files from another edition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.conflicts import Conflict
from standards import actions, pages
from standards.lines import NewLine
from standards.models import Edition, Intake, IntakeLine, IntakeWarning
from standards.queries import visible_source
from standards.queries.confirming import base_of, plan_of, present_rows
from standards.states import EditAct, EditionState, IntakeOrigin, IntakeState
from tests.conftest import Cast
from tests.factories import world
from tests.standards import intake_files as files
from tests.standards.files import run_job_of
from tests.standards.test_roundtrip import SHEET, edited, exported, taken_in

SignIn = Callable[[User], Client]


@pytest.fixture
def draft(cast: Cast) -> Edition:
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


@pytest.fixture
def pasted(cast: Cast, draft: Edition) -> Intake:
    """Three lines, with a doubt about the second."""
    intake = Intake.objects.create(
        ref="pasted-1",
        edition=draft,
        origin=IntakeOrigin.PASTED,
        state=IntakeState.READ,
        created_by=cast.focal_kh,
    )
    for position, text in enumerate(("One", "Two", "Three")):
        IntakeLine.objects.create(intake=intake, position=position, kind="criterion", text=text)
    IntakeWarning.objects.create(
        intake=intake, line=intake.lines.get(position=1), code="numbers_gap", params={"a": "1"}, page=2
    )
    return intake


def doubts(intake: Intake) -> list[tuple[object, ...]]:
    names = ("pk", "line", "code", "params", "page", "settled_by")
    return list(intake.warnings.order_by("pk").values_list(*names))


def typed_over(cast: Cast, draft: Edition, rows: Sequence[NewLine]) -> Intake:
    actions.write_lines(edition=draft, rows=rows, by=cast.focal_kh)
    return actions.type_lines(edition=draft, by=cast.focal_kh)[0]


class TestDoubtsOfRemovedLines:
    def test_come_back_with_their_line_and_go_again(self, cast: Cast, pasted: Intake) -> None:
        before = doubts(pasted)
        line = pasted.lines.get(text="Two")
        actions.edit_lines(intake=pasted, act=EditAct.REMOVE, lines=[line.pk], by=cast.focal_kh)
        assert doubts(pasted) == []

        actions.undo(intake=pasted, by=cast.focal_kh)
        assert doubts(pasted) == before
        actions.redo(intake=pasted, by=cast.focal_kh)
        assert doubts(pasted) == []
        actions.undo(intake=pasted, by=cast.focal_kh)
        assert doubts(pasted) == before

    def test_do_not_break_the_undoing_of_earlier_steps(self, cast: Cast, pasted: Intake) -> None:
        before = doubts(pasted)
        doubt, line = pasted.warnings.get(), pasted.lines.get(text="Two")
        actions.settle_doubts(intake=pasted, warnings=[doubt.pk], lines=[], by=cast.focal_kh)
        actions.edit_lines(intake=pasted, act=EditAct.REMOVE, lines=[line.pk], by=cast.focal_kh)

        actions.undo(intake=pasted, by=cast.focal_kh)
        actions.undo(intake=pasted, by=cast.focal_kh)

        assert doubts(pasted) == before


class TestLines:
    def test_a_checked_translation_is_not_checked_for_another_original(
        self, cast: Cast, draft: Edition
    ) -> None:
        row = NewLine("criterion", "1", "Cement", "ស៊ីម៉ង់ត៍", translation="checked", checked_by=cast.expert_kh.pk)
        intake = typed_over(cast, draft, [row])
        line = intake.lines.get()

        actions.change_line(line=line, revision=line.revision, by=cast.focal_kh, text_original="ខ្សាច់")
        actions.confirm_intake(intake=intake, by=cast.focal_kh)

        stored = draft.lines.get()
        assert (stored.translation, stored.translation_checked_by) == ("draft", None)

    @pytest.mark.parametrize("values", [{"marks": "7"}, {"unit_type": "core"}])
    def test_marks_and_group_that_somebody_else_changed_are_not_overwritten(
        self, cast: Cast, draft: Edition, values: dict[str, str]
    ) -> None:
        intake = typed_over(cast, draft, [NewLine("unit", "U1", "Lay bricks")])
        line = intake.lines.get()
        shown = line.revision
        actions.change_line(line=line, revision=shown, by=cast.focal_kh, **values)

        with pytest.raises(Conflict):
            actions.change_line(line=line, revision=shown, by=cast.expert_kh, marks="", unit_type="")

    def test_a_number_without_room_stays_in_the_text_of_a_split_line(
        self, cast: Cast, draft: Edition
    ) -> None:
        long = "1" + ".1" * 30
        intake = typed_over(cast, draft, [NewLine("criterion", "1", f"Cement {long} sand")])

        actions.edit_lines(
            intake=intake, act=EditAct.SPLIT, lines=[intake.lines.get().pk], at=7, by=cast.focal_kh
        )

        second = intake.lines.get(position=1)
        assert (second.number, second.text) == ("", f"{long} sand")


def test_a_file_of_an_older_edition_does_not_take_back_what_a_later_one_changed(
    cast: Cast, draft: Edition
) -> None:
    old = present_rows(draft)
    Edition.objects.filter(pk=draft.pk).update(state=EditionState.RETURNED)
    second = actions.new_edition(edition=draft, by=cast.focal_kh)
    newer = [
        replace(row, text="Corrected later") if row.number == "1.1" else row for row in present_rows(second)
    ]
    actions.write_lines(edition=second, rows=newer, by=cast.focal_kh)
    Edition.objects.filter(pk=second.pk).update(state=EditionState.RETURNED)
    third = actions.new_edition(edition=second, by=cast.focal_kh)
    intake = Intake.objects.create(
        ref="from-the-first",
        edition=third,
        origin=IntakeOrigin.PASTED,
        state=IntakeState.READ,
        created_by=cast.focal_kh,
        base=base_of(old),
    )
    for position, row in enumerate(old):
        text = "Corrected in the file" if row.number == "1.2" else row.text
        IntakeLine.objects.create(
            intake=intake,
            position=position,
            kind=row.kind,
            number=row.number,
            text=text,
            depth=row.depth,
            key=row.key,
            critical=row.critical,
        )

    plan = plan_of(intake, third)

    texts = [row.text for row in plan.rows]
    assert (third.lines_revision, len(texts)) == (0, len(old))
    assert "Corrected later" in texts
    assert "Corrected in the file" in texts


def test_a_spreadsheet_that_went_out_before_the_draft_moved_is_merged_on_the_check_page(
    cast: Cast, draft: Edition, as_user: SignIn
) -> None:
    content = exported(draft, cast)
    moved = [replace(row, text="Moved on") if row.number == "1.2" else row for row in present_rows(draft)]
    actions.write_lines(edition=draft, rows=moved, by=cast.expert_kh)

    def correct(book: openpyxl.Workbook) -> None:
        for row in book[SHEET].iter_rows(min_row=2):
            for cell in row:
                if cell.value == "Mix mortar":
                    cell.value = "Mix mortar by hand"

    intake = taken_in(draft, cast, edited(content, correct))
    page = as_user(cast.focal_kh).get(reverse("standards:intake-confirm", args=[intake.ref]))

    texts = [row.text for row in page.context["plan"].rows]
    assert page.context["plan"].merged is not None
    assert "Moved on" in texts
    assert "Mix mortar by hand" in texts


class TestFiles:
    def test_left_aside_in_one_edition_do_not_go_into_the_next(
        self, cast: Cast, draft: Edition, as_user: SignIn
    ) -> None:
        macros = files.changed(files.word("1.1 Lay bricks"), "word/vbaProject.bin", b"x")
        for content in (macros, files.word("1.1 The wrong file")):
            intake = actions.upload_source(
                edition=draft, content=ContentFile(content), name="standard.docx", by=cast.focal_kh
            )
            if content == macros:
                assert run_job_of(intake).refusal == "macros"
            else:
                actions.discard_intake(intake=intake, by=cast.focal_kh)
        actions.attach_source(
            edition=draft, content=ContentFile(files.word("Annex")), name="annex.docx", by=cast.focal_kh
        )
        Edition.objects.filter(pk=draft.pk).update(state=EditionState.ACCEPTED, public=True)
        draft.refresh_from_db()

        copy = actions.new_edition(edition=draft, by=cast.focal_kh)

        assert [str(one) for one in copy.source_files.all()] == ["annex.docx"]
        told = "Came along from the earlier edition"
        assert (
            told in as_user(cast.focal_kh).get(reverse("standards:detail", args=[copy.ref])).content.decode()
        )
        assert (
            told
            not in as_user(cast.focal_kh).get(reverse("standards:detail", args=[draft.ref])).content.decode()
        )
        for source in draft.source_files.exclude(stored__name="annex.docx"):
            with pytest.raises(Http404):
                visible_source(cast.focal_la, source.ref)

    def test_with_macros_are_not_handed_out_as_annexes(
        self, cast: Cast, draft: Edition, as_user: SignIn
    ) -> None:
        macros = files.changed(files.word("1.1 Lay bricks"), "word/vbaProject.bin", b"x")
        client = as_user(cast.focal_kh)
        for content, name, status in ((macros, "a.docx", 303), (files.word("Annex"), "b.docx", 200)):
            source = actions.attach_source(
                edition=draft, content=ContentFile(content), name=name, by=cast.focal_kh
            )
            answer = client.get(reverse("standards:source", args=[source.ref]))
            assert answer.status_code == status
            assert status == 303 or b"".join(answer) == content  # type: ignore[arg-type]

    def test_have_no_pictures_of_pages_beyond_their_last(
        self, cast: Cast, draft: Edition, as_user: SignIn
    ) -> None:
        intake = actions.upload_source(
            edition=draft, content=ContentFile(files.pdf_raw("1.1 Cement")), name="a.pdf", by=cast.focal_kh
        )
        client = as_user(cast.focal_kh)
        for number in (10**300, 10**30, 501):
            url = reverse("standards:intake-page", args=[intake.ref, number])
            assert client.get(url).status_code == 404
        assert not pages.folder().exists()


def test_lines_that_came_too_late_say_so_and_change_nothing(
    cast: Cast, draft: Edition, pasted: Intake, as_user: SignIn
) -> None:
    Edition.objects.filter(pk=draft.pk).update(state=EditionState.SUBMITTED)
    client = as_user(cast.focal_kh)

    page = client.get(reverse("standards:intake", args=[pasted.ref])).content.decode()
    confirmed = client.post(reverse("standards:intake-confirm", args=[pasted.ref]), follow=True)
    act = {"act": "out", "line": str(pasted.lines.get(text="One").pk)}
    acted = client.post(
        reverse("standards:intake-act", args=[pasted.ref]), act, headers={"HX-Request": "true"}
    )

    for content in (page, confirmed.content.decode(), acted.content.decode()):
        assert "can no longer go into it" in content
    assert acted.status_code == 409
    assert pasted.lines.filter(kept=True).count() == 3


@pytest.mark.parametrize("act", ["line", "zawgyi", "nonsense", ""])
def test_acts_of_other_pages_are_refused_with_a_sentence(
    cast: Cast, pasted: Intake, as_user: SignIn, act: str
) -> None:
    data = {"act": act, "line": str(pasted.lines.get(text="One").pk)}
    url = reverse("standards:intake-act", args=[pasted.ref])

    answer = as_user(cast.focal_kh).post(url, data, headers={"HX-Request": "true"})

    assert answer.status_code in (409, 422)
    assert "did not understand" in answer.content.decode()
