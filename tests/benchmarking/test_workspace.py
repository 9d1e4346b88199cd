"""The workspace: one line in hand between two standards, saved line by line."""

from __future__ import annotations

import gzip
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from benchmarking.actions import complete_benchmark, open_benchmark
from benchmarking.models import Judgement
from core.models import AuditLine
from tests.benchmarking.desks import line, opened, rate, rate_all, rateable
from tests.factories import world as make

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
SCRIPT = HTMX | {"Accept": "application/json"}  # as static/js/queue.js sends


@pytest.fixture
def benchmark(small_world):
    """An open benchmark, nothing compared."""
    return opened(small_world)


@pytest.fixture
def expert(as_user, small_world):
    """The browser of the Group I expert."""
    return as_user(small_world.cast.expert_one)


def work(benchmark, query=""):
    """Address of the workspace."""
    return reverse("benchmarking:workspace", args=[benchmark.ref]) + query


def save(benchmark, of):
    """Where the judgement of a line is sent."""
    return reverse("benchmarking:judge", args=[benchmark.ref, of.pk])


def typed(**changes):
    """A form as a browser sends it."""
    empty = {
        "rating": "",
        "difference": "",
        "substantial": "no",
        "gap_code": "",
        "reason": "",
        "recommendation": "",
    }
    if changes.get("rating") == "F" and not changes.get("counterparts"):
        empty["reason"] = "Stands in the introduction."
    return empty | {"revision": 0, "show": "", "q": "", "find": "", "find_was": ""} | changes


class TestReadingTheDesk:
    def test_the_first_line_that_is_not_compared_is_in_hand(self, expert, benchmark, small_world, cast):
        lines = rateable(small_world)
        rate(benchmark, lines[0], "F", by=cast.expert_one)
        desk = expert.get(work(benchmark)).context["desk"]
        assert desk.line == lines[1]
        assert (desk.previous, desk.following, desk.next_line) == (lines[0].pk, lines[2].pk, lines[2].pk)

    @pytest.mark.parametrize(
        "query", ["?line=0", "?line=abc", "?line=" + "9" * 40, "?line=²", "?show=wild&q=%00"]
    )
    def test_wild_addresses_show_the_first_line(self, expert, benchmark, small_world, query):
        response = expert.get(work(benchmark, query))
        assert response.status_code == 200
        assert response.context["desk"].line == rateable(small_world)[0]

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("?show=open", ["1.2.1", "1.2.2", "1.3.1"]),
            ("?show=N", ["1.1.2"]),
            ("?show=P", []),
            ("?show=F", ["1.1.1"]),
            ("?show=substantial", ["1.1.2"]),
            ("?q=WASTE+clean", ["1.3.1"]),
            ("?q=mortar", ["1.1.2"]),
            ("?show=mine", ["1.1.1", "1.1.2"]),
            ("?show=suspicious", ["1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.3.1"]),
        ],
    )
    def test_filters_and_search_narrow_the_receiving_lines(
        self, expert, benchmark, small_world, cast, query, numbers
    ):
        rate(benchmark, line(small_world.thai, "1.1.1"), "F", by=cast.expert_one)
        rate(
            benchmark,
            line(small_world.thai, "1.1.2"),
            "N",
            by=cast.expert_one,
            substantial=True,
            gap_code="C5",
        )
        response = expert.get(work(benchmark, query))
        rows = [row for _edition, rows in response.context["desk"].receiving for row in rows]
        assert [row.line.number for row in rows if row.kind == "line"] == numbers
        assert ("No line matches" in response.content.decode()) is not numbers or numbers

    def test_the_search_in_the_counterparts_keeps_what_is_ticked(self, expert, benchmark, small_world, cast):
        of, ticked = line(small_world.thai, "1.1.2"), line(small_world.cambodian, "1.1")
        rate(benchmark, of, "F", by=cast.expert_one, counterparts=[ticked])
        desk = expert.get(work(benchmark, f"?line={of.pk}&find=stretcher")).context["desk"]
        rows = [row for _edition, rows in desk.sending for row in rows]
        assert [row.line.number for row in rows if row.kind == "line"] == ["1.1", "2.1"]

    def test_a_sending_line_says_how_many_lines_rest_on_it(self, expert, benchmark, small_world, cast):
        shared = line(small_world.cambodian, "1.1")
        for of in rateable(small_world)[:2]:
            rate(benchmark, of, "F", by=cast.expert_one, counterparts=[shared])
        desk = expert.get(work(benchmark)).context["desk"]
        used = {row.line.number: row.used for _edition, rows in desk.sending for row in rows}
        assert (used["1.1"], used["1.2"]) == (2, 0)

    def test_htmx_gets_the_middle_only_and_going_back_the_whole_page(self, expert, benchmark, small_world):
        of = rateable(small_world)[2]
        part = expert.get(work(benchmark, f"?line={of.pk}"), headers=HTMX).content.decode()
        assert 'id="judgement"' in part
        assert "<html" not in part
        back = expert.get(work(benchmark), headers=HTMX | {"HX-History-Restore-Request": "true"})
        assert "<html" in back.content.decode()


