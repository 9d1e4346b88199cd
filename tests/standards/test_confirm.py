"""Confirming: the dry run, what two people changed at once, races."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditLine
from core.states import IllegalMove
from standards import actions
from standards.actions import MovedOn, Seen
from standards.lines import NewLine
from standards.models import Edition, Intake, IntakeLine, Line
from standards.queries import lines_of
from standards.queries.confirming import plan_of, present_rows
from standards.states import EditAct, EditionState, IntakeState
from standards.tree import flat, tree_of
from tests.conftest import Cast
from tests.factories import world
from tests.standards.files import read_here, workbook

ROWS = [
    NewLine("unit", "U1", "Lay bricks"),
    NewLine("element", "1", "Mix mortar", depth=1),
    NewLine("criterion", "1.1", "Cement is measured", "ស៊ីម៉ង់ត៍", depth=2, critical=True, marks="5"),
    NewLine("criterion", "1.2", "Sand is sieved", depth=2),
    NewLine("knowledge", "", "Mixing ratios", depth=1),
]


@pytest.fixture
def draft(cast: Cast) -> Edition:
    edition = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
    actions.write_lines(edition=edition, rows=ROWS, by=cast.focal_kh)
    edition.refresh_from_db()
    return edition


@pytest.fixture
def typed(cast: Cast, draft: Edition) -> Intake:
    return actions.type_lines(edition=draft, by=cast.focal_kh)[0]


@pytest.fixture
def check(cast: Cast, client: Client) -> Any:
    """The check page of an intake: `check(intake)` looks, `check(intake, fields)` sends."""

    def ask(intake: Intake, data: dict[str, Any] | None = None) -> Any:
        client.force_login(cast.focal_kh)
        url = reverse("standards:intake-confirm", args=[intake.ref])
        return client.get(url) if data is None else client.post(url, data)

    return ask


def seen(answer: Any) -> dict[str, int]:
    plan = answer.context["plan"]
    return {"draft": plan.draft, "lines": plan.lines}


def texts(edition: Edition) -> list[str]:
    return [line.text for line in lines_of(edition)]


def change(line: IntakeLine, by: Any, **values: Any) -> None:
    actions.change_line(line=line, revision=line.revision, by=by, **values)


def line_of(intake: Intake, text: str) -> IntakeLine:
    return intake.lines.get(text=text)


def somebody_changes(cast: Cast, draft: Edition, **words: str) -> None:
    """A colleague's file, exported before, changed and confirmed: old words -> new words, "" removes the line."""
    rows = []
    for row in present_rows(draft):
        new = words.get(row.text.replace(" ", "_"), row.text)
        if new:
            rows.append(NewLine(**{**{f: getattr(row, f) for f in row.__slots__}, "text": new}))
    actions.write_lines(edition=draft, rows=rows, by=cast.expert_kh)
    draft.refresh_from_db()


