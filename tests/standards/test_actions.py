"""Verbs of the library: states, history, refusals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from core.conflicts import Conflict
from core.models import AuditLine, JobState, StoredFile
from core.queries import history_of
from core.states import IllegalMove
from standards import actions
from standards.intake import ReadLine, Refused
from standards.lines import NewLine
from standards.models import Edition, Intake, Share, StandardBody
from standards.queries import lines_of
from standards.states import EditAct, EditionState, IntakeState, LineKind, ShareCapacity
from standards.tree import flat, sections_of, tree_of
from tests.conftest import Cast
from tests.factories import people, world
from tests.standards.files import SAMPLE, read_here, workbook

REAL_FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "extraction"


def edit(
    intake: Intake, positions: Iterable[int], act: EditAct, by: User, kind: LineKind | None = None
) -> None:
    """An act on the candidate lines at these positions."""
    lines = list(intake.lines.filter(position__in=positions).values_list("pk", flat=True))
    actions.edit_lines(intake=intake, act=act, lines=lines, kind=kind, by=by)


def events_of(obj: object) -> list[str]:
    return [line.event for line in history_of(obj)][::-1]  # type: ignore[arg-type]


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """An empty Cambodian draft."""
    edition = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
    edition.lines.all().delete()
    return edition


def new_standard(cast: Cast, body: StandardBody | str = "Board of Standards", label: str = "2018") -> Edition:
    area = world.skill_area()
    return actions.create_standard(
        body=body,
        skill_area=area,
        occupation=area.occupations.get(),
        title="Bricklaying",
        title_original="",
        label=label,
        issued_on=None,
        legal_basis="",
        language="km",
        note="",
        by=cast.focal_kh,
    )


class TestStandards:
    def test_a_new_body_is_made_once_in_the_persons_own_country(self, cast: Cast) -> None:
        first, second = new_standard(cast), new_standard(cast)

        assert first.is_draft
        assert first.standard.body == second.standard.body
        assert (first.standard.body.country, first.standard.country) == ("KH", "KH")
        assert first.ref != second.ref
        assert events_of(first) == ["edition.created"]

    def test_details_change_with_old_and_new_in_the_history(self, cast: Cast) -> None:
        edition = new_standard(cast)

        actions.edit_edition(edition=edition, revision=edition.revision, by=cast.expert_kh, label="2019")

        line = history_of(edition).get(event="edition.changed")
        assert (line.before, line.after) == ({"label": "2018"}, {"label": "2019"})

    def test_the_second_of_two_editors_does_not_overwrite_the_first(self, cast: Cast) -> None:
        edition = new_standard(cast)
        opened = edition.revision
        actions.edit_edition(edition=edition, revision=opened, by=cast.expert_kh, label="2019")

        with pytest.raises(Conflict) as conflict:
            actions.edit_edition(edition=edition, revision=opened, by=cast.focal_kh, label="2020")

        assert conflict.value.current.label == "2019"  # type: ignore[attr-defined]

    def test_a_standard_that_others_have_seen_keeps_its_title(self, cast: Cast) -> None:
        released = world.edition("KH", by=cast.focal_kh)
        draft = actions.new_edition(edition=released, by=cast.focal_kh)

        actions.edit_edition(
            edition=draft, revision=draft.revision, by=cast.focal_kh, title="Other", label="3.0"
        )

        draft.refresh_from_db()
        draft.standard.refresh_from_db()
        assert (draft.label, draft.standard.title) == ("3.0", released.standard.title)


class TestLines:
    def test_rows_become_a_tree(self, cast: Cast, draft: Edition) -> None:
        rows = [
            NewLine("unit", "U1", "Unit", depth=0),
            NewLine("element", "1", "Element", depth=1),
            NewLine("criterion", "1.1", "Criterion", depth=2),
            NewLine("knowledge", "K1", "Knowledge", depth=1),
            NewLine("unit", "U2", "Second unit", depth=0),
            NewLine("criterion", "2.1", "Depth that jumps", depth=7),
        ]

        actions.write_lines(edition=draft, rows=rows, by=cast.focal_kh)

        tree = flat(tree_of(lines_of(draft)))
        assert [node.depth for node in tree] == [0, 1, 2, 1, 0, 1]
        assert [node.line.position for node in tree] == list(range(6))

    def test_a_line_that_stays_keeps_its_key_and_a_new_one_gets_its_own(
        self, cast: Cast, draft: Edition
    ) -> None:
        first = [NewLine("unit", "U1", "Unit"), NewLine("criterion", "1.1", "Old words", depth=1)]
        old = actions.write_lines(edition=draft, rows=first, by=cast.focal_kh)
        second = [
            NewLine("criterion", "9", "Before everything"),
            NewLine("unit", "U1", "Unit"),
            NewLine("criterion", "1.1", "New words", depth=1),
        ]

        new = actions.write_lines(edition=draft, rows=second, by=cast.focal_kh)

        assert [line.key for line in new[1:]] == [line.key for line in old]
        assert new[0].key not in {line.key for line in old}
        assert new[2].content_hash != old[1].content_hash

    def test_equal_lines_never_share_a_key(self, cast: Cast, draft: Edition) -> None:
        rows = [NewLine("criterion", "1", "Same")] * 2
        actions.write_lines(edition=draft, rows=rows, by=cast.focal_kh)

        again = actions.write_lines(edition=draft, rows=rows, by=cast.focal_kh)

        assert len({line.key for line in again}) == 2

    def test_a_released_edition_is_frozen(self, cast: Cast) -> None:
        released = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)

        with pytest.raises(IllegalMove, match="can no longer be changed"):
            actions.write_lines(edition=released, rows=[], by=cast.focal_kh)

        assert released.lines.count() == len(world.CAMBODIAN_LINES)

    def test_fifteen_hundred_lines_take_few_statements(
        self, cast: Cast, draft: Edition, django_assert_max_num_queries: object
    ) -> None:
        rows = [
            NewLine("unit" if n % 30 == 0 else "criterion", str(n), f"Line {n}", depth=int(n % 30 > 0))
            for n in range(1500)
        ]

        with django_assert_max_num_queries(60):  # type: ignore[operator]
            actions.write_lines(edition=draft, rows=rows, by=cast.focal_kh)

        assert draft.lines.exclude(parent=None).count() == 1450


class TestStates:
    def test_submitting_freezes_with_a_hash_over_all_lines(self, cast: Cast) -> None:
        draft = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)

        actions.submit(edition=draft, by=cast.focal_kh)

        draft.refresh_from_db()
        assert draft.state == EditionState.SUBMITTED
        assert draft.submitted_by == cast.focal_kh
        assert len(draft.content_hash) == 64
        assert events_of(draft) == ["edition.submitted"]

    def test_an_edition_without_rateable_lines_is_not_submitted(self, cast: Cast, draft: Edition) -> None:
        actions.write_lines(edition=draft, rows=[NewLine("unit", "U1", "Unit")], by=cast.focal_kh)

        with pytest.raises(IllegalMove, match="no line that can be compared"):
            actions.submit(edition=draft, by=cast.focal_kh)

        draft.refresh_from_db()
        assert draft.is_draft

    def test_acceptance_needs_a_second_person(self, cast: Cast) -> None:
        thai = world.edition("TH", by=cast.coordinator, state=EditionState.DRAFT)
        actions.submit(edition=thai, by=cast.coordinator)

        with pytest.raises(IllegalMove, match="second person"):
            actions.accept(edition=thai, by=cast.coordinator)

        thai.refresh_from_db()
        assert thai.state == EditionState.SUBMITTED

    def test_a_newer_accepted_edition_supersedes_the_older_one(self, cast: Cast) -> None:
        older = world.edition("KH", by=cast.focal_kh)
        newer = actions.new_edition(edition=older, by=cast.focal_kh)
        Edition.objects.filter(pk=newer.pk).update(label="2025")
        actions.submit(edition=newer, by=cast.focal_kh)

        actions.accept(edition=newer, by=cast.coordinator)

        older.refresh_from_db()
        newer.refresh_from_db()
        assert (older.state, newer.state) == (EditionState.SUPERSEDED, EditionState.ACCEPTED)
        assert events_of(older)[-1] == "edition.superseded"

    def test_a_newer_edition_does_not_bear_the_name_of_the_accepted_one(self, cast: Cast) -> None:
        older = world.edition("KH", by=cast.focal_kh)
        newer = actions.new_edition(edition=older, by=cast.focal_kh)

        with pytest.raises(IllegalMove, match="own year or number"):
            actions.submit(edition=newer, by=cast.focal_kh)

        newer.refresh_from_db()
        assert (newer.is_draft, newer.issued_on) == (True, None)

    def test_an_older_edition_is_not_accepted_after_a_newer_one(self, cast: Cast) -> None:
        older = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)
        Edition.objects.create(
            ref="kh-newer", standard=older.standard, label="2020", state=EditionState.ACCEPTED
        )

        with pytest.raises(IllegalMove, match="newer edition"):
            actions.accept(edition=older, by=cast.coordinator)

    def test_of_two_decisions_the_second_is_refused(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)
        actions.return_edition(edition=edition, reason="Unit 2 is missing", by=cast.coordinator)

        with pytest.raises(IllegalMove, match="Returned"):
            actions.accept(edition=edition, by=cast.coordinator)

        edition.refresh_from_db()
        assert (edition.state, edition.decision_reason) == (EditionState.RETURNED, "Unit 2 is missing")

    def test_a_return_needs_a_reason(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)

        with pytest.raises(IllegalMove, match="Say why"):
            actions.return_edition(edition=edition, reason="  ", by=cast.coordinator)

    def test_a_returned_edition_is_corrected_in_a_copy_with_the_same_keys(self, cast: Cast) -> None:
        returned = world.edition("KH", by=cast.focal_kh, state=EditionState.RETURNED)

        copy = actions.new_edition(edition=returned, by=cast.focal_kh)

        before, after = lines_of(returned), lines_of(copy)
        assert copy.previous == returned
        assert [line.key for line in after] == [line.key for line in before]
        assert not {line.pk for line in after} & {line.pk for line in before}
        depths = [[node.depth for node in flat(tree_of(lines))] for lines in (before, after)]
        assert depths[0] == depths[1]
        assert all(line.parent_id is None or line.parent_id > before[-1].pk for line in after)

    def test_there_is_one_draft_of_a_standard_at_a_time(self, cast: Cast) -> None:
        accepted = world.edition("KH", by=cast.focal_kh)
        actions.new_edition(edition=accepted, by=cast.focal_kh)

        with pytest.raises(IllegalMove, match="already a draft"):
            actions.new_edition(edition=accepted, by=cast.focal_kh)

    def test_only_an_accepted_edition_becomes_public(self, cast: Cast) -> None:
        accepted = world.edition("KH", by=cast.focal_kh)
        submitted = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)

        actions.set_public(edition=accepted, public=True, by=cast.focal_kh)
        with pytest.raises(IllegalMove, match="Only an accepted edition"):
            actions.set_public(edition=submitted, public=True, by=cast.focal_kh)

        assert Edition.objects.visible_to(cast.observer).get() == accepted

    def test_sharing_twice_raises_the_capacity_and_never_lowers_it(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)
        dsd = people.organisation("dsd")

        for capacity in (ShareCapacity.READING, ShareCapacity.RECEIVING, ShareCapacity.READING):
            actions.share(edition=edition, organisation=dsd, capacity=capacity, by=cast.focal_kh)

        assert Share.objects.get().capacity == ShareCapacity.RECEIVING
        assert events_of(edition) == ["edition.shared", "edition.shared"]

    def test_a_draft_is_not_shared(self, cast: Cast, draft: Edition) -> None:
        with pytest.raises(IllegalMove, match="own country only"):
            actions.share(
                edition=draft, team=cast.group_one, capacity=ShareCapacity.READING, by=cast.focal_kh
            )


class TestUpload:
    def upload(self, cast: Cast, draft: Edition, file: SimpleUploadedFile | None = None) -> Intake:
        file = file or workbook()
        return actions.upload_source(edition=draft, content=file, name=file.name or "", by=cast.focal_kh)

    def test_the_file_is_kept_byte_for_byte_and_its_reading_is_asked_for(
        self, cast: Cast, draft: Edition
    ) -> None:
        file = workbook()
        content = file.read()

        intake = self.upload(cast, draft, file)

        stored = intake.source.stored
        assert stored.sha256 == hashlib.sha256(content).hexdigest()
        with stored.open() as kept:
            assert kept.read() == content
        assert intake.state == IntakeState.READING
        assert intake.job is not None
        assert (intake.job.name, intake.job.state) == ("standards.read", JobState.QUEUED)

    def test_the_same_bytes_are_recognised(self, cast: Cast, draft: Edition) -> None:
        content = workbook().read()
        first = self.upload(cast, draft, SimpleUploadedFile("first.xlsx", content))

        second = self.upload(cast, draft, SimpleUploadedFile("again.xlsx", content))

        assert second == first
        assert StoredFile.objects.count() == 1

    def test_a_discarded_file_can_be_read_again_without_being_stored_twice(
        self, cast: Cast, draft: Edition
    ) -> None:
        content = workbook().read()
        first = self.upload(cast, draft, SimpleUploadedFile("first.xlsx", content))
        actions.discard_intake(intake=first, by=cast.focal_kh)

        second = self.upload(cast, draft, SimpleUploadedFile("again.xlsx", content))

        assert second.pk != first.pk
        assert second.source == first.source

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"", "a.pdf", "empty"),
            (b"hello", "a.pdf", "damaged"),
            (b"plain text in a file", "a.pdf", "type"),
            (b"%PDF-1.7 and so on", "a.docx", "suffix"),
            (b"%PDF-1.7 and so on", "a.exe", "type"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "a.doc", "old_office"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "a.xlsx",
                "password",
            ),
            (b"%PDF-" + b"0" * (25 * 1024 * 1024), "a.pdf", "too_big"),
        ],
        ids=["empty", "tiny", "text", "wrong suffix", "odd suffix", "old office", "encrypted", "too big"],
    )
    def test_what_size_bytes_and_name_give_away_is_refused_at_once(
        self, cast: Cast, draft: Edition, content: bytes, name: str, code: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            actions.upload_source(edition=draft, content=ContentFile(content), name=name, by=cast.focal_kh)

        assert refused.value.code == code
        assert not StoredFile.objects.exists()

    def test_a_file_goes_into_a_draft_only(self, cast: Cast) -> None:
        released = world.edition("KH", by=cast.focal_kh, state=EditionState.SUBMITTED)

        with pytest.raises(IllegalMove):
            self.upload(cast, released)

        assert not StoredFile.objects.exists()


class TestConfirming:
    @pytest.fixture
    def read(self, cast: Cast, draft: Edition) -> Intake:
        """A reading of the sample, waiting to be confirmed."""
        intake = actions.upload_source(
            edition=draft, content=workbook(), name="standard.xlsx", by=cast.focal_kh
        )
        return read_here(intake)

    def test_nothing_reaches_the_edition_before_somebody_confirms(self, draft: Edition, read: Intake) -> None:
        assert read.lines.count() == len(SAMPLE)
        assert not draft.lines.exists()

    def test_kept_lines_become_the_drafts_tree(self, cast: Cast, draft: Edition, read: Intake) -> None:
        edit(read, [3], EditAct.OUT, by=cast.focal_kh)

        actions.confirm_intake(intake=read, by=cast.focal_kh)

        tree = flat(tree_of(lines_of(draft)))
        assert [(node.depth, node.line.number) for node in tree] == [
            (0, "CON-01"),
            (1, "1"),
            (2, "1.1"),
            (1, "K1"),
        ]
        assert tree[2].line.critical
        read.refresh_from_db()
        assert read.state == IntakeState.CONFIRMED
        assert events_of(read)[-1] == "intake.confirmed"

    def test_another_kind_moves_what_stands_below(self, cast: Cast, draft: Edition, read: Intake) -> None:
        edit(read, [1], EditAct.KIND, by=cast.focal_kh, kind=LineKind.UNIT)

        actions.confirm_intake(intake=read, by=cast.focal_kh)

        tree = flat(tree_of(lines_of(draft)))
        assert [node.depth for node in tree] == [0, 0, 1, 1, 1]
        assert len(sections_of(tree_of(lines_of(draft)))) == 2

    def test_a_second_file_can_be_put_after_the_first(self, cast: Cast, draft: Edition, read: Intake) -> None:
        actions.write_lines(edition=draft, rows=[NewLine("unit", "U0", "First file")], by=cast.focal_kh)

        actions.confirm_intake(intake=read, append=True, by=cast.focal_kh)

        assert [line.number for line in lines_of(draft)][:2] == ["U0", "CON-01"]

    def test_a_kept_line_without_a_text_is_named(self, cast: Cast, draft: Edition, read: Intake) -> None:
        edit(read, [2], EditAct.ADD, by=cast.focal_kh)

        with pytest.raises(IllegalMove, match=r"\(line 4\) has no text|has no text \(line 4\)"):
            actions.confirm_intake(intake=read, by=cast.focal_kh)

        assert not draft.lines.exists()

    def test_an_added_line_stands_where_it_was_asked_for(self, cast: Cast, read: Intake) -> None:
        numbers = [line.number for line in read.lines.order_by("position")]

        edit(read, [1], EditAct.ADD, by=cast.focal_kh)

        after = [line.number for line in read.lines.order_by("position")]
        assert after == [*numbers[:2], "", *numbers[2:]]
        assert list(read.lines.order_by("position").values_list("position", flat=True)) == list(range(6))

    def test_a_line_is_saved_with_its_history(self, cast: Cast, read: Intake) -> None:
        line = read.lines.get(position=3)

        actions.change_line(
            line=line,
            revision=line.revision,
            kind="criterion",
            number="1.3",
            text=line.text,
            text_original="",
            critical=False,
            kept=True,
            by=cast.focal_kh,
        )

        entry = history_of(read).first()
        assert entry is not None
        assert (entry.before, entry.after) == ({"line": 4, "number": "1.2"}, {"line": 4, "number": "1.3"})

    def test_of_two_people_on_one_line_nobody_is_overwritten(self, cast: Cast, read: Intake) -> None:
        line = read.lines.get(position=3)
        fields = {"kind": "criterion", "number": "", "text_original": "", "critical": False, "kept": True}
        opened = line.revision
        actions.change_line(line=line, revision=opened, text="Mine", by=cast.focal_kh, **fields)  # type: ignore[arg-type]

        with pytest.raises(Conflict):
            actions.change_line(line=line, revision=opened, text="Yours", by=cast.expert_kh, **fields)  # type: ignore[arg-type]

        line.refresh_from_db()
        assert line.text == "Mine"

    def test_confirming_twice_is_refused(self, cast: Cast, draft: Edition, read: Intake) -> None:
        actions.confirm_intake(intake=read, by=cast.focal_kh)

        with pytest.raises(IllegalMove):
            actions.confirm_intake(intake=read, by=cast.focal_kh)

        assert draft.lines.count() == len(SAMPLE)

    def test_a_reading_that_keeps_nothing_is_not_confirmed(self, cast: Cast, read: Intake) -> None:
        edit(read, range(10), EditAct.OUT, by=cast.focal_kh)

        with pytest.raises(IllegalMove, match="No line is kept"):
            actions.confirm_intake(intake=read, by=cast.focal_kh)

    def test_a_discarded_reading_leaves_the_draft_alone(
        self, cast: Cast, draft: Edition, read: Intake
    ) -> None:
        actions.discard_intake(intake=read, by=cast.focal_kh)

        with pytest.raises(IllegalMove):
            actions.confirm_intake(intake=read, by=cast.focal_kh)
        with pytest.raises(IllegalMove, match="can no longer be changed"):
            edit(read, [1], EditAct.OUT, by=cast.focal_kh)

        assert not draft.lines.exists()

    def test_a_thai_standard_keeps_its_headings_through_the_template(self, cast: Cast) -> None:
        """Level -> knowledge heading -> line comes back from a spreadsheet that has no depth, by the numbers."""
        thai = world.edition("TH", by=cast.coordinator, state=EditionState.DRAFT)
        nodes = flat(tree_of(lines_of(thai)))
        before = [(n.depth, n.line.number) for n in nodes]
        rows = [ReadLine(n.line.kind, n.line.number, n.line.text, depth=n.depth) for n in nodes]
        intake = actions.upload_source(
            edition=thai, content=workbook(rows), name="thai.xlsx", by=cast.coordinator
        )
        read_here(intake)

        actions.confirm_intake(intake=intake, by=cast.coordinator)

        assert [(n.depth, n.line.number) for n in flat(tree_of(lines_of(thai)))] == before


def test_every_event_has_words(cast: Cast) -> None:
    """The history never shows a code."""
    from core.events import known
    from standards.events import EVENTS

    source = "".join(path.read_text() for path in Path(actions.__file__).parent.glob("*.py"))
    used = {
        word for word in source.split('"') if word.startswith(("edition.", "intake.")) and " " not in word
    }
    assert used
    assert used <= set(EVENTS) <= known()
    assert AuditLine.objects.count() == 0