class TestSaving:
    def test_save_and_next_goes_to_the_next_line_that_is_not_compared(
        self, expert, benchmark, small_world, cast
    ):
        lines = rateable(small_world)
        rate(benchmark, lines[1], "F", by=cast.expert_one)
        response = expert.post(save(benchmark, lines[0]), typed(rating="F"))
        assert response.url == work(benchmark, f"?line={lines[2].pk}#judgement")
        assert Judgement.objects.get(line=lines[0]).rating == "F"

    def test_after_the_last_line_it_goes_round_to_those_left_out(self, expert, benchmark, small_world):
        lines = rateable(small_world)
        response = expert.post(save(benchmark, lines[-1]), typed(rating="F"))
        assert response.url == work(benchmark, f"?line={lines[0].pk}#judgement")

    def test_save_alone_stays_and_filters_stay_in_the_address(self, expert, benchmark, small_world):
        of = rateable(small_world)[0]
        response = expert.post(save(benchmark, of), typed(rating="F", stay="1", show="F", q="brick"))
        assert response.url == work(benchmark, f"?line={of.pk}&show=F&q=brick#judgement")

    def test_counterparts_difference_and_code_are_saved_and_the_gap_is_linked(
        self, expert, benchmark, small_world
    ):
        of, other = line(small_world.thai, "1.2.1"), line(small_world.cambodian, "2.1")
        sent = typed(
            rating="P",
            counterparts=[other.pk],
            difference="No tolerance.",
            substantial="yes",
            gap_code="C4",
            stay="1",
        )
        text = expert.post(save(benchmark, of), sent, follow=True).content.decode()
        judgement = Judgement.objects.get(line=of)
        assert list(judgement.counterparts.all()) == [other]
        assert reverse("benchmarking:gap", args=[judgement.gap.ref]) in text

    def test_scripts_get_the_mark_and_the_counts_alone(self, expert, benchmark, small_world, cast):
        lines, linked = rateable(small_world), line(small_world.cambodian, "1.1")
        rate(benchmark, lines[2], "", by=cast.expert_one, reason="Ask on the visit")
        first = expert.post(
            save(benchmark, lines[0]), typed(rating="F", counterparts=[linked.pk]), headers=SCRIPT
        )
        assert first.json() == {
            "r": 1,
            "m": "F",
            "k": [line(small_world.thai, "1.1").pk, "1/2"],
            "c": [1, 0, 0, 4],
            "s": [1, 0],
            "n": [lines[1].pk, 0],
        }
        sent = typed(rating="P", difference="Weaker", substantial="yes", gap_code="C4")
        second = expert.post(save(benchmark, lines[1]), sent, headers=SCRIPT).json()
        assert (second["m"], second["c"], second["n"]) == ("P•", [1, 1, 0, 3], [lines[2].pk, 1])

    def test_scripts_get_the_middle_with_a_sentence_where_a_line_is_not_saved(
        self, expert, benchmark, small_world
    ):
        refused = expert.post(save(benchmark, rateable(small_world)[0]), typed(rating="P"), headers=SCRIPT)
        assert refused.status_code == 422
        assert 'id="judgement"' in refused.content.decode()
        assert "<html" not in refused.content.decode()

    def test_when_every_line_is_compared_the_page_says_so(self, expert, benchmark, small_world):
        lines = rateable(small_world)
        rate_all(benchmark, small_world)
        page = expert.post(save(benchmark, lines[0]), typed(rating="F", revision=1), follow=True)
        assert "Every line is compared." in page.content.decode()

    def test_a_rating_can_be_taken_back(self, expert, benchmark, small_world, cast):
        of = rateable(small_world)[0]
        rate(benchmark, of, "F", by=cast.expert_one)
        expert.post(save(benchmark, of), typed(rating="", revision=1))
        assert Judgement.objects.get(line=of).rating == ""

    def test_a_second_press_of_the_button_saves_once(self, expert, benchmark, small_world):
        of = rateable(small_world)[0]
        for _press in range(2):
            assert expert.post(save(benchmark, of), typed(rating="F")).status_code == 302
        assert AuditLine.objects.filter(event__startswith="judgement.").count() == 1


