"""Search in titles, codes and lines: five scripts, codes, spelling, bad input, and nothing that one may not see."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Callable
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker

from accounts.models import User
from core.linebreaks import break_points
from standards import actions, queries
from standards.lines import NewLine
from standards.models import Edition, Line, Vocabulary
from standards.searching import (
    alike,
    compact,
    excerpt,
    level_name,
    marked,
    normal,
    search_text,
    vocabulary,
    words_of,
)
from standards.states import EditionState
from tests.conftest import Cast, World
from tests.factories import world

SignIn = Callable[[User], Client]
MARKS = re.compile("<mark>(.*?)</mark>")

#: language -> (text, parts of it that are looked for)
TEXTS = {
    "en": (
        "The plastering of internal walls is floated to a true surface",
        ["plastering", "FLOAT", "true surf"],
    ),
    "th": ("ฉาบปูนผนังภายในให้เรียบและผสมน้ำปูนตามสัดส่วน", ["ผนังภายใน", "ปูน", "น้ำ"]),
    "km": ("លាយបាយអតាមសមាមាត្រដែលបានផ្តល់ឱ្យ", ["បាយអ", "សមាមាត្រ", "ផ្តល់"]),
    "lo": ("ກໍ່ດິນຈີ່ຕາມເສັ້ນແລະລະດັບໃຫ້ຊື່", ["ດິນຈີ່", "ລະດັບ", "ເສັ້ນ"]),
    "my": ("အုတ်စီရန်အင်္ဂတေကိုအချိုးအတိုင်းရောစပ်သည်", ["အင်္ဂတေ", "အုတ်", "ရောစပ်"]),
}


def draft(owner: User, *rows: NewLine, title: str = "") -> Edition:
    """A draft of the person's own country with these lines, written as the portal writes them."""
    edition = world.edition(
        owner.country, by=owner, state=EditionState.DRAFT, title=title, lines=[("unit", "U", "x", 0, False)]
    )
    actions.write_lines(edition=edition, rows=rows, by=owner)
    return edition


def look(user: User, q: str, **wanted: str) -> queries.Found:
    """The search as the page does it."""
    filters = queries.Filters.of({"q": q, **wanted})
    return queries.find(queries.chosen(queries.shelf(user), filters), filters.words)


def refs(found: queries.Found) -> list[str]:
    return [one.edition.ref for one in found.tallies]


