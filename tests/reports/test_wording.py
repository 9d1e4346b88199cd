"""The words of an office and its logos: saved safely, merged, previewed, frozen into the next version."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.conflicts import Conflict
from core.models import AuditLine
from reports import actions as reports
from reports import snapshots
from reports.actions import wording as actions
from reports.documents.gap_page import OUTLINE
from reports.documents.letters import unprintable
from reports.models import Logo, Scope, Wording
from reports.states import PRINTED
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
        saved(small_world, language="th", subtitle="Thai words")
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

    def test_the_table_has_one_column_for_each_language_that_can_be_chosen(self, office: Client) -> None:
        page = office.get(reverse("reports:wording")).content.decode()
        rows = [
            row.count("<td") for row in page.split("<tbody", 1)[1].split("</tbody>", 1)[0].split("<tr")[1:]
        ]

        assert page.count('<th scope="col"') == 1 + len(PRINTED)
        assert set(rows) == {len(PRINTED)}

    def test_words_in_a_language_that_cannot_be_chosen_are_not_there(self, office: Client) -> None:
        address = reverse("reports:wording-edit", kwargs={"kind": "gap_analysis", "language": "lo"})

        assert office.get(address).status_code == 404

    @pytest.mark.parametrize("kind", ["gap_analysis", "paper_review", "volume", "progress", "editions"])
    def test_every_kind_with_words_has_its_form(self, office: Client, kind: str) -> None:
        known = kind in office.get(reverse("reports:wording")).content.decode()
        response = office.get(reverse("reports:wording-edit", kwargs={"kind": kind, "language": "th"}))

        assert response.status_code == (200 if known else 404)
