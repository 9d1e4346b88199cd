"""Logos of an office: made anew, in order, printed with their words, kept by what is frozen."""

from __future__ import annotations

import base64
import io

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from core.jobs import JobFailed
from core.picturing import picture_of
from core.states import IllegalMove
from reports.actions import wording as actions
from reports.documents.wording import Logo as PrintedLogo
from reports.models import Logo
from reports.pdf import ClosedFetcher, RefusedAddress, html_to_pdf
from reports.rendering.pictures import with_pictures
from tests.conftest import World
from tests.reports.pictures import png

pytestmark = pytest.mark.django_db


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def logo(world: World, name: str = "Ministry of Labour", content: bytes = b"") -> Logo:
    """A logo of the Thai office."""
    picture = upload(content or png())
    return actions.add_logo(country="TH", name=name, picture=picture, by=world.cast.coordinator)


class TestLogos:
    def test_a_picture_is_made_anew_and_carries_nothing_along(self, small_world: World) -> None:
        secret = Image.new("RGB", (3000, 1500), "red")
        stream = io.BytesIO()
        exif = secret.getexif()
        exif[0x010E] = "SECRET PLACE"
        secret.save(stream, "JPEG", exif=exif)

        row = actions.add_logo(
            country="TH",
            name="Office",
            picture=upload(stream.getvalue() + b"<script>tail</script>", "logo.jpg"),
            by=small_world.cast.coordinator,
        )

        with row.stored.open() as kept:
            content = kept.read()
        assert b"SECRET" not in content
        assert b"script" not in content
        assert Image.open(io.BytesIO(content)).size == (800, 400)
        assert row.stored.content_type == "image/jpeg"

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"", "logo.png", "empty"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "not a PNG or JPG"),
            (b"%PDF-1.7", "logo.pdf", "not a PNG or JPG"),
            (b"\x89PNG\r\n\x1a\n", "logo.jpg", "its name says something else"),
            (b"\x89PNG\r\n\x1a\n damaged", "logo.png", "cannot be read"),
            (b"\xff\xd8\xff damaged", "logo.jpg", "cannot be read"),
        ],
    )
    def test_what_is_no_picture_is_refused_with_a_sentence(
        self, small_world: World, content: bytes, name: str, sentence: str
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            actions.add_logo(
                country="TH", name="Office", picture=upload(content, name), by=small_world.cast.coordinator
            )

        assert sentence in " ".join(refused.value.message_dict["picture"])
        assert not Logo.objects.exists()

    def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(self) -> None:
        bomb = io.BytesIO()
        Image.new("1", (16000, 16000)).save(bomb, "PNG")
        assert bomb.tell() < 100_000

        with pytest.raises(ValidationError, match="far too many pixels"):
            picture_of(upload(bomb.getvalue()), longest=800, most_bytes=10**7)

    def test_the_cover_has_room_for_three(self, small_world: World) -> None:
        for number in range(actions.MOST_LOGOS):
            logo(small_world, name=f"Office {number}")

        with pytest.raises(ValidationError, match="room for 3 logos"):
            logo(small_world, name="One too many")

    def test_they_stand_in_the_order_of_the_office(self, small_world: World) -> None:
        first, second = logo(small_world, name="A"), logo(small_world, name="B")

        actions.move_logo(logo=second, by=small_world.cast.coordinator)

        assert [one.name for one in Logo.objects.all()] == ["B", "A"]
        with pytest.raises(IllegalMove):
            actions.move_logo(logo=second, by=small_world.cast.coordinator)
        actions.remove_logo(logo=first, by=small_world.cast.coordinator)
        assert [one.name for one in Logo.objects.all()] == ["B"]

    def test_a_frozen_report_keeps_the_picture_of_a_logo_that_was_removed(self, small_world: World) -> None:
        row = logo(small_world)
        address = PrintedLogo(row.name, row.stored.sha256, row.stored.content_type).address
        actions.remove_logo(logo=row, by=small_world.cast.coordinator)

        page = with_pictures(f'<img src="{address}" alt="">')

        assert page.startswith('<img src="data:image/png;base64,iVBOR')

    def test_a_picture_that_is_missing_or_changed_ends_the_run_with_a_sentence(
        self, small_world: World
    ) -> None:
        with pytest.raises(JobFailed, match="missing from the store"):
            with_pictures(f'<img src="asset:picture/{"0" * 64}.png">')

    def test_text_that_looks_like_a_picture_brings_no_file_into_the_page(self, small_world: World) -> None:
        row = logo(small_world)
        text = f"src=&quot;asset:picture/{row.stored.sha256}.png&quot; asset:picture/{row.stored.sha256}.png"

        assert with_pictures(text) == text


class TestFetcher:
    def test_a_picture_inside_the_page_is_taken_and_nothing_else_that_is_inside_it(self) -> None:
        fetcher = ClosedFetcher()
        assert fetcher.fetch("data:image/png;base64,iVBORw0KGgo=").read() == b"\x89PNG\r\n\x1a\n"

        for address in (
            "data:text/html;base64,PGI+",
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:image/png,plain",
            "data:image/png;base64,<x>",
            "asset:picture/" + "0" * 64 + ".png",
        ):
            with pytest.raises(RefusedAddress):
                fetcher.fetch(address)

    def test_a_logo_is_printed_with_whose_it_is_for_whoever_cannot_see_it(self) -> None:
        source = "data:image/png;base64," + base64.b64encode(png()).decode()
        page = (
            '<html lang="en"><head><title>T</title><link rel="stylesheet" href="asset:paper/fonts.css">'
            '<link rel="stylesheet" href="asset:paper/paper.css"></head>'
            f'<body><h1>T</h1><p><img src="{source}" alt="Ministry of Labour"></p></body></html>'
        )

        printed = html_to_pdf(page, identifier="x").bytes

        assert _alternatives(printed) == ["Ministry of Labour"]
        assert len(list(pypdfium2.PdfDocument(printed)[0].get_objects([FPDF_PAGEOBJ_IMAGE]))) == 1


def _alternatives(content: bytes) -> list[str]:
    """Alternative texts of the figures in the structure of a PDF."""
    found, stack = [], [PDFDocument(PDFParser(io.BytesIO(content))).catalog["StructTreeRoot"]]
    while stack:
        item = resolve1(stack.pop())
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if "Alt" in item:
                found.append(item["Alt"].decode())
            stack.append(item.get("K"))
    return found