class TestNormalForm:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Caf\u00e9", "CAFE\u0301"),
            ("ก่ออิฐ", "ก่อ\u200bอิฐ"),
            ("ก่ออิฐ", "ก่อ อิฐ"),
            ("น้ำ", "น\u0e4d\u0e49\u0e32"),  # sara am typed in two pieces
            ("น้ำ", "น\u0e33\u0e49"),
            ("แปลน", "เเปลน"),
            ("ນ້ຳ", "ນ\u0ecd\u0ec9າ"),
            ("ໜ້າ", "ຫນ້າ"),
            ("ស្ត្រី", "ស\u17d2\u179a\u17d2\u178fី"),  # subscripts in the other order
            ("ស្ដាំ", "ស្តាំ"),  # two subscripts that look the same
            ("កើត", "ក\u17c1\u17b8ត"),
            ("ကျွန်ုပ်", "က\u103d\u103bန\u102f\u103aပ်"),  # medials and vowels in the other order
            ("၀န်ထမ်း", "ဝန်ထမ်း"),  # the digit typed for the letter
            ("๑២໓၄", "1234"),
            ("CON–001", "con-001"),
            ("\u00a0a \n b\ufeff", "a b"),
        ],
    )
    def test_two_spellings_that_look_the_same_are_the_same(self, one: str, other: str) -> None:
        assert normal(one) == normal(other)

    def test_different_words_stay_different(self) -> None:
        assert len({normal(word) for word in ("ปูน", "ปืน", "ปุน", "1.1", "11", "1.10", "ស្រី", "ស្តី")}) == 8

    @pytest.mark.parametrize("text", [text for text, _ in TEXTS.values()])
    def test_a_text_is_found_with_and_without_invisible_spaces(self, text: str) -> None:
        torn = break_points(text)

        assert torn != text or text.isascii()
        assert normal(torn) == normal(text) == normal(unicodedata.normalize("NFD", text))

    @given(st.text(max_size=60), st.text(max_size=6))
    @settings(max_examples=200, deadline=None)
    def test_marking_never_changes_a_text(self, text: str, word: str) -> None:
        runs = marked(text, words_of(word) + words_of(text))

        assert "".join(run for run, _ in runs) == text

    @given(st.sampled_from([text for text, _ in TEXTS.values()]), st.integers(0, 50), st.integers(1, 12))
    @settings(max_examples=200, deadline=None)
    def test_any_run_of_whole_letters_is_found_again(self, text: str, start: int, length: int) -> None:
        letters = list(CharacterBreaker(text, "en"))
        part = "".join(letters[start : start + length])
        joined = any(part.startswith(sign) for sign in ("\u17d2", "\u1039"))  # half of a stacked letter

        assert joined or all(word in normal(text) for word in normal(part).split())

    def test_a_mark_covers_the_letter_with_all_its_signs(self) -> None:
        assert marked("ผสมน้ำปูน", ["น"])[1] == ("น้ำ", True)
        assert marked("Unit CON/001, Café", ["con001", "cafe"]) == [
            ("Unit ", False),
            ("CON/001", True),
            (", ", False),
            ("Café", True),
        ]

    def test_an_excerpt_shows_the_place_of_the_first_mark(self) -> None:
        runs = excerpt(marked("a " * 400 + "mortar" + " b" * 400, ["mortar"]))

        assert ("mortar", True) in runs
        assert runs[0][0].startswith("…")
        assert runs[-1][0].endswith("…")
        assert sum(len(text) for text, _ in runs) < 320


class TestCodes:
    @pytest.mark.parametrize("typed", ["CON/001", "con 001", "con001", "Con-001", "CON/００１", "con/00"])
    def test_a_code_is_found_however_its_parts_are_divided(self, cast: Cast, typed: str) -> None:
        by_number = draft(cast.focal_kh, NewLine("unit", "CON/001", "Mix"), title="By number")
        in_text = draft(cast.focal_kh, NewLine("evidence", "", "As for CON-001 above"), title="In a text")
        draft(cast.focal_kh, NewLine("unit", "CAR/002", "Carpentry"), title="Another")

        assert set(refs(look(cast.focal_kh, typed))) == {by_number.ref, in_text.ref}

    def test_numbers_keep_their_points(self) -> None:
        assert compact("3.5mm") == "3.5mm"
        assert compact("1.10") == "1.10"
        assert "111" not in search_text("1.1.1", "a", "")

    def test_the_whole_search_goes_before_its_words(self, cast: Cast) -> None:
        words = draft(cast.focal_kh, *[NewLine("criterion", "", f"wall with brick {n}") for n in range(3)])
        whole = draft(cast.focal_kh, NewLine("criterion", "", "A brick wall"))

        assert refs(look(cast.focal_kh, "brick wall")) == [whole.ref, words.ref]