class TestRefusals:
    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_what_breaks_a_rule_comes_back_as_it_was_typed(self, expert, benchmark, small_world, headers):
        of, other = rateable(small_world)[0], line(small_world.cambodian, "1.1")
        sent = typed(rating="N", counterparts=[other.pk], reason="Typed with care")
        response = expert.post(save(benchmark, of), sent, headers=headers)
        text = response.content.decode()
        assert response.status_code == 422
        assert "N means that you looked and found no counterpart" in text
        assert "P and N need a difference" in text
        assert "Typed with care" in text
        assert response.context["desk"].ticked == {other.pk}
        assert not Judgement.objects.exists()

    @pytest.mark.parametrize(
        "wild",
        [
            {"rating": "Q"},
            {"counterparts": ["x"]},
            {"counterparts": ["9" * 40]},
            {"counterparts": ["0"]},
            {"revision": ""},
            {"revision": "-1"},
            {"revision": "9" * 40},
            {"gap_code": "Z1"},
            {"reason": "x" * 4001},
            {"reason": "\x00"},
            {"substantial": "perhaps"},
        ],
    )
    def test_wild_values_get_a_sentence(self, expert, benchmark, small_world, wild):
        response = expert.post(save(benchmark, rateable(small_world)[0]), typed(rating="F") | wild)
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()
        assert not Judgement.objects.exists()

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_ticked_keys_of_other_editions_show_nothing_of_them(
        self, expert, benchmark, small_world, cast, headers
    ):
        secret = make.edition("LA", by=cast.focal_la, state="draft").lines.get(number="1.1")
        ticked = typed(rating="P", counterparts=[secret.pk])
        response = expert.post(save(benchmark, rateable(small_world)[0]), ticked, headers=headers)
        assert response.status_code == 422
        linked = response.context["desk"].linked
        assert secret not in linked

    def test_a_number_too_long_for_any_row_is_refused(self, expert, small_world):
        address = reverse("benchmarking:create", args=[small_world.th_kh.ref])
        sent = {"reference_editions": ["9" * 20], "sending_editions": ["9" * 20]}
        assert expert.post(address, sent).status_code == 422

    def test_lines_that_are_not_rated_or_not_there_are_refused(self, expert, benchmark, small_world):
        heading = line(small_world.thai, "1.1")
        assert expert.post(save(benchmark, heading), typed(rating="F")).status_code == 422
        foreign = line(small_world.cambodian, "1.1")
        assert expert.post(save(benchmark, foreign), typed(rating="F")).status_code == 404
        wild = work(benchmark) + "lines/" + "9" * 40 + "/"
        assert expert.post(wild, typed(rating="F")).status_code == 404

    def test_a_completed_benchmark_refuses_and_keeps_the_text(self, expert, benchmark, small_world, cast):
        rate_all(benchmark, small_world)
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=cast.expert_one)
        of = rateable(small_world)[0]
        response = expert.post(save(benchmark, of), typed(rating="P", difference="Late words", revision=1))
        assert response.status_code == 409
        text = response.content.decode()
        assert "This benchmark is completed" in text
        assert "Late words" in text
        assert Judgement.objects.get(line=of).rating == "F"

    def test_the_other_sides_may_read_a_released_one_and_not_save(
        self, as_user, benchmark, small_world, cast
    ):
        of = rateable(small_world)[0]
        for user in (cast.focal_kh, cast.expert_kh, cast.reviewer):
            assert as_user(user).post(save(benchmark, of), typed(rating="F")).status_code == 404
        rate_all(benchmark, small_world)
        complete_benchmark(benchmark=benchmark, conclusion="comparable", reason="", by=cast.expert_one)
        for user in (cast.focal_kh, cast.expert_kh, cast.reviewer):
            assert as_user(user).post(save(benchmark, of), typed(rating="F")).status_code == 403
            text = as_user(user).get(work(benchmark)).content.decode()
            assert "its lines can be read, not changed" in text
            assert 'name="counterparts"' not in text
            assert 'id="j"' not in text
        for user in (cast.focal_la, cast.expert_two, cast.observer, cast.administrator):
            assert as_user(user).get(work(benchmark)).status_code == 404

    def test_reading_addresses_take_no_get_for_saving(self, expert, benchmark, small_world):
        assert expert.get(save(benchmark, rateable(small_world)[0])).status_code == 405


class TestSearchingWithoutJavaScript:
    @pytest.mark.parametrize("how", [{"look": "1"}, {}])
    def test_it_keeps_what_was_typed_and_saves_nothing(self, expert, benchmark, small_world, how):
        of, ticked = rateable(small_world)[0], line(small_world.cambodian, "2.2")
        sent = typed(rating="P", reason="Half written", counterparts=[ticked.pk], find="stretcher") | how
        response = expert.post(save(benchmark, of), sent)
        desk = response.context["desk"]
        rows = [row for _edition, rows in desk.sending for row in rows if row.kind == "line"]
        assert [row.line.number for row in rows] == ["2.1", "2.2"]
        assert "Half written" in response.content.decode()
        assert "not saved yet" in response.content.decode()
        assert not Judgement.objects.exists()


