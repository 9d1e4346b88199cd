"""Pages of the library: who gets which answer, what stays typed, what the browser is told."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from core import jobs
from core.audit import record
from standards import actions
from standards.models import Edition, Intake, Line, line_hash
from standards.states import EditionState, IntakeState
from tests.conftest import Cast, World
from tests.factories import world
from tests.standards.files import SAMPLE, read_here, run_job_of, workbook

SignIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


def url(name: str, *args: object) -> str:
    return reverse(f"standards:{name}", args=args)


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft with lines."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


@pytest.fixture
def read(cast: Cast, draft: Edition) -> Intake:
    """The sample, read and waiting to be confirmed."""
    intake = actions.upload_source(edition=draft, content=workbook(), name="a.xlsx", by=cast.focal_kh)
    return read_here(intake)


def line_data(intake: Intake, position: int, **changes: object) -> dict[str, object]:
    line = intake.lines.get(position=position)
    data = {
        "kind": line.kind,
        "number": line.number,
        "text": line.text,
        "text_original": line.text_original,
        "kept": "on",
        "revision": line.revision,
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


class TestWhoSeesWhat:
    def test_a_draft_does_not_exist_for_anybody_else(
        self, cast: Cast, draft: Edition, read: Intake, as_user: SignIn
    ) -> None:
        others = [cast.coordinator, cast.focal_la, cast.reviewer, cast.observer, cast.administrator]
        pages = [
            url("detail", draft.ref),
            url("edit", draft.ref),
            url("upload", draft.ref),
            url("export", draft.ref),
            url("intake", read.ref),
            url("intake-confirm", read.ref),
            url("source", read.source.ref),
            f"{url('template')}?edition={draft.ref}",
        ]
        for user in others:
            client = as_user(user)
            assert [client.get(page).status_code for page in pages] == [404] * len(pages), user
            assert draft.standard.title not in client.get(url("list")).content.decode()

    def test_the_receiving_side_reads_a_released_edition_but_not_its_drafting(
        self, small_world: World, as_user: SignIn
    ) -> None:
        edition = small_world.cambodian
        record("edition.changed", on=edition, by=small_world.cast.focal_kh)
        record("edition.accepted", on=edition, by=small_world.cast.coordinator)

        page = as_user(small_world.cast.expert_one).get(url("detail", edition.ref))

        assert page.status_code == 200
        assert "Cement and sand are measured by volume" in page.content.decode()
        assert "Edition accepted" in page.content.decode()
        assert "Details changed" not in page.content.decode()

    def test_a_discarded_file_stays_with_its_country(
        self, cast: Cast, draft: Edition, read: Intake, as_user: SignIn
    ) -> None:
        actions.discard_intake(intake=read, by=cast.focal_kh)
        actions.submit(edition=draft, by=cast.focal_kh)
        world.share(draft, organisation_key="dsd")

        page = as_user(cast.coordinator).get(url("detail", draft.ref))

        assert page.status_code == 200
        assert read.source.stored.sha256[:12] not in page.content.decode()
        assert as_user(cast.coordinator).get(url("source", read.source.ref)).status_code == 404
        own = as_user(cast.focal_kh).get(url("source", read.source.ref))
        assert own.status_code == 200
        assert b"".join(own.streaming_content)

    def test_a_confirmed_file_can_be_fetched_by_the_other_side(
        self, cast: Cast, draft: Edition, read: Intake, as_user: SignIn
    ) -> None:
        actions.confirm_intake(intake=read, by=cast.focal_kh)
        actions.submit(edition=draft, by=cast.focal_kh)
        world.share(draft, organisation_key="dsd")

        answer = as_user(cast.coordinator).get(url("source", read.source.ref))

        with read.source.stored.open() as kept:
            assert b"".join(answer.streaming_content) == kept.read()  # type: ignore[attr-defined]
        assert answer["Content-Disposition"].startswith("attachment")

    def test_who_sees_but_may_not_act_gets_403(self, small_world: World, as_user: SignIn) -> None:
        edition = small_world.cambodian
        expert = as_user(small_world.cast.expert_one)

        for page in (url("edit", edition.ref), url("accept", edition.ref), url("upload", edition.ref)):
            assert expert.get(page).status_code == 403
        assert as_user(small_world.cast.observer).get(url("create")).status_code == 403
        assert expert.post(url("publish", edition.ref), {"public": "1"}).status_code == 403

    def test_an_expert_of_the_country_drafts_but_does_not_publish(
        self, small_world: World, as_user: SignIn
    ) -> None:
        client = as_user(small_world.cast.expert_kh)

        assert client.get(url("create")).status_code == 200
        answer = client.post(url("publish", small_world.cambodian.ref), {"public": "1"})

        assert answer.status_code == 403


class TestCreating:
    def data(self, **changes: object) -> dict[str, object]:
        area = world.skill_area()
        return {
            "body": "",
            "new_body": "National Standards Board",
            "occupation": f"{area.pk}-{area.occupations.get().pk}",
            "title": "Bricklaying",
            "title_original": "ការរៀបឥដ្ឋ",
            "label": "2018",
            "language": "km",
            **changes,
        }

    def test_a_focal_point_starts_a_standard(self, cast: Cast, as_user: SignIn) -> None:
        answer = as_user(cast.focal_kh).post(url("create"), self.data(), follow=True)

        edition = Edition.objects.get()
        assert answer.redirect_chain == [(url("detail", edition.ref), 303)]
        assert (edition.country, edition.standard.body.name) == ("KH", "National Standards Board")
        assert "The draft is there" in answer.content.decode()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("title", ""), ("label", ""), ("occupation", "9-9"), ("new_body", ""), ("issued_on", "31.31.2018")],
    )
    def test_what_is_wrong_is_said_and_the_rest_stays(
        self, cast: Cast, as_user: SignIn, field: str, value: str
    ) -> None:
        data = self.data(note="A note that must not be lost", **{field: value})

        answer = as_user(cast.focal_kh).post(url("create"), data)

        assert answer.status_code == 422
        assert "A note that must not be lost" in answer.content.decode()
        assert not Edition.objects.exists()

    def test_the_body_of_another_country_is_no_choice(self, cast: Cast, as_user: SignIn) -> None:
        world.edition("KH", by=cast.focal_kh)
        thai = world.edition("TH", by=cast.coordinator).standard.body

        answer = as_user(cast.focal_kh).post(url("create"), self.data(body=thai.pk))

        assert answer.status_code == 422
        assert Edition.objects.count() == 2

    def test_characters_that_no_database_takes_are_dropped(self, cast: Cast, as_user: SignIn) -> None:
        as_user(cast.focal_kh).post(url("create"), self.data(title="Brick\x00laying\u202e"))

        assert Edition.objects.get().standard.title == "Bricklaying"


class TestEditing:
    def data(self, edition: Edition, **changes: object) -> dict[str, object]:
        standard = edition.standard
        return {
            "body": standard.body_id,
            "occupation": f"{standard.skill_area_id}-{standard.occupation_id}",
            "title": standard.title,
            "label": edition.label,
            "language": "en",
            "revision": edition.revision,
            **changes,
        }

    def test_details_are_saved(self, cast: Cast, draft: Edition, as_user: SignIn) -> None:
        answer = as_user(cast.expert_kh).post(url("edit", draft.ref), self.data(draft, label="2.0"))

        draft.refresh_from_db()
        assert (answer.status_code, draft.label) == (303, "2.0")

    def test_two_editors_get_both_versions(self, cast: Cast, draft: Edition, as_user: SignIn) -> None:
        opened = self.data(draft, label="Mine")
        as_user(cast.expert_kh).post(url("edit", draft.ref), self.data(draft, label="Theirs"))
        client = as_user(cast.focal_kh)

        answer = client.post(url("edit", draft.ref), opened)

        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Mine" in page
        assert "Theirs" in page
        again = {**opened, "revision": answer.context["form"].data["revision"]}
        assert client.post(url("edit", draft.ref), again).status_code == 303
        draft.refresh_from_db()
        assert draft.label == "Mine"

    def test_a_released_edition_is_not_edited(self, small_world: World, as_user: SignIn) -> None:
        answer = as_user(small_world.cast.focal_kh).get(url("edit", small_world.cambodian.ref), follow=True)

        assert answer.redirect_chain[0][1] == 303
        assert "Only a draft can be changed" in answer.content.decode()


class TestUploading:
    def test_an_upload_leads_to_its_progress_and_then_to_the_lines(
        self, cast: Cast, draft: Edition, as_user: SignIn
    ) -> None:
        client = as_user(cast.focal_kh)

        answer = client.post(url("upload", draft.ref), {"file": workbook()}, follow=True)

        intake = Intake.objects.get()
        assert answer.redirect_chain[0][0] == url("intake", intake.ref)
        assert url("intake-progress", intake.ref) in answer.content.decode()
        waiting = client.get(url("intake-progress", intake.ref), headers=HTMX)
        assert "<progress" in waiting.content.decode()
        assert "<html" not in waiting.content.decode()
        run_job_of(intake)
        assert client.get(url("intake-progress", intake.ref), headers=HTMX)["HX-Refresh"] == "true"
        assert "Cement is measured" in client.get(url("intake", intake.ref)).content.decode()

    def test_the_same_file_again_is_recognised(self, cast: Cast, draft: Edition, as_user: SignIn) -> None:
        client = as_user(cast.focal_kh)
        content = workbook().read()
        for _ in range(2):
            file = SimpleUploadedFile("standard.xlsx", content)
            answer = client.post(url("upload", draft.ref), {"file": file}, follow=True)

        assert "already uploaded on" in answer.content.decode()
        assert Intake.objects.count() == 1

    @pytest.mark.parametrize(
        ("content", "name", "words"),
        [
            (b"", "a.pdf", "is empty"),
            (b"just some words", "a.pdf", "must be a PDF, DOCX, XLSX"),
            (b"%PDF-1.4 ....", "a.xlsx", "named like one kind of file"),
        ],
    )
    def test_a_wrong_file_gets_a_sentence(
        self, cast: Cast, draft: Edition, as_user: SignIn, content: bytes, name: str, words: str
    ) -> None:
        file = SimpleUploadedFile(name, content)

        answer = as_user(cast.focal_kh).post(url("upload", draft.ref), {"file": file})

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Intake.objects.exists()

    def test_no_file_at_all_gets_a_sentence(self, cast: Cast, draft: Edition, as_user: SignIn) -> None:
        answer = as_user(cast.focal_kh).post(url("upload", draft.ref))

        assert answer.status_code == 422
        assert "Choose a file first" in answer.content.decode()

    def test_a_refused_file_shows_why_and_a_way_on(self, cast: Cast, draft: Edition, as_user: SignIn) -> None:
        client = as_user(cast.focal_kh)
        client.post(url("upload", draft.ref), {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 broken")})
        intake = run_job_of(Intake.objects.get())

        page = client.get(url("intake", intake.ref)).content.decode()

        assert "is damaged: save it again" in page
        assert url("upload", draft.ref) in page

    def test_a_failed_reading_can_be_tried_again(self, cast: Cast, draft: Edition, as_user: SignIn) -> None:
        client = as_user(cast.focal_kh)
        client.post(url("upload", draft.ref), {"file": workbook()})
        intake = Intake.objects.get()
        assert intake.job is not None
        jobs.cancel(intake.job)

        page = client.get(url("intake", intake.ref)).content.decode()
        client.post(url("intake-retry", intake.ref))
        run_job_of(intake)

        assert "Try again" in page
        assert intake.state == IntakeState.READ


class TestConfirming:
    def test_a_line_is_saved_by_htmx_and_comes_back_as_its_row(
        self, cast: Cast, read: Intake, as_user: SignIn
    ) -> None:
        data = line_data(read, 2, text="Cement is weighed")

        answer = as_user(cast.focal_kh).post(url("intake-line", read.ref, 2), data, headers=HTMX)

        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Saved." in page
        assert "<html" not in page
        assert read.lines.get(position=2).text == "Cement is weighed"

    def test_without_scripts_the_person_comes_back_to_the_same_place(
        self, cast: Cast, read: Intake, as_user: SignIn
    ) -> None:
        data = line_data(read, 2, text="Cement is weighed", back="?show=&page=1&evil=//x")

        answer = as_user(cast.focal_kh).post(url("intake-line", read.ref, 2), data)

        assert answer.status_code == 303
        assert answer["Location"] == f"{url('intake', read.ref)}?page=1#line-2"

    @pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "plain"])
    def test_a_kept_line_without_text_stays_typed_and_is_not_saved(
        self, cast: Cast, read: Intake, as_user: SignIn, headers: dict[str, str]
    ) -> None:
        data = line_data(read, 2, text="", text_original="", number="My number")

        answer = as_user(cast.focal_kh).post(url("intake-line", read.ref, 2), data, headers=headers)

        assert answer.status_code == 422
        assert "Type the text of this line in" in answer.content.decode()
        assert "My number" in answer.content.decode()
        assert read.lines.get(position=2).text == "Cement is measured"

    @pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), ({}, 409)], ids=["htmx", "plain"])
    def test_two_people_on_one_line_see_both_texts(
        self, cast: Cast, read: Intake, as_user: SignIn, headers: dict[str, str], status: int
    ) -> None:
        mine, theirs = line_data(read, 2, text="Mine"), line_data(read, 2, text="Theirs")
        as_user(cast.expert_kh).post(url("intake-line", read.ref, 2), theirs)

        answer = as_user(cast.focal_kh).post(url("intake-line", read.ref, 2), mine, headers=headers)

        page = answer.content.decode()
        assert answer.status_code == status
        assert "Mine" in page
        assert "Theirs" in page
        assert read.lines.get(position=2).text == "Theirs"
        assert read.lines.get(position=2).revision in page

    def test_an_added_line_opens_for_typing(self, cast: Cast, read: Intake, as_user: SignIn) -> None:
        data = {"act": "add", "line": read.lines.get(position=1).pk}

        answer = as_user(cast.focal_kh).post(url("intake-act", read.ref), data)

        assert answer["Location"] == f"{url('intake', read.ref)}?page=1&open=2#line-2"
        assert read.lines.count() == len(SAMPLE) + 1

    def test_confirming_goes_over_a_check_page(
        self, cast: Cast, draft: Edition, read: Intake, as_user: SignIn
    ) -> None:
        client = as_user(cast.focal_kh)

        page = client.get(url("intake-confirm", read.ref))
        check, plan = page.content.decode(), page.context["plan"]
        seen = {"how": "replace", "draft": plan.draft, "lines": plan.lines}
        answer = client.post(url("intake-confirm", read.ref), seen, follow=True)

        assert "Confirm 5 lines" in check
        assert "Replace the 8 lines of the draft" in check
        assert draft.lines.count() == len(SAMPLE)
        assert "The lines are in the draft" in answer.content.decode()
        assert client.post(url("intake-confirm", read.ref), follow=True).status_code == 200

    def test_a_further_reading_does_not_keep_a_draft_with_lines_from_being_submitted(
        self, cast: Cast, draft: Edition, read: Intake, as_user: SignIn
    ) -> None:
        page = as_user(cast.focal_kh).get(url("detail", draft.ref)).content.decode()

        assert url("intake", read.ref) in page
        assert "Submit the edition without them" in page

    def test_discarding_leaves_the_draft(
        self, cast: Cast, draft: Edition, read: Intake, as_user: SignIn
    ) -> None:
        as_user(cast.focal_kh).post(url("intake-discard", read.ref))

        read.refresh_from_db()
        assert read.state == IntakeState.DISCARDED
        assert draft.lines.count() == len(world.CAMBODIAN_LINES)
        assert as_user(cast.focal_kh).get(url("intake", read.ref)).status_code == 200

    def test_no_line_of_another_country_can_be_changed(
        self, cast: Cast, read: Intake, as_user: SignIn
    ) -> None:
        answer = as_user(cast.focal_la).post(url("intake-line", read.ref, 2), line_data(read, 2, text="x"))

        assert answer.status_code == 404
        assert as_user(cast.focal_kh).post(url("intake-line", read.ref, 99), {}).status_code == 404


class TestSpreadsheets:
    def texts(self, content: bytes) -> list[str]:
        head, *rows = load_workbook(BytesIO(content))["Lines"].iter_rows(values_only=True)
        at = head.index("Text (English)")
        return [str(row[at]) for row in rows if row[at]]

    def test_the_template_is_empty_or_filled(self, cast: Cast, draft: Edition, as_user: SignIn) -> None:
        client = as_user(cast.focal_kh)

        assert self.texts(client.get(url("template")).content) == []
        filled = self.texts(client.get(f"{url('template')}?edition={draft.ref}").content)

        assert filled == [line[2] for line in world.CAMBODIAN_LINES]

    def test_an_exported_edition_comes_back_unchanged(
        self, cast: Cast, draft: Edition, as_user: SignIn
    ) -> None:
        client = as_user(cast.focal_kh)
        before = [(line.key, line.content_hash) for line in draft.lines.order_by("position")]
        content = client.get(url("export", draft.ref)).content
        client.post(url("upload", draft.ref), {"file": SimpleUploadedFile("back.xlsx", content)})
        intake = read_here(Intake.objects.get())

        actions.confirm_intake(intake=intake, by=cast.focal_kh)

        assert [(line.key, line.content_hash) for line in draft.lines.order_by("position")] == before


class TestDeciding:
    def submitted(self, cast: Cast) -> Edition:
        edition = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
        actions.submit(edition=edition, by=cast.focal_kh)
        world.share(edition, organisation_key="dsd")
        return Edition.objects.select_related("standard").get(pk=edition.pk)

    def test_the_receiving_coordinator_accepts_over_a_check_page(self, cast: Cast, as_user: SignIn) -> None:
        edition = self.submitted(cast)
        client = as_user(cast.coordinator)

        assert edition.content_hash in client.get(url("accept", edition.ref)).content.decode()
        client.post(url("accept", edition.ref))

        edition.refresh_from_db()
        assert (edition.state, edition.decided_by) == (EditionState.ACCEPTED, cast.coordinator)

    def test_a_return_needs_its_reason_and_the_country_reads_it(self, cast: Cast, as_user: SignIn) -> None:
        edition = self.submitted(cast)
        client = as_user(cast.coordinator)

        assert client.post(url("return", edition.ref), {"reason": " "}).status_code == 422
        client.post(url("return", edition.ref), {"reason": "Unit 3 is missing"})

        page = as_user(cast.focal_kh).get(url("detail", edition.ref)).content.decode()
        assert "Unit 3 is missing" in page
        assert "Start the correction" in page

    def test_a_second_decision_is_refused_with_a_sentence(self, cast: Cast, as_user: SignIn) -> None:
        edition = self.submitted(cast)
        client = as_user(cast.coordinator)
        client.post(url("accept", edition.ref))

        again = client.post(url("accept", edition.ref), follow=True)
        back = client.post(url("return", edition.ref), {"reason": "Late"}, follow=True)

        for answer in (again, back):
            assert answer.status_code == 200
            assert "Accepted" in answer.content.decode()
        edition.refresh_from_db()
        assert edition.state == EditionState.ACCEPTED

    def test_whoever_submitted_is_told_that_a_second_person_accepts(
        self, cast: Cast, as_user: SignIn
    ) -> None:
        thai = world.edition("TH", by=cast.coordinator, state=EditionState.DRAFT)
        actions.submit(edition=thai, by=cast.coordinator)
        client = as_user(cast.coordinator)

        answer = client.post(url("accept", thai.ref), follow=True)

        assert "second person" in answer.content.decode()
        thai.refresh_from_db()
        assert thai.state == EditionState.SUBMITTED

    def test_the_correction_starts_as_a_copy(self, cast: Cast, as_user: SignIn) -> None:
        returned = world.edition("KH", by=cast.focal_kh, state=EditionState.RETURNED)

        answer = as_user(cast.focal_kh).post(url("new-edition", returned.ref))

        copy = Edition.objects.get(previous=returned)
        assert answer["Location"] == url("edit", copy.ref)
        assert (
            "already a draft"
            in as_user(cast.focal_kh).post(url("new-edition", returned.ref), follow=True).content.decode()
        )

    def test_a_newer_edition_gets_a_name_of_its_own(self, small_world: World, as_user: SignIn) -> None:
        client = as_user(small_world.cast.focal_kh)
        client.post(url("new-edition", small_world.cambodian.ref))
        copy = Edition.objects.get(previous=small_world.cambodian)
        form = client.get(url("edit", copy.ref)).context["form"]
        values = {"label": copy.label, "revision": form.initial["revision"]}

        same = client.post(url("edit", copy.ref), values)
        other = client.post(url("edit", copy.ref), values | {"label": "2031"})

        assert same.status_code == 422
        assert "There is an accepted edition" in same.content.decode()
        assert other.status_code == 303
        copy.refresh_from_db()
        assert copy.label == "2031"

    def test_the_owner_opens_an_accepted_edition_to_observers(
        self, small_world: World, as_user: SignIn
    ) -> None:
        edition = small_world.cambodian
        assert as_user(small_world.cast.observer).get(url("detail", edition.ref)).status_code == 404

        as_user(small_world.cast.focal_kh).post(url("publish", edition.ref), {"public": "1"})

        assert as_user(small_world.cast.observer).get(url("detail", edition.ref)).status_code == 200


class TestLongEditions:
    @pytest.fixture
    def long(self, cast: Cast) -> Edition:
        """Fifty units of thirty criteria."""
        edition = world.edition("KH", by=cast.focal_kh)
        edition.lines.all().delete()
        units = Line.objects.bulk_create(self.line(edition, n * 31, "unit", f"U{n}") for n in range(50))
        Line.objects.bulk_create(
            self.line(edition, n * 31 + m, "criterion", f"{n}.{m}", unit)
            for n, unit in enumerate(units)
            for m in range(1, 31)
        )
        return edition

    def line(
        self, edition: Edition, position: int, kind: str, number: str, parent: Line | None = None
    ) -> Line:
        text = f"The work of line {number} is done as the drawing says and within the tolerance given"
        return Line(
            edition=edition,
            parent=parent,
            position=position,
            kind=kind,
            number=number,
            text=text,
            content_hash=line_hash(kind, number, text, "", False),
        )

    def test_it_comes_folded_and_light_and_a_part_comes_on_demand(
        self, cast: Cast, long: Edition, as_user: SignIn
    ) -> None:
        client = as_user(cast.focal_kh)
        unit = long.lines.get(number="U7")

        page = client.get(url("detail", long.ref)).content.decode()
        part = client.get(url("detail", long.ref), {"part": unit.pk}, headers=HTMX).content.decode()
        plain = client.get(url("detail", long.ref), {"part": unit.pk}).content.decode()

        assert "line U49" in page
        assert "line 7.3 " not in page
        assert len(page) < 120_000
        assert "line 7.30 " in part
        assert "<html" not in part
        assert part.count("<li") == 30
        assert "line 7.30 " in plain

    def test_a_link_to_a_line_opens_its_part(self, cast: Cast, long: Edition, as_user: SignIn) -> None:
        line = long.lines.get(number="7.3")

        page = as_user(cast.focal_kh).get(url("detail", long.ref), {"line": line.pk}).content.decode()

        assert f'id="line-{line.pk}"' in page

    def test_a_search_finds_lines_in_folded_parts(self, cast: Cast, long: Edition, as_user: SignIn) -> None:
        page = (
            as_user(cast.focal_kh).get(url("detail", long.ref), {"q": "LINE 49.30 drawing"}).content.decode()
        )

        assert "1 line fits the search" in page

    @pytest.mark.parametrize(
        "query", ["part=x", "part=999999999999999999999", "line=-1", "q=%00%F0%9F", "page=zz"]
    )
    def test_wild_addresses_do_no_harm(self, cast: Cast, long: Edition, as_user: SignIn, query: str) -> None:
        assert as_user(cast.focal_kh).get(f"{url('detail', long.ref)}?{query}").status_code == 200
        assert as_user(cast.focal_kh).get(f"{url('list')}?{query}").status_code == 200