class TestFinding:
    @pytest.mark.parametrize("language", TEXTS)
    def test_part_of_a_line_is_found_in_every_script(self, cast: Cast, language: str) -> None:
        text, parts = TEXTS[language]
        line = (
            NewLine("criterion", "1.1", "Text", text) if language != "en" else NewLine("criterion", "1", text)
        )
        edition = draft(cast.focal_kh, line)

        for part in parts:
            assert refs(look(cast.focal_kh, part)) == [edition.ref], part
            assert refs(look(cast.focal_kh, "\u200b".join(part))) == [edition.ref], part

    @pytest.mark.parametrize(
        "words", ["bricklaying", "7112", "standards office kh", "CON-02", "stretcher WALL", "2018"]
    )
    def test_titles_codes_and_lines_are_looked_at(self, small_world: World, words: str) -> None:
        assert small_world.cambodian.ref in refs(look(small_world.cast.focal_kh, words))

    def test_words_may_stand_in_different_places_of_an_edition(self, cast: Cast) -> None:
        edition = draft(
            cast.focal_kh,
            NewLine("criterion", "1", "Mortar"),
            NewLine("criterion", "2", "Waste"),
            title="Brick",
        )
        found = look(cast.focal_kh, "brick mortar waste")

        assert refs(found) == [edition.ref]
        assert found.lines == 0

    def test_every_word_has_to_be_there(self, cast: Cast) -> None:
        draft(cast.focal_kh, NewLine("criterion", "1", "Mortar"))
        draft(cast.focal_kh, NewLine("criterion", "1", "Waste"))

        assert refs(look(cast.focal_kh, "mortar waste")) == []

    def test_digits_of_another_script_are_the_same_digits(self, cast: Cast) -> None:
        edition = draft(cast.focal_kh, NewLine("criterion", "", "", "กว้าง ๑๕ เซนติเมตร"))

        assert refs(look(cast.focal_kh, "15")) == refs(look(cast.focal_kh, "១៥")) == [edition.ref]

    def test_a_rewritten_draft_is_found_by_its_new_words_only(self, cast: Cast) -> None:
        edition = draft(cast.focal_kh, NewLine("level", "", "Level 1"), NewLine("criterion", "", "Scaffold"))
        actions.write_lines(edition=edition, rows=[NewLine("criterion", "", "Formwork")], by=cast.focal_kh)

        assert refs(look(cast.focal_kh, "scaffold")) == []
        assert refs(look(cast.focal_kh, "formwork")) == [edition.ref]
        kept = Vocabulary.objects.get(edition=edition)
        assert (kept.words, kept.levels) == ("formwork", "")

    def test_a_copied_edition_is_found_too(self, small_world: World) -> None:
        copy = actions.new_edition(edition=small_world.cambodian, by=small_world.cast.focal_kh)

        assert copy.ref in refs(look(small_world.cast.focal_kh, "stretcher bond"))
        assert "stretcher" in copy.vocabulary.words

    @pytest.mark.parametrize(
        ("line", "name"),
        [
            (("1", "Level 1: lays walls under supervision", ""), "Level 1"),
            (("II", "A very long sentence without any sign where a name could end", ""), "II"),
            (("", "", "ระดับ ๑"), "ระดับ ๑"),
            (("", "National certificate 2", ""), "National certificate 2"),
        ],
    )
    def test_a_level_is_called_by_its_first_words(self, line: tuple[str, str, str], name: str) -> None:
        assert level_name(*line) == name

    def test_levels_are_a_filter(self, cast: Cast) -> None:
        first = draft(cast.focal_kh, NewLine("level", "1", "Level 1"), NewLine("skill", "", "Lay", depth=1))
        draft(cast.focal_kh, NewLine("level", "2", "Level 2"), NewLine("skill", "", "Lay", depth=1))

        assert queries.choices_of(queries.shelf(cast.focal_kh)).levels == ["Level 1", "Level 2"]
        assert refs(look(cast.focal_kh, "lay", level="Level 1")) == [first.ref]


class TestWhatIsKept:
    def test_every_way_of_writing_a_line_keeps_its_search_text(self, cast: Cast) -> None:
        edition = world.edition("KH", by=cast.focal_kh, lines=[("unit", "CON/1", "Walls", 0, False)])
        line = edition.lines.get()
        assert line.search == "con/1\nwalls\ncon1"

        line.text = "Roofs"
        line.save(update_fields=["text"])
        (other,) = Line.objects.bulk_create([Line(edition=edition, position=1, kind="unit", text="Doors")])

        line.refresh_from_db()
        assert line.search == "con/1\nroofs\ncon1"
        assert Line.objects.get(pk=other.pk).search == "doors"

    def test_lines_from_before_the_search_are_filled_in(self, cast: Cast) -> None:
        edition = draft(
            cast.focal_kh,
            NewLine("level", "1", "Level 1"),
            *[NewLine("criterion", str(n), f"Plastering {n}", TEXTS["km"][0]) for n in range(1_200)],
        )
        wanted = list(edition.lines.order_by("position").values_list("search", flat=True))
        words, levels = edition.vocabulary.words, edition.vocabulary.levels
        Line.objects.update(search="")
        Vocabulary.objects.all().delete()

        import_module("standards.migrations.0008_search").fill(apps, None)

        assert list(edition.lines.order_by("position").values_list("search", flat=True)) == wanted
        kept = Vocabulary.objects.get(edition=edition)
        assert (kept.words, kept.levels) == (words, levels)

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")
    def test_words_inside_lines_are_found_through_the_index(self, cast: Cast) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN SELECT 1 FROM standards_line WHERE search LIKE '%%plaster%%'")
            plan = " ".join(row[0] for row in cursor.fetchall())

        assert "standards_line_search_trgm" in plan


