"""Files for a draft, sent whole and in pieces. The ids are those of the list of bad inputs (U-27 to U-41)."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.audit import record
from core.models import PartialState, PartialUpload, StoredFile
from standards import actions
from standards.models import Edition, Intake, SourceFile
from standards.states import EditionState, IntakeState, SourceRole
from tests.conftest import Cast
from tests.factories import world
from tests.standards.files import SAMPLE, workbook
from tests.standards.intake_files import pdf_raw

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
PDF = pdf_raw("1.1 Lay bricks").ljust(10_000, b"\n")
PIECE = 2_000


def url(name: str, ref: str) -> str:
    return reverse(f"standards:{name}", args=[ref])


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


class Sender:
    """What static/js/upload.js does, step by step."""

    def __init__(self, client: Client, edition: Edition, content: bytes = PDF, name: str = "a.pdf") -> None:
        self.client = client
        self.edition = edition
        self.content = content
        self.name = name
        self.at: dict[str, Any] = {}

    def begin(self, **changes: object) -> Any:
        """Announce the file."""
        data = {
            "name": self.name,
            "size": len(self.content),
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "role": "main",
            "language": "en",
            **changes,
        }
        answer = self.client.post(url("upload-begin", self.edition.ref), data)
        if answer.status_code == 200:
            self.at = answer.json()
        return answer

    def piece(self, offset: int, content: bytes | None = None, digest: str | None = None) -> Any:
        """Send one piece."""
        body = self.content[offset : offset + PIECE] if content is None else content
        known = hashlib.sha256(body).hexdigest() if digest is None else digest
        return self.client.post(
            f"{self.at['chunk']}?offset={offset}",
            body,
            content_type="application/octet-stream",
            headers={"X-Chunk-SHA256": known} if known else {},
        )

    def pieces(self, upto: int | None = None) -> Any:
        """Send from where the portal stands."""
        answer = None
        while self.at["received"] < (upto or len(self.content)):
            answer = self.piece(self.at["received"])
            assert answer.status_code == 200, answer.content
            self.at["received"] = answer.json()["received"]
        return answer

    def finish(self) -> Any:
        """Everything is sent."""
        return self.client.post(self.at["finish"])

    def row(self) -> PartialUpload:
        """The portal's row."""
        return PartialUpload.objects.get()


@pytest.fixture
def sender(cast: Cast, draft: Edition, as_user: SignIn) -> Sender:
    """The focal point's browser."""
    return Sender(as_user(cast.focal_kh), draft)


def kept() -> tuple[int, int]:
    return SourceFile.objects.count(), StoredFile.objects.count()