class TestDryRun:
    def test_the_page_says_what_changes_and_writes_nothing(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any
    ) -> None:
        change(line_of(typed, "Sand is sieved"), cast.focal_kh, text="Sand is sieved twice")
        actions.edit_lines(
            intake=typed, act=EditAct.OUT, lines=[line_of(typed, "Mixing ratios").pk], by=cast.focal_kh
        )
        actions.edit_lines(
            intake=typed, act=EditAct.UP, lines=[line_of(typed, "Sand is sieved twice").pk], by=cast.focal_kh
        )
        done = actions.edit_lines(
            intake=typed, act=EditAct.ADD, lines=[line_of(typed, "Cement is measured").pk], by=cast.focal_kh
        )
        change(typed.lines.get(pk=done.focus or 0), cast.focal_kh, text="Water is added")
        before = list(draft.lines.values())

        answer = check(typed)

        assert answer.context["counts"] == {"same": 3, "changed": 1, "moved": 0, "new": 1, "removed": 1}
        assert "<ins" in answer.content.decode()
        assert "Mixing ratios" in answer.content.decode()
        assert list(draft.lines.values()) == before

    def test_what_the_page_showed_is_what_the_draft_gets(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any
    ) -> None:
        keys = {line.text: line.key for line in draft.lines.all()}
        change(line_of(typed, "Sand is sieved"), cast.focal_kh, text="Sand is sieved twice")
        answer = check(typed)

        check(typed, seen(answer))

        assert [row.text for row in answer.context["plan"].rows] == texts(draft)
        assert draft.lines.get(text="Sand is sieved twice").key == keys["Sand is sieved"]
        assert AuditLine.objects.filter(event="intake.confirmed").latest("pk").after["changed"] == 1

    def test_opening_and_confirming_without_a_change_changes_nothing(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any
    ) -> None:
        names = (
            "key",
            "kind",
            "number",
            "text",
            "text_original",
            "critical",
            "marks",
            "unit_type",
            "page",
            "position",
        )
        before = list(draft.lines.order_by("position").values(*names))

        answer = check(typed)
        check(typed, seen(answer))

        assert answer.context["counts"]["same"] == len(ROWS)
        assert "Nothing changes" in answer.content.decode()
        assert list(draft.lines.order_by("position").values(*names)) == before

    def test_the_tree_of_the_screen_is_the_tree_of_the_edition(
        self, cast: Cast, draft: Edition, typed: Intake
    ) -> None:
        knowledge = line_of(typed, "Mixing ratios")
        done = actions.edit_lines(intake=typed, act=EditAct.ADD, lines=[knowledge.pk], by=cast.focal_kh)
        change(typed.lines.get(pk=done.focus or 0), cast.focal_kh, text="One to four")
        actions.edit_lines(intake=typed, act=EditAct.DEMOTE, lines=[done.focus or 0], by=cast.focal_kh)
        actions.edit_lines(
            intake=typed, act=EditAct.OUT, lines=[line_of(typed, "Mix mortar").pk], by=cast.focal_kh
        )
        shown = list(typed.lines.filter(kept=True).order_by("position").values_list("text", "depth"))

        actions.confirm_intake(intake=typed, by=cast.focal_kh)

        assert [(n.line.text, n.depth) for n in flat(tree_of(lines_of(draft)))] == shown
        assert dict(shown)["One to four"] == 2

    def test_a_new_document_is_paired_by_words_and_numbers(
        self, cast: Cast, draft: Edition, check: Any
    ) -> None:
        draft_keys = {line.text: line.key for line in draft.lines.all()}
        file = workbook()  # has "Mix mortar", "Cement is measured" and "Mixing ratios", too
        read = read_here(
            actions.upload_source(edition=draft, content=file, name=file.name or "", by=cast.focal_kh)
        )

        replaced = check(read)
        appended = check(read, {"how": "append", "look": "1"})

        assert replaced.context["counts"]["removed"] > 0
        assert appended.context["counts"]["removed"] == 0
        assert len(appended.context["plan"].rows) == len(ROWS) + 5
        check(read, {**seen(replaced), "how": "append"})
        assert draft.lines.count() == len(ROWS) + 5
        assert {text: draft.lines.get(key=key).text for text, key in draft_keys.items()} == {
            t: t for t in draft_keys
        }

    def test_empty_lines_and_what_a_file_carried_are_named(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any
    ) -> None:
        Intake.objects.filter(pk=typed.pk).update(not_kept=[{"code": "tracked", "params": {}}])
        actions.edit_lines(
            intake=typed, act=EditAct.ADD, lines=[line_of(typed, "Sand is sieved").pk], by=cast.focal_kh
        )
        typed.refresh_from_db()

        answer = check(typed)
        sent = check(typed, seen(answer))

        assert "tracked changes" in answer.content.decode()
        assert "Line 5 is kept and says nothing" in answer.content.decode()
        assert sent["Location"].startswith(reverse("standards:intake", args=[typed.ref]))
        assert draft.lines.count() == len(ROWS)


class TestChecks:
    def test_who_checked_goes_into_the_draft(self, cast: Cast, draft: Edition, typed: Intake) -> None:
        line = line_of(typed, "Cement is measured")
        change(line, cast.focal_kh, translation="checked")

        actions.confirm_intake(intake=typed, by=cast.expert_kh)

        stored = draft.lines.get(text="Cement is measured")
        assert (stored.translation, stored.translation_checked_by) == ("checked", cast.focal_kh)

    def test_a_check_without_a_person_is_a_draft_translation(
        self, cast: Cast, draft: Edition, typed: Intake
    ) -> None:
        IntakeLine.objects.filter(pk=line_of(typed, "Cement is measured").pk).update(translation="checked")

        actions.confirm_intake(intake=typed, by=cast.focal_kh)

        assert draft.lines.get(text="Cement is measured").translation == "draft"

    def test_a_file_that_says_checked_keeps_the_check_of_the_draft_for_the_same_words_only(
        self, cast: Cast, draft: Edition
    ) -> None:
        draft.lines.update(translation="checked", translation_checked_by=cast.expert_kh)
        typed, _open = actions.type_lines(edition=draft, by=cast.focal_kh)
        typed.lines.update(translation_checked_by=None)
        IntakeLine.objects.filter(pk=line_of(typed, "Sand is sieved").pk).update(text="Other words")

        actions.confirm_intake(intake=typed, by=cast.focal_kh)

        assert draft.lines.get(text="Other words").translation == "draft"
        kept = draft.lines.get(text="Cement is measured")
        assert (kept.translation, kept.translation_checked_by) == ("checked", cast.expert_kh)