class TestSpelling:
    @pytest.mark.parametrize("typed", ["plastring", "plasterign", "Plasterring", "plaster-ing"])
    def test_a_misspelled_word_finds_what_was_meant(self, cast: Cast, typed: str) -> None:
        edition = draft(cast.focal_kh, NewLine("criterion", "", "Plastering of walls"))

        found = look(cast.focal_kh, typed)

        assert refs(found) == [edition.ref]
        assert found.respelled[0].words[0] == "plastering"

    @pytest.mark.parametrize(
        ("text", "typed", "meant"),
        [("ผสมปูนซีเมนต์กับทราย", "ปูนซีเมน", "ปูน"), ("ដាក់ឥដ្ឋតាមខ្សែ", "ឥដ្ធតាម", "ឥដ្ឋ")],
    )
    def test_scripts_without_spaces_too(self, cast: Cast, text: str, typed: str, meant: str) -> None:
        edition = draft(cast.focal_kh, NewLine("criterion", "", "", text))

        assert refs(look(cast.focal_kh, typed)) == [edition.ref]
        assert any(meant in word for word in vocabulary([text]))

    def test_only_the_word_that_stands_nowhere_is_replaced(self, cast: Cast) -> None:
        edition = draft(cast.focal_kh, NewLine("criterion", "", "Plastering of brick walls"))

        found = look(cast.focal_kh, "brick plastring")

        assert (refs(found), found.words) == ([edition.ref], ["brick", "plastering"])
        assert found.respelled[0].searches[0] == ("plastering", "brick plastering")

    def test_a_word_like_nothing_finds_nothing(self, cast: Cast) -> None:
        draft(cast.focal_kh, NewLine("criterion", "", "Plastering of walls"))

        found = look(cast.focal_kh, "helicopter walls")

        assert (refs(found), found.respelled) == ([], [])

    def test_short_words_are_not_guessed(self) -> None:
        assert alike("ab", ["abc", "ac"]) == []


class TestRights:
    def test_a_word_that_stands_only_in_a_foreign_draft_does_not_exist(
        self, cast: Cast, as_user: SignIn
    ) -> None:
        world.edition("LA", by=cast.focal_la)
        client = as_user(cast.focal_la)
        asked = ["scaffolding", "scafolding", "scaff", "Hidden"]
        before = [client.get(reverse("standards:list"), {"q": q}).content for q in asked]
        draft(
            cast.focal_kh,
            NewLine("level", "", "Secret level"),
            NewLine("criterion", "", "Scaffolding"),
            title="Hidden",
        )

        after = [client.get(reverse("standards:list"), {"q": q}).content for q in asked]

        assert [_main(page) for page in after] == [_main(page) for page in before]

    @pytest.mark.parametrize(
        "who",
        [
            "coordinator",
            "expert_one",
            "focal_la",
            "focal_kh",
            "expert_kh",
            "reviewer",
            "observer",
            "administrator",
        ],
    )
    def test_hits_counts_and_suggestions_are_of_what_the_person_sees(
        self, small_world: World, as_user: SignIn, who: str
    ) -> None:
        cast = small_world.cast
        user: User = getattr(cast, who)
        draft(cast.focal_kh, NewLine("criterion", "", "stretcher bond scaffolding"), title="Draft KH")
        draft(cast.focal_la, NewLine("criterion", "", "stretcher bond formwork"), title="Draft LA")
        seen = set(Edition.objects.visible_to(user).values_list("pk", flat=True))
        expected = [
            line
            for line in Line.objects.filter(edition__in=seen)
            if "stretcher" in line.text and "bond" in line.text
        ]

        found = look(user, "stretcher bond")
        page = as_user(user).get(reverse("standards:list"), {"q": "stretcher bond"}).content.decode()

        assert found.lines == len(expected)
        assert {one.edition.pk for one in found.tallies} == {line.edition_id for line in expected}
        assert page.count("<mark>") >= len(expected)
        suggested = {
            word
            for typed in ("scafolding", "fromwork")
            for one in look(user, typed).respelled
            for word in one.words
        }
        words = set(vocabulary(Line.objects.filter(edition__in=seen).values_list("text", flat=True)))
        assert {word for word in suggested if word in ("scaffolding", "formwork")} == words & {
            "scaffolding",
            "formwork",
        }

    def test_a_draft_in_the_bin_is_not_found(self, cast: Cast) -> None:
        edition = draft(cast.focal_kh, NewLine("criterion", "", "Scaffolding"))
        Edition.objects.filter(pk=edition.pk).update(binned_at=edition.created_at)

        found = look(cast.focal_kh, "scafolding")

        assert (refs(found), found.respelled) == ([], [])