class TestTwoPeopleOnOneLine:
    @pytest.fixture
    def moved(self, benchmark, small_world, cast):
        """A line that the coordinator saved after the expert had opened it."""
        of = rateable(small_world)[0]
        rate(benchmark, of, "F", by=cast.expert_one)
        rate(benchmark, of, "P", by=cast.coordinator, revision=1, difference="Theirs", reason="Their reason")
        return of

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_both_versions_are_shown_and_nothing_is_overwritten(self, expert, benchmark, moved, headers):
        sent = typed(rating="N", difference="Mine", revision=1)
        response = expert.post(save(benchmark, moved), sent, headers=headers)
        text = response.content.decode()
        assert response.status_code == 409
        for words in ("MRS coordinator", "Mine", "Theirs", "N – Not covered", "P – Partly covered"):
            assert words in text
        assert 'name="revision" value="2"' in text
        assert Judgement.objects.get(line=moved).difference == "Theirs"

    def test_the_person_saves_their_choice_of_both(self, expert, benchmark, moved):
        sent = typed(rating="N", difference="Mine", revision=2, base_revision=1)
        sent |= {"pick-reason": "theirs", "pick-difference": "mine"}
        assert expert.post(save(benchmark, moved), sent).status_code == 302
        stored = Judgement.objects.get(line=moved)
        assert (stored.rating, stored.difference, stored.reason) == ("N", "Mine", "Their reason")

    def test_a_third_save_in_between_is_a_conflict_again(self, expert, benchmark, moved, cast):
        rate(benchmark, moved, "F", by=cast.coordinator, revision=2)
        sent = typed(rating="N", difference="Mine", revision=2)
        assert expert.post(save(benchmark, moved), sent).status_code == 409


class TestWeight:
    @pytest.fixture
    def wide(self, small_world, cast):
        """150 receiving and 150 sending lines, all compared but one."""
        words = "A line of about seventy five characters, as long as most of them really are"
        thai = [("level", "1", "Level 1", 0, False)]
        for part, kind in enumerate(("knowledge", "skill", "attitude"), 1):
            thai.append((kind, f"1.{part}", kind.title(), 1, False))
            thai += [(kind, f"1.{part}.{number}", words, 2, False) for number in range(1, 51)]
        khmer = []
        for unit in range(1, 11):
            khmer.append(("unit", f"U{unit}", "A unit", 0, False))
            khmer += [("criterion", f"{unit}.{number}", words, 1, False) for number in range(1, 16)]
        reference = make.edition("TH", by=cast.coordinator, lines=thai, title="Wide")
        sending = make.edition("KH", by=cast.focal_kh, lines=khmer, title="Wide too")
        make.share(sending, team=cast.group_one)
        made = open_benchmark(
            corridor=small_world.th_kh,
            reference_editions=[reference],
            sending_editions=[sending],
            by=cast.expert_one,
        )
        other = sending.lines.filter(kind="criterion").first()
        for of in reference.lines.filter(number__regex=r"^1\.[12]\.\d"):
            rate(made, of, "P", by=cast.expert_one, counterparts=[other])
        return made

    def test_the_page_takes_few_queries(self, expert, wide, django_assert_max_num_queries):
        with django_assert_max_num_queries(20):
            page = expert.get(work(wide))
        assert page.context["desk"].counts.total == 150
        assert len(gzip.compress(page.content)) < 30_000

    def test_a_save_is_under_two_kilobytes_there_and_back(self, expert, wide, django_assert_max_num_queries):
        """Body and answer together, with words of an ordinary length and three counterparts."""
        of = expert.get(work(wide)).context["desk"].line
        linked = wide.sending_editions.get().lines.filter(kind="criterion")[:3]
        sent = {
            "rating": "P",
            "counterparts": [one.pk for one in linked],
            "difference": "The Cambodian line names the tool and the sequence of the work but no tolerance: "
            "level and plumb are checked by eye. The reference asks for 3 mm on 2 m.",
            "substantial": "yes",
            "gap_code": "C4",
            "reason": "Seen on the mission in June; confirmed by the head of the workshop.",
            "recommendation": "Add the tolerance to criterion 2.4 and train the assessors to measure it.",
            "revision": 0,
            "view": "receiving",
        }
        with django_assert_max_num_queries(46):
            answer = expert.post(save(wide, of), sent, headers=SCRIPT | {"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert Judgement.objects.get(line=of).difference == sent["difference"]
        assert len(urlencode(sent, doseq=True)) + len(answer.content) < 2_000
        assert len(answer.content) < 300
