"""The editor of candidate lines over its addresses: acts, undo, two people at once, figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.queries import history_of
from core.states import IllegalMove
from standards import actions
from standards.actions.editing import STEPS
from standards.models import Edition, Intake, IntakeLine, IntakeStep, IntakeWarning
from standards.states import EditAct, EditionState, IntakeState, LineKind
from tests.conftest import Cast
from tests.factories import world
from tests.standards.files import SAMPLE, read_here, workbook

HTMX = {"HX-Request": "true"}
Press = Callable[..., Any]


@pytest.fixture
def draft(cast: Cast) -> Edition:
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


@pytest.fixture
def read(cast: Cast, draft: Edition) -> Intake:
    """A reading of five lines that waits to be confirmed."""
    file = workbook()
    return read_here(
        actions.upload_source(edition=draft, content=file, name=file.name or "", by=cast.focal_kh)
    )


@pytest.fixture
def press(cast: Cast, read: Intake, client: Client) -> Press:
    """Send an act as the Cambodian focal point (or `who`) does it with scripts."""

    def send(act: str, *lines: IntakeLine | int, who: Any = None, headers: Any = HTMX, **data: Any) -> Any:
        client.force_login(who or cast.focal_kh)
        pks = [line if isinstance(line, int) else line.pk for line in lines]
        data = {"act": act, "line": pks, **data}
        return client.post(reverse("standards:intake-act", args=[read.ref]), data, headers=headers)

    return send


def lines_of(intake: Intake) -> list[IntakeLine]:
    return list(intake.lines.order_by("position"))


def shown(intake: Intake) -> list[dict[str, Any]]:
    """All that is stored about the lines, their order and their doubts."""
    names = (
        "pk",
        "position",
        "depth",
        "kind",
        "number",
        "text",
        "text_original",
        "kept",
        "critical",
        "translation",
    )
    rows = list(
        intake.lines.order_by("position").values(*names, "translation_checked_by", "page", "box", "key")
    )
    doubts = list(intake.warnings.order_by("pk").values("pk", "line", "settled_by", "settled_at"))
    return [*rows, *doubts]


def trigger(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.headers["HX-Trigger"])["lines-changed"]
    return found


def doubt(line: IntakeLine) -> IntakeWarning:
    return IntakeWarning.objects.create(intake=line.intake, line=line, code="long_line")


class TestActs:
    def test_splitting_answers_with_the_list_and_where_to_go_on(self, read: Intake, press: Press) -> None:
        line = lines_of(read)[3]

        answer = press("split", line, at=6, revision=line.revision)

        after = lines_of(read)
        assert answer.status_code == 200
        assert [one.text for one in after[3:5]] == ["Mortar", "is used in time"]
        assert [one.position for one in after] == list(range(6))
        assert trigger(answer)["focus"] == after[4].pk
        assert trigger(answer)["figures"]["total"] == 6
        assert b"is used in time" in answer.content
        assert b"<html" not in answer.content

    def test_without_scripts_the_page_comes_again_at_the_line(self, read: Intake, press: Press) -> None:
        answer = press("down", lines_of(read)[2], headers={}, back="?show=&page=1")

        assert answer.status_code == 303
        assert answer["Location"] == reverse("standards:intake", args=[read.ref]) + "?page=1#line-3"

    def test_rows_that_stay_keep_their_keys(self, read: Intake, press: Press) -> None:
        before = [line.pk for line in lines_of(read)]

        press("split", before[2], at=6)
        press("up", before[3])
        press("kind", before[4], kind="skill")

        assert set(before) <= {line.pk for line in lines_of(read)}

    @pytest.mark.parametrize(
        ("act", "pick", "data"),
        [
            ("split", [2], {"at": 6}),
            ("split", [2], {"at": 10, "field": "text_original"}),
            ("merge", [2], {}),
            ("merge", [0, 2, 4], {}),
            ("up", [3], {}),
            ("down", [1], {}),
            ("promote", [1], {}),
            ("demote", [1], {}),
            ("kind", [1, 2, 3], {"kind": "attitude"}),
            ("out", [0, 1], {}),
            ("add", [4], {}),
            ("critical", [0, 3], {}),
            ("translation", [2], {"translation": "checked"}),
            ("settle", [2], {}),
        ],
    )
    def test_undo_gives_exactly_what_was_and_redo_what_came(
        self, read: Intake, press: Press, act: str, pick: list[int], data: dict[str, object]
    ) -> None:
        lines = lines_of(read)
        for line in lines[1:4]:
            doubt(line)
        before = shown(read)
        press(act, *(lines[place] for place in pick), **data)
        after = shown(read)

        undone = press("undo")
        assert shown(read) == before
        again = press("redo")

        assert (undone.status_code, again.status_code) == (200, 200)
        assert shown(read) == after != before

    def test_many_steps_go_back_to_the_beginning(self, read: Intake, press: Press) -> None:
        before, first = shown(read), lines_of(read)[0]
        for _ in range(30):
            press("critical", first)
            press("add", first)

        for _ in range(60):
            assert press("undo").status_code == 200

        assert shown(read) == before
        assert press("undo").status_code == 409

    def test_a_new_act_ends_what_could_be_done_again(self, read: Intake, press: Press) -> None:
        first = lines_of(read)[0]
        press("critical", first)
        press("undo")
        press("out", first)

        assert press("redo").status_code == 409

    def test_at_least_a_hundred_steps_are_kept_but_not_all(self, cast: Cast, read: Intake) -> None:
        pk = lines_of(read)[0].pk
        for _ in range(STEPS + 60):
            actions.edit_lines(intake=read, act=EditAct.CRITICAL, lines=[pk], by=cast.focal_kh)

        assert 100 <= IntakeStep.objects.filter(intake=read).count() <= STEPS + 50

    def test_warnings_go_with_their_lines(self, read: Intake, press: Press) -> None:
        lines = lines_of(read)
        about = doubt(lines[3])

        press("split", lines[3], at=6)
        about.refresh_from_db()
        stayed = about.line
        press("merge", lines[2], lines[3])
        about.refresh_from_db()

        assert stayed == lines[3]
        assert about.line == lines[2]

    def test_a_doubt_that_somebody_looked_at_is_no_longer_shown(
        self, cast: Cast, read: Intake, press: Press
    ) -> None:
        about, of_the_file = (
            doubt(lines_of(read)[2]),
            IntakeWarning.objects.create(intake=read, code="no_criteria"),
        )

        press("settle", warning=[about.pk, of_the_file.pk])

        about.refresh_from_db()
        assert about.settled_by == cast.focal_kh
        assert not read.warnings.filter(settled_at=None, pk__in=[about.pk, of_the_file.pk]).exists()

    @pytest.mark.parametrize(("language", "offered"), [("km", True), ("en", False), ("", False)])
    def test_several_translations_are_told_at_once_where_the_original_is_another_language(
        self, client: Client, cast: Cast, read: Intake, language: str, offered: bool
    ) -> None:
        Edition.objects.filter(pk=read.edition_id).update(language=language)
        client.force_login(cast.focal_kh)
        first, second, *_rest = lines_of(read)

        page = client.get(reverse("standards:intake", args=[read.ref])).content.decode()
        client.post(
            reverse("standards:intake-act", args=[read.ref]),
            {"act": "translation", "translation": "machine", "kind": "", "line": [first.pk, second.pk]},
        )

        assert ('name="translation"' in page.split('id="acts"')[1].split("</form>")[0]) is offered
        assert [line.translation for line in lines_of(read)[:3]] == ["machine", "machine", ""]

    def test_who_checked_a_translation_is_kept_until_the_english_changes(
        self, cast: Cast, read: Intake, press: Press
    ) -> None:
        line = lines_of(read)[2]
        press("translation", line, translation="checked", who=cast.expert_kh)
        line.refresh_from_db()
        checked = (line.translation, line.translation_checked_by)

        actions.change_line(line=line, revision=line.revision, by=cast.focal_kh, text="Other words")

        line.refresh_from_db()
        assert checked == ("checked", cast.expert_kh)
        assert (line.translation, line.translation_checked_by) == ("draft", None)

    def test_every_act_is_in_the_history(self, cast: Cast, read: Intake, press: Press) -> None:
        press("out", lines_of(read)[0])
        press("undo")

        events = [line.event for line in history_of(read)]
        assert events[:2] == ["intake.step_undone", "intake.lines_changed"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("act", "data", "status", "words"),
        [
            ("burn", {}, 422, "did not understand"),
            ("line", {}, 409, "did not understand"),
            ("split", {"at": -1}, 422, "did not understand"),
            ("split", {"at": 0}, 409, "each of the two parts"),
            ("kind", {}, 409, "Choose the kind"),
            ("kind", {"kind": "song"}, 422, "did not understand"),
            ("translation", {}, 409, "Choose how far"),
            ("remove", {}, 409, "Leave it out instead"),
            ("undo", {}, 409, "nothing to undo"),
        ],
    )
    def test_what_cannot_be_done_is_said_and_changes_nothing(
        self, read: Intake, press: Press, act: str, data: dict[str, object], status: int, words: str
    ) -> None:
        before = shown(read)

        answer = press(act, lines_of(read)[2], **data)

        assert answer.status_code == status
        assert words in answer.content.decode()
        assert shown(read) == before
        assert not read.steps.exists()

    def test_without_scripts_the_sentence_stands_on_the_page(self, read: Intake, press: Press) -> None:
        assert press("undo", headers={}).status_code == 303

    def test_ticking_nothing_is_said(self, press: Press) -> None:
        assert "Tick the lines first" in press("out").content.decode()

    def test_a_line_that_somebody_merged_meanwhile_is_said_so(
        self, cast: Cast, read: Intake, press: Press
    ) -> None:
        lines = lines_of(read)
        press("merge", lines[2], lines[3], who=cast.expert_kh)
        before = shown(read)

        answer = press("split", lines[3], at=6)

        assert answer.status_code == 409
        assert "no longer there" in answer.content.decode()
        assert shown(read) == before

    @pytest.mark.parametrize("act", ["split", "merge"])
    def test_a_line_that_somebody_changed_meanwhile_is_said_so(
        self, cast: Cast, read: Intake, press: Press, act: str
    ) -> None:
        line = lines_of(read)[2]
        actions.change_line(line=line, revision=line.revision, by=cast.expert_kh, text="Other words now")

        answer = press(act, line, at=6, revision=line.revision)

        assert answer.status_code == 409
        assert "changed by somebody else" in answer.content.decode()

    def test_another_persons_step_is_undone_with_their_name(
        self, cast: Cast, read: Intake, press: Press
    ) -> None:
        press("out", lines_of(read)[0], who=cast.expert_kh)

        assert "National expert" in trigger(press("undo"))["said"]

    @pytest.mark.parametrize("state", [IntakeState.CONFIRMED, IntakeState.DISCARDED])
    def test_lines_of_an_intake_that_has_ended_stay(self, read: Intake, press: Press, state: str) -> None:
        Intake.objects.filter(pk=read.pk).update(state=state)

        assert press("out", lines_of(read)[0]).status_code == 409
        assert not read.lines.filter(kept=False).exists()

    def test_another_country_does_not_learn_that_it_exists(
        self, cast: Cast, read: Intake, press: Press
    ) -> None:
        assert press("out", lines_of(read)[0], who=cast.focal_la).status_code == 404

    def test_lines_of_another_intake_are_not_touched(
        self, cast: Cast, read: Intake, press: Press, draft: Edition
    ) -> None:
        other, _open = actions.type_lines(edition=draft, by=cast.focal_kh)

        answer = press("out", lines_of(other)[0])

        assert answer.status_code == 409
        assert not other.lines.filter(kept=False).exists()


class TestTyping:
    def save(self, cast: Cast, line: IntakeLine, **values: Any) -> IntakeLine:
        line.refresh_from_db()
        return actions.change_line(line=line, revision=line.revision, by=cast.focal_kh, **values)

    def test_typing_on_in_one_line_is_one_step(self, cast: Cast, read: Intake, press: Press) -> None:
        line, before = lines_of(read)[2], shown(read)
        for text in ("C", "Ce", "Cement"):
            self.save(cast, line, text=text)
        self.save(cast, line, number="9")

        assert read.steps.count() == 1
        press("undo")

        assert shown(read) == before

    def test_another_line_or_act_between_begins_a_new_step(
        self, cast: Cast, read: Intake, press: Press
    ) -> None:
        lines = lines_of(read)
        self.save(cast, lines[2], text="One")
        self.save(cast, lines[3], text="Two")
        press("out", lines[0])
        self.save(cast, lines[3], text="Three")

        assert read.steps.count() == 4

    def test_another_kind_in_the_form_moves_what_follows_in_the_tree(
        self, cast: Cast, read: Intake, press: Press
    ) -> None:
        self.save(cast, lines_of(read)[2], kind="element")

        assert [line.depth for line in lines_of(read)] == [0, 1, 1, 2, 1]

    def test_the_row_of_the_field_line_is_saved_whatever_stands_at_the_position(
        self, cast: Cast, read: Intake, press: Press, client: Client
    ) -> None:
        line = lines_of(read)[3]
        press("add", lines_of(read)[0])
        client.force_login(cast.focal_kh)
        form = {
            "line": line.pk,
            "revision": line.revision,
            "kind": line.kind,
            "number": line.number,
            "text": "Mortar is used at once",
            "kept": "on",
            "marks": "5",
        }

        answer = client.post(reverse("standards:intake-line", args=[read.ref, 3]), form, headers=HTMX)

        line.refresh_from_db()
        assert answer.status_code == 200
        assert (line.text, line.marks, line.position) == ("Mortar is used at once", "5", 4)

    def test_the_draft_is_opened_with_its_lines_and_keys(
        self, cast: Cast, draft: Edition, client: Client
    ) -> None:
        client.force_login(cast.focal_kh)

        answer = client.post(reverse("standards:type-lines", args=[draft.ref]))

        intake = draft.intakes.get()
        assert answer["Location"] == reverse("standards:intake", args=[intake.ref])
        assert [line.key for line in lines_of(intake)] == list(
            draft.lines.order_by("position").values_list("key", flat=True)
        )
        assert len(intake.base) == draft.lines.count()
        assert client.get(answer["Location"]).status_code == 200

    def test_an_empty_draft_begins_with_an_empty_unit(self, cast: Cast, draft: Edition) -> None:
        draft.lines.all().delete()

        intake, open_already = actions.type_lines(edition=draft, by=cast.focal_kh)

        assert [(line.kind, line.text) for line in lines_of(intake)] == [("unit", "")]
        assert not open_already

    def test_lines_that_a_colleague_has_open_are_offered(
        self, cast: Cast, draft: Edition, client: Client
    ) -> None:
        first, _no = actions.type_lines(edition=draft, by=cast.expert_kh)
        client.force_login(cast.focal_kh)

        page = client.post(reverse("standards:type-lines", args=[draft.ref]), follow=True)

        assert draft.intakes.count() == 1
        assert "has opened these lines already" in page.content.decode()
        assert reverse("standards:intake", args=[first.ref]) in page.redirect_chain[0][0]

    def test_a_released_edition_is_not_opened(self, cast: Cast, draft: Edition) -> None:
        Edition.objects.filter(pk=draft.pk).update(state=EditionState.SUBMITTED)

        with pytest.raises(IllegalMove):
            actions.type_lines(edition=draft, by=cast.focal_kh)


class TestPasting:
    def paste(self, cast: Cast, client: Client, draft: Edition, text: str, do: str = "look") -> Any:
        client.force_login(cast.focal_kh)
        return client.post(reverse("standards:paste", args=[draft.ref]), {"lines": text, "do": do})

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            (
                "Element 1 Mix mortar\n1.1 Water is measured\n1.2 Sand is sieved",
                [("element", "1", 0), ("criterion", "1.1", 1), ("criterion", "1.2", 1)],
            ),
            (
                "Unit code\tUnit title\tElement\tPerformance criteria\nB1\tLay bricks\t1 Prepare\t1.1 Sand is sieved",
                [("unit", "B1", 0), ("element", "1", 1), ("criterion", "1.1", 2)],
            ),
            (
                'Words\nELEMENT\tPERFORMANCE CRITERIA\n1. Mix\t"1.1 Water is added\n1.2 Sand is sieved"',
                [("element", "1", 0), ("criterion", "1.1", 1), ("criterion", "1.2", 1)],
            ),
            ("Lay bricks\nMix mortar", [("criterion", "", 0), ("criterion", "", 0)]),
        ],
        ids=["plain", "excel", "word table with a cell of two lines", "nothing to go by"],
    )
    def test_pasted_text_is_read_like_a_document(
        self, cast: Cast, client: Client, draft: Edition, text: str, lines: list[tuple[str, str, int]]
    ) -> None:
        seen = self.paste(cast, client, draft, text)
        before = draft.intakes.count()
        taken = self.paste(cast, client, draft, text, do="take")

        intake = draft.intakes.get()
        assert seen.status_code == 200
        assert text.split("\n")[0] in seen.content.decode()
        assert before == 0
        assert taken["Location"] == reverse("standards:intake", args=[intake.ref])
        assert [(line.kind, line.number, line.depth) for line in lines_of(intake)] == lines

    def test_an_empty_paste_is_asked_for(self, cast: Cast, client: Client, draft: Edition) -> None:
        answer = self.paste(cast, client, draft, "  ")

        assert answer.status_code == 422
        assert "Paste the lines of the standard first" in answer.content.decode()

    def test_a_faulty_template_row_keeps_the_text(self, cast: Cast, client: Client, draft: Edition) -> None:
        text = "Kind\tNumber\tText in English\nsong\t1\tLay bricks"

        answer = self.paste(cast, client, draft, text, do="take")

        assert not draft.intakes.exists() or answer.status_code == 302
        assert answer.status_code in (302, 422)


class TestFigures:
    def many(self, cast: Cast, edition: Edition, count: int) -> Intake:
        intake, _open = actions.type_lines(edition=edition, by=cast.focal_kh)
        intake.lines.all().delete()
        IntakeLine.objects.bulk_create(
            IntakeLine(
                intake=intake, position=n, kind=LineKind.CRITERION, number=str(n), text=f"Line number {n}"
            )
            for n in range(count)
        )
        return intake

    @pytest.mark.parametrize(
        ("act", "pick"),
        [
            ("split", 1),
            ("merge", 2),
            ("up", 1),
            ("promote", 1),
            ("kind", 5),
            ("out", 5),
            ("add", 1),
            ("undo", 0),
        ],
    )
    def test_an_act_on_a_thousand_lines_takes_as_many_statements_as_on_ten(
        self, cast: Cast, draft: Edition, client: Client, act: str, pick: int
    ) -> None:
        client.force_login(cast.focal_kh)
        counts = []
        for count in (10, 1000):
            Intake.objects.all().delete()
            intake = self.many(cast, draft, count)
            pks = [line.pk for line in lines_of(intake)][3 : 3 + pick]
            url = reverse("standards:intake-act", args=[intake.ref])
            if act == "undo":
                client.post(url, {"act": "split", "line": lines_of(intake)[3].pk, "at": 4})
            data = {"act": act, "line": pks, "at": 4, "kind": "skill"}
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.post(url, data, headers=HTMX).status_code == 200
            counts.append(len(queries))

        assert counts[0] == counts[1] <= 45

    def test_the_sample_has_the_depths_of_its_kinds(self, read: Intake) -> None:
        assert [line.depth for line in lines_of(read)] == [0, 1, 2, 2, 1]
        assert len(SAMPLE) == 5