def _main(page: bytes) -> str:
    """What a person reads; the rest has tokens that differ from page to page."""
    found = re.search("<main.*</main>", page.decode(), re.DOTALL)
    assert found is not None
    return found.group()


class TestPage:
    def test_lines_stand_under_their_edition_marked_and_linked(
        self, small_world: World, as_user: SignIn
    ) -> None:
        client = as_user(small_world.cast.focal_kh)
        line = Line.objects.get(edition=small_world.cambodian, number="2.1")

        page = client.get(reverse("standards:list"), {"q": "STRETCHER", "country": "KH"}).content.decode()

        assert MARKS.findall(page) == ["stretcher"]
        address = (
            f"{reverse('standards:detail', args=[small_world.cambodian.ref])}?line={line.pk}#line-{line.pk}"
        )
        assert f'href="{address}"' in page
        assert "CON-02 Lay bricks" in page  # its unit
        assert 'value="STRETCHER"' in page
        target = client.get(address.split("#")[0]).content.decode()
        assert f'id="line-{line.pk}"' in target

    def test_an_edition_with_many_lines_says_how_many_and_leads_to_them(
        self, cast: Cast, as_user: SignIn
    ) -> None:
        edition = draft(cast.focal_kh, *[NewLine("criterion", str(n), f"Mortar {n}") for n in range(9)])
        client = as_user(cast.focal_kh)

        page = client.get(reverse("standards:list"), {"q": "mortar"}).content.decode()

        assert len(MARKS.findall(page)) == 3
        assert "9 lines in this edition" in page
        inside = client.get(reverse("standards:detail", args=[edition.ref]), {"q": "mortar"}).content.decode()
        assert "9 lines fit the search" in inside

    def test_did_you_mean_is_a_link(self, cast: Cast, as_user: SignIn) -> None:
        draft(cast.focal_kh, NewLine("criterion", "", "Plastering of walls"), title="Walls")

        page = unescape(
            as_user(cast.focal_kh)
            .get(reverse("standards:list"), {"q": "plastring", "country": "KH"})
            .content.decode()
        )

        assert "Nothing was found for “plastring”" in page
        assert "?q=plastering&country=KH" in page
        assert MARKS.findall(page) == ["Plastering"]

    def test_nothing_found_says_what_to_do(self, small_world: World, as_user: SignIn) -> None:
        client = as_user(small_world.cast.focal_kh)

        assert "Nothing found" in client.get(reverse("standards:list"), {"q": "helicopter"}).content.decode()
        filtered = client.get(
            reverse("standards:list"), {"q": "stretcher", "state": "draft"}
        ).content.decode()
        assert "Nothing found with these filters" in filtered
        assert 'href="?q=stretcher"' in filtered

    @pytest.mark.parametrize(
        "q",
        [
            *[
                "%",
                "_",
                "\\",
                "'",
                '"',
                "' OR 1=1--",
                "<script>alert(1)</script>",
                "{{7*7}}",
                "(a+)+$",
                "*",
                "a\tb",
            ],
            *[
                "\x00",
                "a\x00b",
                "\u0301",
                "a" + "\u0301" * 900,
                "\u200b",
                "\ufeff",
                "😀",
                "𠀀",
                "\u202eabc",
                "NEAR/2",
                '"a" AND',
            ],
            *[
                "a" * 5_000,
                "กา" * 300,
                "် " * 500,
                " ".join("abcdefghij"),
                "-",
                "…",
                "½",
                "\ud7ff",
                "ﷺ" * 30,
            ],
        ],
        ids=ascii,
    )
    def test_hostile_searches_are_taken_literally(self, small_world: World, as_user: SignIn, q: str) -> None:
        answer = as_user(small_world.cast.focal_kh).get(reverse("standards:list"), {"q": q})

        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        if q in ("%", "_", "\\", "*", "{{7*7}}"):
            assert "<mark>" not in answer.content.decode()

    def test_a_percent_sign_finds_a_percent_sign(self, cast: Cast) -> None:
        edition = draft(cast.focal_kh, NewLine("criterion", "", "5% of lime"))
        draft(cast.focal_kh, NewLine("criterion", "", "5 parts of lime"))

        assert refs(look(cast.focal_kh, "5%")) == [edition.ref]

    def test_a_search_that_is_too_long_is_cut_and_says_so(self, small_world: World, as_user: SignIn) -> None:
        client = as_user(small_world.cast.focal_kh)

        page = client.get(reverse("standards:list"), {"q": "brick " * 900}).content

        assert "The search was too long" in page.decode()
        assert len(page) < 60_000

    @pytest.mark.parametrize("page", ["0", "-1", "1000000000", "abc", "last", "²"])
    def test_any_page_number_leads_to_a_page(self, small_world: World, as_user: SignIn, page: str) -> None:
        client = as_user(small_world.cast.focal_kh)

        assert client.get(reverse("standards:list"), {"q": "brick", "page": page}).status_code == 200

    @pytest.mark.parametrize("q", ["stretcher", "brick wall bond", "plastring"])
    def test_a_search_takes_the_same_queries_for_any_number_of_lines(
        self, cast: Cast, as_user: SignIn, q: str
    ) -> None:
        client, counts = as_user(cast.focal_kh), []
        for size in (1, 10, 1_000):
            draft(
                cast.focal_kh,
                *[
                    NewLine("criterion", str(n), f"stretcher plastering brick wall bond {n}")
                    for n in range(size)
                ],
            )
            client.get(reverse("standards:list"), {"q": q})
            with CaptureQueriesContext(connection) as captured:
                page = client.get(reverse("standards:list"), {"q": q}).content
            counts.append(len(captured))

        assert len(set(counts)) == 1
        assert counts[0] <= 10
        assert len(gzip.compress(page)) < 30_000


class TestPaper:
    def test_the_whole_edition_stands_on_one_page(self, small_world: World, as_user: SignIn) -> None:
        edition = small_world.cambodian
        Edition.objects.filter(pk=edition.pk).update(content_hash="ab" * 32)
        Line.objects.filter(edition=edition, number="1.1").update(text_original="ស៊ីម៉ង់ត៍")

        page = (
            as_user(small_world.cast.expert_one)
            .get(reverse("standards:print", args=[edition.ref]))
            .content.decode()
        )

        for line in edition.lines.all():
            assert line.text in page
        assert 'lang="km">ស៊ីម៉ង់ត៍' in page
        assert "critical" in page
        assert "ab" * 32 in page
        assert page.count("<tr") == edition.lines.count() + 1

    def test_a_foreign_draft_has_no_paper(self, cast: Cast, as_user: SignIn) -> None:
        edition = draft(cast.focal_kh, NewLine("criterion", "", "Scaffolding"))

        assert as_user(cast.focal_la).get(reverse("standards:print", args=[edition.ref])).status_code == 404