class TestPieces:
    def test_a_file_in_pieces_is_the_same_file_and_is_read(self, sender: Sender) -> None:
        sender.begin(role="original", language="km")
        sender.pieces()

        answer = sender.finish().json()

        source = SourceFile.objects.get()
        with source.stored.open() as content:
            assert content.read() == PDF
        assert (source.role, source.language, source.stored.name) == ("original", "km", "a.pdf")
        assert answer["url"] == url("intake", Intake.objects.get().ref)
        assert sender.finish().json() == answer  # the answer was lost; nothing happens twice
        assert sender.client.get(sender.at["state"]).json() == answer
        assert kept() == (1, 1)

    def test_an_annex_is_kept_without_being_read(self, sender: Sender) -> None:
        sender.begin(role="annex")
        sender.pieces()

        answer = sender.finish().json()

        assert not answer["reading"]
        assert SourceFile.objects.get().role == SourceRole.ANNEX
        assert not Intake.objects.exists()

    def test_u36_lost_pieces_and_pieces_out_of_order_are_asked_for_again(self, sender: Sender) -> None:
        sender.begin()
        sender.pieces(4_000)

        assert sender.piece(2_000).json() == {"received": 4_000}  # twice
        for offset in (6_000, 4_001, 1_000 + PIECE + 2):  # a gap, an overlap, something in between
            answer = sender.piece(offset)
            assert (answer.status_code, answer.json()["received"]) == (409, 4_000)
        assert sender.finish().status_code == 409
        sender.pieces()
        assert sender.finish().status_code == 200
        with SourceFile.objects.get().stored.open() as content:
            assert content.read() == PDF

    def test_u37_a_damaged_piece_is_refused_and_the_ones_before_are_kept(self, sender: Sender) -> None:
        sender.begin()
        sender.pieces(4_000)

        answer = sender.piece(4_000, digest="0" * 64)

        assert (answer.status_code, answer.json()["received"]) == (422, 4_000)
        assert "arrived damaged" in answer.json()["sentence"]
        assert sender.piece(4_000, digest="").json() == {"received": 6_000}  # a browser without crypto

    @pytest.mark.parametrize("offset", ["", "x", "-1", "9" * 30])
    def test_an_offset_that_makes_no_sense_changes_nothing(self, sender: Sender, offset: str) -> None:
        sender.begin()

        answer = sender.client.post(
            f"{sender.at['chunk']}?offset={offset}", b"x", content_type="application/octet-stream"
        )

        assert answer.status_code in (400, 409)
        assert sender.row().received == 0

    def test_u38_another_persons_upload_does_not_exist(
        self, cast: Cast, sender: Sender, as_user: SignIn
    ) -> None:
        sender.begin()
        sender.pieces(2_000)
        nothing = {"chunk", "state", "finish", "give-up"}
        for other in (cast.expert_kh, cast.focal_la, cast.coordinator):
            client = as_user(other)
            for name in nothing:
                address = url(f"upload-{name}", sender.row().ref)
                absent = url(f"upload-{name}", "upload-2345")
                ask = client.get if name == "state" else client.post
                assert ask(address).status_code == ask(absent).status_code == 404
        assert sender.row().received == 2_000

    def test_u39_after_twenty_five_hours_it_is_gone(self, sender: Sender) -> None:
        sender.begin()
        sender.pieces(2_000)
        PartialUpload.objects.update(expires_at=timezone.now() - timedelta(hours=1))

        assert sender.piece(2_000).status_code == 410
        assert sender.finish().status_code == 410
        assert sender.client.get(sender.at["state"]).status_code == 410
        assert sender.begin().json()["received"] == 0  # a new start

    def test_u39_once_rights_are_withdrawn_it_does_not_exist(self, cast: Cast, sender: Sender) -> None:
        sender.begin()
        cast.focal_kh.role = "observer"
        cast.focal_kh.save()

        assert sender.piece(0).status_code == 404
        assert sender.finish().status_code == 404

    def test_a_draft_that_was_submitted_meanwhile_takes_no_file(self, cast: Cast, sender: Sender) -> None:
        sender.begin()
        sender.pieces(2_000)
        actions.submit(edition=sender.edition, by=cast.focal_kh)

        answer = sender.piece(2_000)

        assert (answer.status_code, "received" in answer.json()) == (409, False)
        assert sender.begin().status_code == 409

    def test_the_first_piece_tells_what_can_never_be_read(self, sender: Sender) -> None:
        sender.content = b"MZ\x90\x00" + bytes(9_000)
        sender.begin(name="standard.pdf")

        answer = sender.piece(0, sender.content[:5_000])

        assert answer.status_code == 422
        assert "must be a PDF" in answer.json()["sentence"]
        assert sender.row().state == PartialState.GONE
        assert kept() == (0, 0)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": "tool.exe"}, "must be a PDF"),
            ({"size": 0}, "is empty"),
            ({"size": settings.MAX_UPLOAD_BYTES + 1}, "smaller than 25 MB"),
            ({"sha256": "x"}, "valid"),
            ({"size": "many"}, "number"),
        ],
    )
    def test_what_can_never_be_taken_is_refused_before_a_byte_is_sent(
        self, sender: Sender, changes: dict[str, object], words: str
    ) -> None:
        answer = sender.begin(**changes)

        assert answer.status_code == 422
        assert words in answer.json()["sentence"]
        assert not PartialUpload.objects.exists()

    def test_the_page_offers_to_go_on_the_next_day(self, sender: Sender) -> None:
        sender.begin()
        sender.pieces(4_000)

        page = sender.client.get(url("upload", sender.edition.ref)).content.decode()
        assert "Not finished yet" in page
        assert "a.pdf" in page
        sender.at = {}
        assert sender.begin().json()["received"] == 4_000
        sender.client.post(sender.at["giveUp"])
        assert "Not finished yet" not in sender.client.get(url("upload", sender.edition.ref)).content.decode()


