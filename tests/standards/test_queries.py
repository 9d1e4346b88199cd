"""What a person sees of the library, and what waits for them."""

from __future__ import annotations

import pytest
from django.http import Http404

from accounts.models import User
from core.models import AuditLine
from standards import actions, queries
from standards.actions.vocabulary import keep_vocabulary
from standards.models import Edition, Line
from standards.reading import Refusal
from standards.states import EditionState
from tests.conftest import Cast, World
from tests.factories import world
from tests.standards.files import SAMPLE, read_here, workbook


def listed(user: User, **wanted: str) -> list[str]:
    """Titles in the library under these filters."""
    return [one.title for one in queries.chosen(queries.shelf(user), queries.Filters(**wanted))]  # type: ignore[arg-type]


class TestLibrary:
    def test_filters_narrow_down(self, small_world: World) -> None:
        user = small_world.cast.focal_kh

        assert listed(user, country="TH") == [str(small_world.thai.standard)]
        assert listed(user, country="KH") == [str(small_world.cambodian.standard)]
        assert listed(user, state="draft") == []
        assert len(listed(user, area="7112")) == len(listed(user, occupation="7112")) == 2
        assert listed(user, occupation="7411") == []
        assert listed(user, body=str(small_world.thai.standard.body_id)) == [str(small_world.thai.standard)]

    def test_unknown_filters_are_as_good_as_none(self) -> None:
        assert queries.Filters.of({"country": "XX", "state": "burnt", "q": "\x00 "}) == queries.Filters()

    def test_the_choices_give_away_nothing_that_one_may_not_see(self, cast: Cast) -> None:
        hidden = world.edition(
            "MM", by=cast.focal_mm, area=world.skill_area(world.WIRING), state=EditionState.DRAFT
        )
        keep_vocabulary(hidden, [Line(kind="level", text="Level of a draft")])
        world.edition("LA", by=cast.focal_la)

        choices = queries.choices_of(queries.shelf(cast.focal_la))

        assert choices.countries == [("LA", "Lao PDR")]
        assert [title for _, title in choices.areas] == [world.BRICKLAYING]
        assert [code for code, _ in choices.occupations] == ["7112"]
        assert [name for _, name in choices.bodies] == ["Standards office LA"]
        assert [value for value, _ in choices.states] == ["accepted"]
        assert choices.levels == []
        assert queries.choices_of(queries.shelf(cast.focal_mm)).levels == ["Level of a draft"]
        assert queries.shelf(cast.administrator) == []

    def test_older_editions_give_way_to_newer_ones_that_the_person_sees(self, cast: Cast) -> None:
        old = world.edition("KH", by=cast.focal_kh, state=EditionState.SUPERSEDED)
        old.public = True
        old.save()
        draft = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
        Edition.objects.filter(pk=draft.pk).update(standard=old.standard)

        def refs(user: User, **wanted: object) -> list[str]:
            return [one.ref for one in queries.chosen(queries.shelf(user), queries.Filters(**wanted))]  # type: ignore[arg-type]

        assert refs(cast.focal_kh) == [draft.ref]
        assert refs(cast.focal_kh, older=True) == [draft.ref, old.ref]
        assert refs(cast.focal_kh, state="superseded") == [old.ref]
        assert refs(cast.observer) == [old.ref]  # the draft is nothing to him, so it replaces nothing

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