class TestTwoPeople:
    def test_what_only_one_changed_is_put_together(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any
    ) -> None:
        change(line_of(typed, "Sand is sieved"), cast.focal_kh, text="Sand is washed")
        somebody_changes(cast, draft, Mixing_ratios="Ratios", Cement_is_measured="")

        answer = check(typed)
        check(typed, seen(answer))

        assert "changed since you began" in answer.content.decode()
        assert not answer.context["choices"]
        assert texts(draft) == ["Lay bricks", "Mix mortar", "Sand is washed", "Ratios"]

    @pytest.mark.parametrize(
        ("take", "stands"), [("", "Mine"), ("mine", "Mine"), ("theirs", "Theirs"), ("x", "Mine")]
    )
    def test_what_both_changed_is_a_choice(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any, take: str, stands: str
    ) -> None:
        key = draft.lines.get(text="Sand is sieved").key
        change(line_of(typed, "Sand is sieved"), cast.focal_kh, text="Mine")
        somebody_changes(cast, draft, Sand_is_sieved="Theirs")

        answer = check(typed)
        check(typed, {**seen(answer), f"take-{key}": take})

        content = answer.content.decode()
        assert all(words in content for words in ("Mine", "Theirs", "Sand is sieved", "Choice 1 of 1"))
        assert texts(draft)[3] == stands
        assert draft.lines.get(text=stands).key == key

    def test_the_choice_can_be_looked_at_first(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any
    ) -> None:
        key = draft.lines.get(text="Sand is sieved").key
        change(line_of(typed, "Sand is sieved"), cast.focal_kh, text="Mine")
        somebody_changes(cast, draft, Sand_is_sieved="Theirs")

        answer = check(typed, {f"take-{key}": "theirs", "look": "1"})

        assert answer.context["choices"][0].take == "theirs"
        assert answer.context["counts"]["same"] == len(ROWS)
        assert typed.edition.intakes.filter(state=IntakeState.READ).exists()

    @pytest.mark.parametrize("what", ["draft", "lines"])
    def test_what_moves_between_looking_and_confirming_brings_the_page_again(
        self, cast: Cast, draft: Edition, typed: Intake, check: Any, what: str
    ) -> None:
        answer = check(typed)
        if what == "draft":
            somebody_changes(cast, draft, Sand_is_sieved="Theirs")
        else:
            change(line_of(typed, "Sand is sieved"), cast.expert_kh, text="Theirs")
        before = texts(draft)

        again = check(typed, seen(answer))

        assert again.status_code == 409
        assert "changed since you looked" in again.content.decode()
        assert texts(draft) == before
        assert check(typed, seen(again)).status_code == 303
        assert "Theirs" in texts(draft)

    def test_a_form_without_what_was_seen_is_not_taken(
        self, draft: Edition, typed: Intake, check: Any
    ) -> None:
        assert check(typed, {}).status_code == 409
        assert draft.intakes.get().state == IntakeState.READ

    def test_confirming_twice_shows_the_result(self, draft: Edition, typed: Intake, check: Any) -> None:
        form = seen(check(typed))
        check(typed, form)
        revision = Edition.objects.get(pk=draft.pk).lines_revision

        again = check(typed, form)

        assert again["Location"] == reverse("standards:detail", args=[draft.ref])
        assert Edition.objects.get(pk=draft.pk).lines_revision == revision

    def test_the_verb_refuses_what_has_moved(self, cast: Cast, draft: Edition, typed: Intake) -> None:
        plan = plan_of(typed, draft)
        somebody_changes(cast, draft, Sand_is_sieved="Theirs")

        with pytest.raises(MovedOn):
            actions.confirm_intake(intake=typed, seen=Seen(plan.draft, plan.lines), by=cast.focal_kh)

        typed.refresh_from_db()
        assert typed.state == IntakeState.READ

    def test_lines_confirmed_once_are_not_written_again(self, cast: Cast, typed: Intake) -> None:
        actions.confirm_intake(intake=typed, by=cast.focal_kh)
        rows = Line.objects.count()

        with pytest.raises(IllegalMove):
            actions.confirm_intake(intake=typed, by=cast.focal_kh)

        assert Line.objects.count() == rows