class TestDuplicates:
    def test_u27_the_same_bytes_in_the_same_edition_are_not_sent_again(self, sender: Sender) -> None:
        sender.begin()
        sender.pieces()
        first = sender.finish().json()

        again = sender.begin().json()

        assert again["done"]
        assert again["url"] == first["url"]
        assert "already uploaded on" in again["notices"][0]
        assert kept() == (1, 1)

    def test_u28_the_own_country_is_told_and_others_get_no_hint(
        self, cast: Cast, sender: Sender, as_user: SignIn
    ) -> None:
        sender.begin()
        sender.pieces()
        sender.finish()
        second = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
        lao = world.edition("LA", by=cast.focal_la, state=EditionState.DRAFT)

        own, foreign = Sender(sender.client, second), Sender(as_user(cast.focal_la), lao)
        for one in (own, foreign):
            assert not one.begin().json().get("done")
            one.pieces()

        assert "also kept with" in own.finish().json()["notices"][0]
        answer = foreign.finish()
        assert answer.json()["notices"] == []
        assert kept() == (3, 3)

    def test_u29_other_bytes_of_the_same_length_are_another_file(self, sender: Sender) -> None:
        client, other = sender.client, PDF[:-1] + b" "
        for content in (PDF, other):
            one = Sender(client, sender.edition, content)
            one.begin()
            one.pieces()
            one.finish()

        hashes = set(StoredFile.objects.values_list("sha256", flat=True))
        assert hashes == {hashlib.sha256(content).hexdigest() for content in (PDF, other)}


