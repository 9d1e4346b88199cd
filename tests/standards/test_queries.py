"""What a person sees of the library, and what waits for them."""

from __future__ import annotations

import pytest
from django.http import Http404

from core.models import AuditLine
from standards import actions, queries
from standards.models import Edition, Line
from standards.queries.library import areas_with_editions, countries_with_editions
from standards.reading import Refusal
from standards.states import EditionState
from tests.conftest import Cast, World
from tests.factories import world
from tests.standards.files import SAMPLE, read_here, workbook


def titles(edition_rows: object) -> list[str]:
    return [edition.standard.title for edition in edition_rows]  # type: ignore[attr-defined]


class TestLibrary:
    @pytest.mark.parametrize(
        "words",
        ["bricklaying", "7112", "standards office kh", "CON-02", "stretcher WALL", "waste provided", "2018"],
    )
    def test_a_search_looks_at_titles_codes_and_lines(self, small_world: World, words: str) -> None:
        found = queries.library(small_world.cast.focal_kh, queries.Filters(q=words))

        assert small_world.cambodian in found

    def test_a_search_in_khmer_finds_the_original_text(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh)
        Line.objects.filter(edition=edition, position=2).update(text_original="ស៊ីម៉ង់ត៍ត្រូវបានវាស់")

        assert edition in queries.library(cast.focal_kh, queries.Filters(q="ត្រូវបាន"))
        assert not queries.library(cast.focal_kh, queries.Filters(q="ឥដ្ឋ")).exists()

    def test_every_word_of_a_search_has_to_be_there(self, small_world: World) -> None:
        found = queries.library(small_world.cast.focal_kh, queries.Filters(q="bricklaying helicopter"))

        assert not found.exists()

    def test_filters_narrow_down(self, small_world: World) -> None:
        user = small_world.cast.focal_kh

        assert titles(queries.library(user, queries.Filters(country="TH"))) == [
            str(small_world.thai.standard)
        ]
        assert titles(queries.library(user, queries.Filters(country="KH"))) == [
            str(small_world.cambodian.standard)
        ]
        assert not queries.library(user, queries.Filters(state="draft")).exists()
        assert queries.library(user, queries.Filters(area="7112")).count() == 2

    def test_unknown_filters_are_as_good_as_none(self) -> None:
        assert queries.Filters.of({"country": "XX", "state": "burnt", "q": "\x00 "}) == queries.Filters()

    def test_the_choices_give_away_nothing_that_one_may_not_see(self, cast: Cast) -> None:
        world.edition("MM", by=cast.focal_mm, area=world.skill_area(world.WIRING), state=EditionState.DRAFT)
        world.edition("LA", by=cast.focal_la)

        assert countries_with_editions(cast.focal_la) == ["LA"]
        assert [area.title for area in areas_with_editions(cast.focal_la)] == [world.BRICKLAYING]
        assert countries_with_editions(cast.administrator) == []

    def test_editions_for_a_benchmark_are_accepted_or_provisional(self, small_world: World) -> None:
        area = world.skill_area()
        submitted = world.edition("KH", by=small_world.cast.focal_kh, state=EditionState.SUBMITTED)
        world.edition("KH", by=small_world.cast.focal_kh, state=EditionState.RETURNED)

        found = queries.editions_for("KH", area, small_world.cast.focal_kh)

        assert set(found) == {small_world.cambodian, submitted}
        assert list(queries.editions_for("KH", area, small_world.cast.focal_la)) == []


