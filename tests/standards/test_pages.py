"""Pictures of pages: who gets them, what they show, what a hostile file does, what is kept."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from standards import actions, pages
from standards.models import Edition, Intake
from standards.picture import draw
from standards.states import EditionState
from tests.conftest import Cast
from tests.factories import world
from tests.standards import intake_files
from tests.standards.files import workbook

SignIn = Callable[[User], Client]
TEXT_PAGE_BYTES = 60_000
#: Text at (50, 700) from the foot of a page of 842 points, as tests.standards.intake_files writes it.
WORDS = intake_files.pdf_raw("1.1 Cement is measured by volume", "1.2 Mortar is used within two hours")


def address(intake: Intake, number: int, query: str = "") -> str:
    return reverse("standards:intake-page", args=[intake.ref, number]) + query


def ink(picture: bytes) -> tuple[int, int, int, int] | None:
    """The box of everything that is not white, in pixels."""
    grey = Image.open(io.BytesIO(picture)).convert("L")
    return grey.point(lambda value: 255 - value).getbbox()


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


@pytest.fixture
def upload(cast: Cast, draft: Edition) -> Callable[..., Intake]:
    """Upload a file to the draft; its pages can be seen whether it is read or not."""

    def start(content: bytes, name: str = "standard.pdf") -> Intake:
        file = SimpleUploadedFile(name, content)
        return actions.upload_source(edition=draft, content=file, name=name, by=cast.focal_kh)

    return start


class TestThePicture:
    def test_shows_the_page_where_the_points_say(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        answer = as_user(cast.focal_kh).get(address(upload(WORDS), 1))

        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        picture = Image.open(io.BytesIO(answer.content))
        scale = pages.DPI / 72
        assert list(picture.size) == pytest.approx([595 * scale, 842 * scale], abs=1)
        box = ink(answer.content)
        assert box is not None
        assert box[0] == pytest.approx(50 * scale, abs=4)
        assert box[3] == pytest.approx((842 - 700) * scale, abs=6)  # the foot of the words, from the top

    def test_a_page_of_text_is_light_on_a_weak_line(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        intake = upload(WORDS)
        client = as_user(cast.focal_kh)

        small, large = client.get(address(intake, 2)), client.get(address(intake, 2, "?size=large"))

        assert len(small.content) < TEXT_PAGE_BYTES
        assert Image.open(io.BytesIO(large.content)).width > Image.open(io.BytesIO(small.content)).width

    def test_is_not_kept_by_browsers_or_proxies_and_runs_nothing(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        answer = as_user(cast.focal_kh).get(address(upload(WORDS), 1))

        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_is_the_media_box_although_the_page_is_cropped(self, tmp_path: Path) -> None:
        cropped = WORDS.replace(
            b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 595 842]/CropBox [40 600 500 800]"
        )
        path = intake_files.put(tmp_path, "cropped.pdf", cropped)

        drawn = draw(str(path), 1, pages.DPI)

        assert drawn is not None
        assert Image.open(io.BytesIO(drawn)).width == pytest.approx(595 * pages.DPI / 72, abs=1)


class TestWhoGetsIt:
    def test_nobody_outside_the_country_learns_that_it_is_there(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        page = address(upload(WORDS), 1)

        others = [cast.coordinator, cast.focal_la, cast.reviewer, cast.observer, cast.administrator]

        assert [as_user(user).get(page).status_code for user in others] == [404] * len(others)
        assert as_user(cast.expert_kh).get(page).status_code == 200

    def test_a_page_that_is_not_there_and_a_file_without_pages_are_404(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        client = as_user(cast.focal_kh)
        pdf, sheet = upload(WORDS), upload(workbook().read(), "standard.xlsx")

        answers = [
            client.get(page).status_code for page in (address(pdf, 0), address(pdf, 3), address(sheet, 1))
        ]

        assert answers == [404, 404, 404]


HOSTILE = {
    "cut in the middle": WORDS[: len(WORDS) // 2],
    "a page as large as a football field": WORDS.replace(b"[0 0 595 842]", b"[0 0 595 84200000]"),
    "a page without any room": WORDS.replace(b"[0 0 595 842]", b"[0 0 0 0]"),
    "nothing but the name": b"%PDF-1.7\n" + b"\0" * 5000,
}


class TestHostileFiles:
    @pytest.mark.parametrize("what", HOSTILE)
    def test_give_a_picture_or_a_404_but_never_a_fault(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn, what: str
    ) -> None:
        intake = upload(HOSTILE[what])

        begin = time.monotonic()
        answer = as_user(cast.focal_kh).get(address(intake, 1))

        assert answer.status_code in (200, 404)
        assert len(answer.content) < 1_000_000
        assert time.monotonic() - begin < pages.LIMITS.wall_seconds

    def test_an_image_of_a_billion_pixels_does_not_reach_our_memory(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        intake = upload(_bomb())

        answer = as_user(cast.focal_kh).get(address(intake, 1))

        assert answer.status_code in (200, 404)

    def test_a_page_that_broke_is_not_drawn_again_at_once_but_later(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        intake = upload(HOSTILE["nothing but the name"])
        client = as_user(cast.focal_kh)
        client.get(address(intake, 1))
        (known,) = pages.folder().glob("*/*")

        assert known.read_bytes() == b""
        made = known.stat().st_mtime
        assert client.get(address(intake, 1)).status_code == 404
        assert known.stat().st_mtime == made
        long_ago = made - pages.TRY_AGAIN_SECONDS - 60
        os.utime(known, (long_ago, long_ago))
        client.get(address(intake, 1))
        assert known.stat().st_mtime > long_ago


class TestKeeping:
    def test_a_page_is_drawn_once_and_the_folder_may_be_deleted(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        intake = upload(WORDS)
        client = as_user(cast.focal_kh)
        first = client.get(address(intake, 1)).content
        (kept,) = pages.folder().glob("*/*")
        kept.write_bytes(b"\x89PNG kept")

        assert client.get(address(intake, 1)).content == b"\x89PNG kept"
        kept.unlink()
        kept.parent.rmdir()
        assert client.get(address(intake, 1)).content == first

    def test_documents_that_nobody_looked_at_for_long_are_forgotten(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn
    ) -> None:
        old = pages.folder() / "of-another-document"
        old.mkdir(parents=True)
        (old / "1-100").write_bytes(b"\x89PNG")
        long_ago = time.time() - (pages.KEPT_DAYS + 1) * 24 * 3600
        os.utime(old, (long_ago, long_ago))

        as_user(cast.focal_kh).get(address(upload(WORDS), 1))

        assert not old.exists()

    def test_one_more_than_there_are_places_is_asked_to_come_again(
        self, cast: Cast, upload: Callable[..., Intake], as_user: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        intake = upload(WORDS)
        monkeypatch.setattr(pages, "WAIT", 0.01)
        taken = [pages._places.acquire() for _place in range(2)]

        try:
            answer = as_user(cast.focal_kh).get(address(intake, 1))
        finally:
            for _one in taken:
                pages._places.release()

        assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def _bomb() -> bytes:
    """A page with an image that says it has 60,000 x 60,000 points."""
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
        b" /Length 0 >>\nstream\n\nendstream"
    )
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
        b"\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject"
        b" << /I 5 0 R >> >> >>\nendobj\n4 0 obj\n<< /Length 28 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream\nendobj\n"
        b"5 0 obj\n" + image + b"\nendobj\ntrailer\n<< /Root 1 0 R /Size 6 >>\n%%EOF\n"
    )