class TestLimits:
    def spend(self, cast: Cast, edition: Edition, times: int) -> None:
        for _number in range(times):
            record("edition.file_uploaded", on=edition, by=cast.focal_kh)

    def test_u40_a_full_country_keeps_what_arrived(
        self, sender: Sender, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sender.begin()
        sender.pieces()
        monkeypatch.setattr("standards.actions.uploads.COUNTRY_BYTES", len(PDF) - 1)

        answer = sender.finish()

        assert answer.status_code == 422
        assert "space for files of Cambodia is used up" in answer.json()["sentence"]
        assert (kept(), sender.row().is_complete) == ((0, 0), True)
        monkeypatch.undo()
        assert sender.finish().status_code == 200

    def test_u41_sixty_files_a_day(self, cast: Cast, sender: Sender) -> None:
        self.spend(cast, sender.edition, 60)

        answer = sender.begin()
        plain = sender.client.post(url("upload", sender.edition.ref), {"file": workbook()})

        assert (answer.status_code, plain.status_code) == (429, 429)
        assert "The next one is possible from" in answer.json()["sentence"]
        assert "The next one is possible from" in plain.content.decode()
        assert kept() == (0, 0)

    def test_u41_the_sixtieth_file_is_taken(self, cast: Cast, sender: Sender) -> None:
        self.spend(cast, sender.edition, 59)

        assert sender.begin().status_code == 200


class TestPlainForm:
    def post(self, sender: Sender, *files: SimpleUploadedFile, **data: str) -> Any:
        return sender.client.post(url("upload", sender.edition.ref), {"file": list(files), **data})

    def test_several_files_at_once(self, sender: Sender) -> None:
        english, other = workbook(name="en.xlsx"), workbook(SAMPLE[:2], name="km.xlsx")

        answer = self.post(sender, english, other, role="original", language="km")

        assert answer.status_code == 303
        assert set(SourceFile.objects.values_list("role", "language")) == {("original", "km")}
        assert Intake.objects.count() == 2

    def test_u30_eleven_files_are_refused(self, sender: Sender) -> None:
        answer = self.post(sender, *(workbook(name=f"{number}.xlsx") for number in range(11)))

        assert answer.status_code == 422
        assert "up to 10 files" in answer.content.decode()
        assert kept() == (0, 0)

    def test_one_bad_file_among_three_is_named_and_nothing_is_stored(self, sender: Sender) -> None:
        bad = SimpleUploadedFile("tool.pdf", b"MZ\x90\x00" + bytes(900))

        answer = self.post(sender, workbook(name="1.xlsx"), bad, workbook(SAMPLE[:2], name="2.xlsx"))

        assert answer.status_code == 422
        assert "tool.pdf: The selected file must be" in answer.content.decode()
        assert kept() == (0, 0)

    @pytest.mark.parametrize(
        ("case", "content_type", "body"),
        [
            ("U-31", "multipart/form-data; boundary=x", "fields"),
            ("U-33 none", "multipart/form-data", b"--x\r\n"),
            ("U-33 long", f"multipart/form-data; boundary={'x' * 300}", b"--x\r\n"),
            ("U-33 quotes", 'multipart/form-data; boundary="x', b"--x\r\n"),
            ("U-34", "multipart/form-data; boundary=x", "header"),
            ("U-34 parts", "multipart/form-data; boundary=x", "parts"),
        ],
        ids=lambda value: value if isinstance(value, str) and value.startswith("U-") else "",
    )
    def test_a_body_that_is_no_form_gets_a_page_and_stores_nothing(
        self, sender: Sender, case: str, content_type: str, body: str | bytes
    ) -> None:
        part = '--x\r\nContent-Disposition: form-data; name="f{}"{}\r\n\r\nv\r\n'
        bodies = {
            "fields": "".join(part.format(number, "") for number in range(1_001)),
            "header": part.format(0, f"; x={'y' * 100_000}"),
            "parts": "".join(part.format(n, f'; filename="{n}.pdf"') for n in range(10_000)),
        }
        raw = bodies[body].encode() + b"--x--\r\n" if isinstance(body, str) else body

        answer = sender.client.generic(
            "POST", url("upload", sender.edition.ref), raw, content_type=content_type
        )

        assert answer.status_code in (400, 422), case
        assert b"Traceback" not in answer.content
        assert kept() == (0, 0)

    def test_u32_a_part_of_white_space_in_base64_costs_no_time(self, sender: Sender) -> None:
        head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        raw = head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + b" " * (20 * 1024 * 1024)
        began = time.process_time()

        answer = sender.client.generic(
            "POST",
            url("upload", sender.edition.ref),
            raw + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
        )

        assert time.process_time() - began < 2
        assert answer.status_code in (400, 422)
        assert kept() == (0, 0)


class TestRemoving:
    def source(self, cast: Cast, draft: Edition, content: bytes = PDF) -> SourceFile:
        file = ContentFile(content, name="a.pdf")
        return actions.attach_source(edition=draft, content=file, name="a.pdf", by=cast.focal_kh)

    def test_a_file_that_no_line_came_from_is_removed(
        self, cast: Cast, draft: Edition, as_user: SignIn
    ) -> None:
        source = self.source(cast, draft)
        client = as_user(cast.focal_kh)
        assert "Remove the file a.pdf" in client.get(url("detail", draft.ref)).content.decode()

        client.post(url("source-remove", source.ref))

        assert kept() == (0, 0)
        assert "File removed" in client.get(url("detail", draft.ref)).content.decode()

    @pytest.mark.parametrize("state", [IntakeState.CONFIRMED, IntakeState.READ, IntakeState.READING])
    def test_a_file_with_lines_or_an_open_reading_stays(
        self, cast: Cast, draft: Edition, as_user: SignIn, state: IntakeState
    ) -> None:
        source = self.source(cast, draft)
        Intake.objects.create(ref="r", edition=draft, source=source, state=state, created_by=cast.focal_kh)

        page = as_user(cast.focal_kh).post(url("source-remove", source.ref), follow=True)

        assert kept() == (1, 1)
        assert "Remove the file" not in page.content.decode()

    def test_the_row_of_the_bytes_stays_while_a_later_edition_has_it(
        self, cast: Cast, draft: Edition
    ) -> None:
        source = self.source(cast, draft)
        copy = world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)
        SourceFile.objects.create(ref="copy", edition=copy, stored=source.stored)

        actions.remove_source(source=source, by=cast.focal_kh)

        assert kept() == (1, 1)
        assert Path(settings.PRIVATE_FILES, SourceFile.objects.get().stored.path).exists()


def test_the_pieces_speak_json_only(sender: Sender) -> None:
    sender.begin()

    assert json.loads(sender.client.get(sender.at["state"]).content)["received"] == 0