class TestOneEdition:
    def test_what_one_may_not_see_does_not_exist(self, small_world: World) -> None:
        with pytest.raises(Http404):
            queries.visible_edition(small_world.cast.focal_la, small_world.cambodian.ref)

        seen = queries.visible_edition(small_world.cast.expert_one, small_world.cambodian.ref)
        assert seen == small_world.cambodian

    def test_lines_come_in_one_query(self, small_world: World, django_assert_num_queries: object) -> None:
        with django_assert_num_queries(1):  # type: ignore[operator]
            outline = queries.outline_of(queries.lines_of(small_world.cambodian))
            texts = [row.line.text for block in outline.blocks for row in block.rows]

        assert "Mortar is used within the working time" in texts
        assert (outline.total, outline.rateable) == (8, 4)

    def test_the_thai_form_folds_by_knowledge_skill_and_attitude(self, small_world: World) -> None:
        outline = queries.outline_of(queries.lines_of(small_world.thai))

        heads = [(block.head.line.number, block.folds) for block in outline.blocks if block.head]
        assert heads == [("1", False), ("1.1", True), ("1.2", True), ("1.3", True)]

    def test_lines_without_any_heading_are_shown_too(self, cast: Cast) -> None:
        flat_lines = [("criterion", str(n), f"Line {n}", 0, False) for n in range(3)]
        edition = world.edition("KH", by=cast.focal_kh, lines=flat_lines)

        (block,) = queries.outline_of(queries.lines_of(edition)).blocks

        assert block.head is None
        assert block.count == 3

    def test_the_ball_lies_with_the_receiving_coordinator_of_a_submitted_edition(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)
        assert "Cambodia" in queries.duty_on(edition, queries.shares_of(edition))

        world.share(edition, organisation_key="dsd")

        assert "Thailand" in queries.duty_on(edition, queries.shares_of(edition))

    def test_the_history_of_drafting_is_the_owners(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
        actions.upload_source(edition=edition, content=workbook(), name="a.xlsx", by=cast.focal_kh)
        actions.submit(edition=edition, by=cast.focal_kh)

        def seen(*, owns: bool) -> list[str]:
            return [line.event for line in queries.history_lines(edition, owns=owns)]

        assert seen(owns=False) == ["edition.submitted"]
        assert "edition.file_uploaded" in seen(owns=True)
        assert AuditLine.objects.filter(event="edition.file_uploaded").exists()


class TestWaiting:
    def waiting(self, user: object) -> list[str]:
        return [one.title.split(":")[0] for one in queries.waiting_for(user)]  # type: ignore[arg-type]

    def test_a_draft_and_a_reading_wait_for_their_country(self, cast: Cast) -> None:
        draft = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
        intake = actions.upload_source(edition=draft, content=workbook(), name="a.xlsx", by=cast.focal_kh)
        read_here(intake)

        for user in (cast.focal_kh, cast.expert_kh):
            assert self.waiting(user) == ["Confirm the lines of a.xlsx", "Complete and submit the draft"]
        for user in (cast.focal_la, cast.coordinator, cast.reviewer, cast.observer, cast.administrator):
            assert self.waiting(user) == []

    def test_a_file_that_could_not_be_read_waits_only_until_another_one_comes(self, cast: Cast) -> None:
        draft = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
        intake = actions.upload_source(edition=draft, content=workbook(), name="a.xlsx", by=cast.focal_kh)
        actions.refuse_reading(intake=intake, refusal=Refusal("damaged"), by=cast.focal_kh)
        assert "a.xlsx could not be read" in self.waiting(cast.focal_kh)
        assert list(queries.open_intakes(draft)) == [intake]

        other = actions.upload_source(
            edition=draft, content=workbook(SAMPLE[:4]), name="b.xlsx", by=cast.focal_kh
        )

        assert "a.xlsx could not be read" not in self.waiting(cast.focal_kh)
        assert list(queries.open_intakes(draft)) == [other]

    def test_a_submitted_edition_waits_for_whoever_decides(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)
        world.share(edition, organisation_key="dsd")

        assert self.waiting(cast.coordinator) == ["Accept or return"]
        assert self.waiting(cast.expert_one) == []
        assert self.waiting(cast.focal_kh) == []

    def test_nobody_is_asked_to_accept_what_they_submitted(self, cast: Cast) -> None:
        thai = world.edition("TH", by=cast.coordinator, state=EditionState.DRAFT)
        actions.submit(edition=thai, by=cast.coordinator)

        assert self.waiting(cast.coordinator) == []

    def test_a_returned_edition_waits_until_its_correction_is_started(self, cast: Cast) -> None:
        returned = world.edition("KH", by=cast.focal_kh, state=EditionState.RETURNED)
        assert self.waiting(cast.focal_kh) == ["Correct the returned edition"]

        actions.new_edition(edition=returned, by=cast.focal_kh)

        assert self.waiting(cast.focal_kh) == ["Complete and submit the draft"]

    def test_somebody_who_left_is_asked_nothing(self, cast: Cast) -> None:
        world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)

        assert queries.waiting_for(cast.deactivated) == []
        assert Edition.objects.count() == 1
