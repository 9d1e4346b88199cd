"""The words of an office and its logos: saved safely, merged, previewed, frozen into the next version."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from core.conflicts import Conflict
from core.jobs import JobFailed
from core.models import AuditLine
from core.picturing import picture_of
from core.states import IllegalMove
from reports import actions as reports
from reports import snapshots
from reports.actions import wording as actions
from reports.documents.gap_page import OUTLINE
from reports.documents.letters import unprintable
from reports.documents.wording import Logo as PrintedLogo
from reports.models import Logo, Scope, Wording
from reports.pdf import ClosedFetcher, RefusedAddress, html_to_pdf
from reports.rendering.pictures import with_pictures
from tests.conftest import World
from tests.reports.pictures import jpeg, png
from tests.reports.world import judged

pytestmark = pytest.mark.django_db

KIND = "gap_analysis"
EDIT = {"kind": KIND, "language": "en"}


def values(**changes: Any) -> dict[str, Any]:
    """All values of the verb, with some that are not empty."""
    empty: dict[str, Any] = dict.fromkeys(actions.TEXTS, "")
    return empty | {"parts": [], "hidden": [], "show_logos": False} | changes


def saved(world: World, revision: int = 0, language: str = "en", **changes: Any) -> Wording:
    """Words of the Thai office, saved by its coordinator."""
    return actions.save_wording(
        country="TH",
        kind=KIND,
        language=language,
        values=values(**changes),
        revision=revision,
        by=world.cast.coordinator,
    )


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def logo(world: World, name: str = "Ministry of Labour", content: bytes = b"") -> Logo:
    """A logo of the Thai office."""
    picture = upload(content or png())
    return actions.add_logo(country="TH", name=name, picture=picture, by=world.cast.coordinator)


def filled_in(**changes: Any) -> dict[str, Any]:
    """What a browser sends with all parts ticked."""
    return {"revision": "0", **{f"show_{part.key}": "on" for part in OUTLINE}, **changes}


@pytest.fixture
def office(small_world: World, client: Client) -> Client:
    """The Thai coordinator at the browser."""
    client.force_login(small_world.cast.coordinator)
    return client


class TestSaving:
    def test_words_are_kept_and_the_history_says_what_changed(self, small_world: World) -> None:
        row = saved(small_world, introduction=" For {pilot}. ", hidden=["map", "x"], parts=["gaps", "method"])

        assert (row.introduction, row.hidden, row.revision) == ("For {pilot}.", ["map"], 1)
        line = AuditLine.objects.get(event="wording.saved")
        assert line.after["introduction"] == "For {pilot}."
        assert line.after["parts_left_out"] == "Map of sections"

    def test_the_second_of_two_editors_is_told(self, small_world: World) -> None:
        saved(small_world, subtitle="First")

        with pytest.raises(Conflict):
            saved(small_world, revision=0, subtitle="Second")
        assert Wording.objects.get().subtitle == "First"

    @pytest.mark.parametrize(
        ("field", "text", "sentence"),
        [
            ("introduction", "See {number}.", "“{number}” is not a placeholder"),
            ("recommendations", "{{ d.marking }}", "is not a placeholder"),
            ("subtitle", "Brick } wall", "“}” is not a placeholder"),
            ("introduction", "Well done 🎉", "“🎉”"),
            ("marking", "Confidential ✔", "“✔”"),
            ("marking", "x" * 161, "160"),
            ("subtitle", "x" * 201, "200"),
        ],
    )
    def test_what_could_not_be_printed_is_said_and_nothing_is_saved(
        self, small_world: World, field: str, text: str, sentence: str
    ) -> None:
        changes: dict[str, Any] = {field: text}

        with pytest.raises(ValidationError) as refused:
            saved(small_world, **changes)

        assert sentence in " ".join(refused.value.message_dict[field])
        assert not Wording.objects.exists()

    def test_a_report_keeps_at_least_one_part(self, small_world: World) -> None:
        with pytest.raises(ValidationError, match="at least one part"):
            saved(small_world, hidden=[part.key for part in OUTLINE if part.key != "introduction"])

    def test_the_usual_order_is_not_stored_so_that_later_parts_find_their_place(
        self, small_world: World
    ) -> None:
        assert saved(small_world, parts=[part.key for part in OUTLINE]).parts == []

    def test_letters_of_all_five_scripts_can_be_printed_and_others_are_named(self) -> None:
        good = "Wände é – “” ≥ ± ½ ℃ m⁴ ไทย ខ្មែរ ភាសា ລາວ မြန်မာ\u200b\n"

        assert unprintable(good) == []
        assert unprintable("漢 🎉 漢") == ["漢", "🎉"]
        assert unprintable(good, in_margin=True) == []


class TestFreezing:
    def test_the_next_version_has_the_words_and_the_older_one_stays(self, small_world: World) -> None:
        judged(small_world)
        report = reports.request_report(
            scope=Scope.of(small_world.th_kh), kind=KIND, by=small_world.cast.coordinator
        )
        usual = report.versions.get().snapshot
        made = logo(small_world)
        saved(
            small_world,
            subtitle="{receiving_country} and {sending_country}",
            marking="For {pilot} only",
            hidden=["map"],
            show_logos=True,
        )

        reports.new_version(report=report, by=small_world.cast.coordinator)

        frozen = report.versions.order_by("-number").values_list("snapshot", flat=True)[0]
        assert frozen["wording"]["subtitle"] == "Thailand and Cambodia"
        assert frozen["marking"] == f"For {small_world.th_kh.pilot.title} only"
        assert frozen["wording"]["hidden"] == ["map"]
        assert frozen["wording"]["logos"][0]["sha256"] == made.stored.sha256
        assert report.versions.get(number=1).snapshot == usual
        assert "wording" not in usual  # as it was before there were words

    def test_words_of_another_language_kind_or_country_are_not_taken(self, small_world: World) -> None:
        judged(small_world)
        saved(small_world, language="km", subtitle="Khmer words")
        Wording.objects.create(country="KH", kind=KIND, language="en", subtitle="Not ours")
        Wording.objects.create(country="TH", kind="paper_review", language="en", subtitle="Not this")

        report = reports.request_report(
            scope=Scope.of(small_world.th_kh), kind=KIND, by=small_world.cast.coordinator
        )

        assert "wording" not in report.versions.get().snapshot

    def test_unsaved_words_change_nothing_that_is_stored(self, small_world: World) -> None:
        judged(small_world)
        row = Wording(country="TH", kind=KIND, language="en", subtitle="Only a try")
        scope = Scope.of(small_world.th_kh)
        document: Any = snapshots.build(
            KIND,
            scope,
            number="",
            version=1,
            now=timezone.localtime(),
            by=small_world.cast.coordinator,
            wording=row,
        )

        assert document.wording.subtitle == "Only a try"
        assert not Wording.objects.exists()


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


class TestPages:
    def test_the_list_shows_what_is_written_and_what_is_usual(
        self, office: Client, small_world: World
    ) -> None:
        saved(small_world, subtitle="x")
        page = office.get(reverse("reports:wording")).content.decode()

        assert page.count("own words") == 1
        assert "Paper review check-list" in page
        assert "No logo yet" in page

    def test_saving_through_the_form_moves_and_hides_parts(self, office: Client) -> None:
        data = filled_in(introduction="Words.", place_gaps="1", place_method="2")
        del data["show_map"]

        response = office.post(reverse("reports:wording-edit", kwargs=EDIT), data)

        assert response.status_code == 303
        row = Wording.objects.get()
        assert row.hidden == ["map"]
        assert row.parts.index("gaps") < row.parts.index("method") < row.parts.index("lines")
        assert "Words." in office.get(response.url).content.decode()  # type: ignore[attr-defined]

    def test_a_wrong_placeholder_is_said_and_what_was_typed_stays(self, office: Client) -> None:
        data = filled_in(introduction="About {skills}.", subtitle="My line")
        response = office.post(reverse("reports:wording-edit", kwargs=EDIT), data)
        page = response.content.decode()

        assert response.status_code == 422
        assert "“{skills}” is not a placeholder" in page
        assert "About {skills}." in page
        assert "My line" in page
        assert not Wording.objects.exists()

    def test_two_editors_get_both_texts_side_by_side(self, office: Client, small_world: World) -> None:
        saved(small_world, subtitle="Theirs", hidden=["plan"])
        response = office.post(
            reverse("reports:wording-edit", kwargs=EDIT), filled_in(subtitle="Mine", revision="0")
        )
        page = response.content.decode()

        assert response.status_code == 409
        assert "Mine" in page
        assert "Theirs" in page
        assert "Action plan" in page
        again = office.post(
            reverse("reports:wording-edit", kwargs=EDIT), filled_in(subtitle="Mine", revision="1")
        )
        assert again.status_code == 303
        assert Wording.objects.get().subtitle == "Mine"

    def test_the_preview_shows_unsaved_words_on_present_content(
        self, office: Client, small_world: World
    ) -> None:
        judged(small_world)
        logo(small_world)
        data = filled_in(
            subtitle="Second <b>phase</b>",
            introduction="To begin with.",
            show_logos="on",
            on=small_world.th_kh.ref,
        )
        del data["show_gaps"]

        response = office.post(reverse("reports:wording-preview", kwargs=EDIT), data)
        page = response.content.decode()

        assert response.status_code == 200
        assert "Second &lt;b&gt;phase&lt;/b&gt;" in page
        assert "To begin with." in page
        assert "Gap register" not in re.sub(r"Left out by the office.*?</tr>", "", page, flags=re.DOTALL)
        assert 'src="data:image/png;base64,' in page
        assert 'href="say:' not in page
        assert 'href="go:' not in page
        assert not Wording.objects.exists()

    def test_a_preview_without_content_says_what_is_missing(self, office: Client, small_world: World) -> None:
        response = office.post(
            reverse("reports:wording-preview", kwargs=EDIT), filled_in(on=small_world.th_kh.ref)
        )

        assert response.status_code == 422
        assert "There is nothing to show yet" in response.content.decode()

    def test_a_logo_goes_through_the_form(self, office: Client) -> None:
        add = reverse("reports:logo-add")
        refused = office.post(add, {"name": "", "picture": upload(b"GIF89a", "logo.gif")})
        assert refused.status_code == 422
        assert "Say whose logo it is" in refused.content.decode()

        assert office.post(add, {"name": "Office", "picture": upload(jpeg(), "l.jpeg")}).status_code == 303
        picture = office.get(reverse("reports:logo", kwargs={"pk": Logo.objects.get().pk}))
        assert picture["Content-Type"] == "image/jpeg"
        assert b"".join(picture.streaming_content).startswith(b"\xff\xd8\xff")  # type: ignore[attr-defined]

    @pytest.mark.parametrize("kind", ["gap_analysis", "paper_review", "volume", "progress", "editions"])
    def test_every_kind_with_words_has_its_form(self, office: Client, kind: str) -> None:
        known = kind in office.get(reverse("reports:wording")).content.decode()
        response = office.get(reverse("reports:wording-edit", kwargs={"kind": kind, "language": "lo"}))

        assert response.status_code == (200 if known else 404)
