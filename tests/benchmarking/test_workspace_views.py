"""Three views in the workspace, what is hidden stays hidden; merge with base, history, lines marked additional."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from benchmarking.actions import mark_additional, take_back, unmark_additional
from benchmarking.models import Additional, Assignment, GapFinding, Judgement
from benchmarking.states import View
from core.conflicts import Conflict
from core.queries import history_of
from core.states import IllegalMove
from tests.benchmarking.desks import line, opened, rate, rateable
from tests.benchmarking.test_workspace import HTMX, SCRIPT, save, typed, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def benchmark(small_world):
    """An open benchmark in which the sending side takes part."""
    made = opened(small_world)
    made.invited_at = timezone.now()
    made.save()
    return made


@pytest.fixture
def expert(as_user, cast):
    """The browser of the Group I expert, receiving side."""
    return as_user(cast.expert_one)


@pytest.fixture
def focal(as_user, cast):
    """The browser of the Cambodian focal point, sending side."""
    return as_user(cast.focal_kh)


def history(benchmark, of, view=""):
    """Address of a line's history."""
    address = reverse("benchmarking:line-history", args=[benchmark.ref, of.pk])
    return f"{address}?view={view}" if view else address


def cross(benchmark, of):
    """Where the mark X of a sending line is sent."""
    return reverse("benchmarking:additional", args=[benchmark.ref, of.pk])


class TestWhoseView:
    def test_each_side_writes_its_own_view_by_itself(self, expert, focal, benchmark, small_world):
        of = rateable(small_world)[0]
        expert.post(save(benchmark, of), typed(rating="F"))
        focal.post(save(benchmark, of), typed(rating="P", difference="Ours is wider"))
        assert dict(Judgement.objects.values_list("view", "rating")) == {"receiving": "F", "sending": "P"}

    def test_the_view_of_the_other_side_is_hidden_until_it_is_released(
        self, expert, focal, benchmark, small_world, cast
    ):
        of = rateable(small_world)[0]
        rate(benchmark, of, "P", by=cast.expert_one, difference="Secret of the receiving side")
        rate(benchmark, of, "P", by=cast.focal_kh, view=View.SENDING, difference="Secret of the sending side")
        for client, secret, own in (
            (focal, "receiving side", "sending"),
            (expert, "sending side", "receiving"),
        ):
            other = "sending" if own == "receiving" else "receiving"
            for query in (f"?line={of.pk}", f"?line={of.pk}&view={other}", f"?line={of.pk}&view=agreed"):
                page = client.get(work(benchmark, query))
                assert f"Secret of the {secret}" not in page.content.decode()
                assert page.context["stance"].view != other
            assert f"Secret of the {secret}" not in client.get(history(benchmark, of, other)).content.decode()
        type(benchmark).objects.update(released_at=timezone.now())
        assert "Secret of the receiving side" in focal.get(work(benchmark, f"?line={of.pk}")).content.decode()

    def test_nobody_writes_the_view_of_the_other_side(self, expert, focal, benchmark, small_world):
        of = rateable(small_world)[0]
        assert expert.post(save(benchmark, of), typed(rating="F", view="sending")).status_code == 403
        assert focal.post(save(benchmark, of), typed(rating="F", view="receiving")).status_code == 403
        assert not Judgement.objects.exists()

    def test_both_sides_record_the_agreed_view_with_a_dissent(
        self, expert, focal, benchmark, small_world, cast
    ):
        of = rateable(small_world)[0]
        sent = typed(rating="P", difference="As agreed", dissent="TH: N. KH: F.", view="agreed")
        focal.post(save(benchmark, of), sent)
        agreed = Judgement.objects.get(view="agreed")
        assert (agreed.rating, agreed.dissent, agreed.by) == ("P", "TH: N. KH: F.", cast.focal_kh)
        expert.post(save(benchmark, of), sent | {"rating": "F", "reason": "Seen", "revision": 1})
        agreed.refresh_from_db()
        assert (agreed.rating, agreed.by) == ("F", cast.expert_one)

    def test_there_is_no_agreed_view_before_the_sending_side_takes_part(self, expert, benchmark, small_world):
        type(benchmark).objects.update(invited_at=None)
        answer = expert.post(save(benchmark, rateable(small_world)[0]), typed(rating="F", view="agreed"))
        assert answer.status_code == 409
        assert "begins when the sending side takes part" in answer.content.decode()
        assert not Judgement.objects.exists()

    def test_a_gap_comes_from_the_agreed_view_else_from_the_receiving_one(self, benchmark, small_world, cast):
        of, by = rateable(small_world)[0], cast.expert_one
        rate(benchmark, of, "P", by=cast.focal_kh, view=View.SENDING, substantial=True, gap_code="C4")
        assert not GapFinding.objects.exists()
        rate(benchmark, of, "P", by=by, substantial=True, gap_code="C4")
        rate(benchmark, of, "F", by=by, view=View.AGREED)
        assert GapFinding.objects.get().stale

    def test_the_agreed_view_shows_both_sides_and_takes_over_without_scripts(
        self, expert, benchmark, small_world, cast
    ):
        of = rateable(small_world)[0]
        type(benchmark).objects.update(sending_released_at=timezone.now())
        rate(benchmark, of, "N", by=cast.expert_one, difference="Not there")
        linked = line(small_world.cambodian, "1.1")
        rate(
            benchmark, of, "P", by=cast.focal_kh, view=View.SENDING, counterparts=[linked], difference="Half"
        )
        page = expert.get(work(benchmark, f"?line={of.pk}&view=agreed"))
        assert [one.view for one, _typed in page.context["beside"]] == [View.RECEIVING, View.SENDING]
        filled = expert.post(save(benchmark, of), typed(view="agreed", take="sending"))
        assert filled.context["form"]["difference"].value() == "Half"
        assert filled.context["desk"].ticked == {linked.pk}
        assert not Judgement.objects.filter(view="agreed").exists()

    def test_lines_on_which_the_sides_differ_can_be_listed(self, expert, benchmark, small_world, cast):
        one, two = rateable(small_world)[:2]
        type(benchmark).objects.update(sending_released_at=timezone.now())
        for of, theirs in ((one, "F"), (two, "P")):
            rate(benchmark, of, "F", by=cast.expert_one)
            rate(benchmark, of, theirs, by=cast.focal_kh, view=View.SENDING)
        desk = expert.get(work(benchmark, "?show=disagreement")).context["desk"]
        rows = [row for _edition, rows in desk.receiving for row in rows]
        assert [row.line for row in rows if row.kind == "line"] == [two]

    def test_mine_are_the_sections_that_are_given_to_me(self, expert, benchmark, small_world, cast):
        section = line(small_world.thai, "1.2")
        Assignment.objects.create(benchmark=benchmark, person=cast.expert_one, section=section)
        desk = expert.get(work(benchmark, "?show=mine")).context["desk"]
        rows = [row for _edition, rows in desk.receiving for row in rows]
        assert [row.line.number for row in rows if row.kind == "line"] == ["1.2.1", "1.2.2"]


class TestFinding:
    @pytest.mark.parametrize(("number", "found"), [("1.2.2", "1.2.2"), ("1.3", "1.3.1"), (" 1.2 ", "1.2.1")])
    def test_a_line_is_found_by_its_number(self, expert, benchmark, number, found):
        assert expert.get(work(benchmark, f"?go={number}")).context["desk"].line.number == found

    def test_a_number_that_is_not_there_gets_a_sentence(self, expert, benchmark):
        page = expert.get(work(benchmark, "?go=9.9"))
        assert "No line has a number that begins with 9.9." in page.content.decode()

    def test_a_suggestion_is_linked_without_scripts(self, expert, benchmark, small_world):
        of, other = rateable(small_world)[0], line(small_world.cambodian, "1.1")
        sent = typed(rating="P", difference="Words typed", link=other.pk)
        page = expert.post(save(benchmark, of), sent)
        assert page.context["desk"].ticked == {other.pk}
        assert "Words typed" in page.content.decode()
        again = expert.post(save(benchmark, of), sent | {"counterparts": [other.pk]})
        assert again.context["desk"].ticked == set()
        assert not Judgement.objects.exists()


class TestVersions:
    @pytest.fixture
    def judgement(self, benchmark, small_world, cast):
        """A line in its third version."""
        of, linked = rateable(small_world)[0], [line(small_world.cambodian, "1.1")]
        rate(benchmark, of, "F", by=cast.expert_one, counterparts=linked)
        rate(benchmark, of, "P", by=cast.coordinator, revision=1, difference="Second thought")
        return rate(benchmark, of, "N", by=cast.expert_one, revision=2, difference="Third thought")

    def test_every_save_is_kept(self, judgement):
        kept = judgement.versions.values_list("revision", "values__rating", "by")
        assert [(number, rating) for number, rating, _by in kept] == [(1, "F"), (2, "P"), (3, "N")]

    def test_the_history_tells_who_changed_what(self, expert, benchmark, judgement):
        for headers in ({}, HTMX):
            text = expert.get(history(benchmark, judgement.line), headers=headers).content.decode()
            for words in ("MRS coordinator", "Second thought", "Third thought", "P – Partly covered"):
                assert words in text

    def test_an_earlier_version_is_taken_back_as_the_newest(self, expert, benchmark, judgement):
        address = reverse("benchmarking:take-back", args=[benchmark.ref, judgement.line.pk])
        expert.post(address, {"revision": 3, "to_revision": 1})
        judgement.refresh_from_db()
        assert (judgement.rating, judgement.revision, judgement.difference) == ("F", 4, "")
        assert [one.number for one in judgement.counterparts.all()] == ["1.1"]
        assert history_of(judgement)[0].event == "judgement.taken_back"

    def test_taking_back_meets_a_newer_save_as_a_conflict(self, judgement, cast):
        with pytest.raises(Conflict):
            take_back(judgement=judgement, revision=2, to_revision=1, by=cast.expert_one)
        with pytest.raises(IllegalMove, match="not there"):
            take_back(judgement=judgement, revision=3, to_revision=9, by=cast.expert_one)

    def test_a_version_that_breaks_a_rule_of_today_stays_where_it_is(self, judgement, cast):
        judgement.versions.filter(revision=1).update(values={"rating": "F", "counterparts": []})
        with pytest.raises(ValidationError, match="F means"):
            take_back(judgement=judgement, revision=3, to_revision=1, by=cast.expert_one)

    def test_a_merge_shows_mine_theirs_and_base_and_chooses_what_i_had_not_touched(
        self, expert, benchmark, judgement
    ):
        sent = typed(rating="P", difference="Second thought", reason="Mine", revision=2)
        page = expert.post(save(benchmark, judgement.line), sent, headers=SCRIPT)
        assert page.status_code == 409
        picks = {one.name: (one.mine, one.theirs, one.base, one.chosen) for one in page.context["picks"]}
        assert picks["difference"] == ("Second thought", "Third thought", "Second thought", "theirs")
        assert picks["reason"] == ("Mine", "", "", "mine")
        merged = sent | {
            "revision": 3,
            "base_revision": 2,
            "pick-difference": "theirs",
            "pick-rating": "base",
        }
        assert expert.post(save(benchmark, judgement.line), merged).status_code == 302
        judgement.refresh_from_db()
        assert (judgement.rating, judgement.difference, judgement.reason) == ("P", "Third thought", "Mine")


class TestAdditional:
    def test_a_line_is_marked_with_a_note_counted_and_unmarked(self, expert, benchmark, small_world):
        of = line(small_world.cambodian, "2.2")
        expert.post(cross(benchmark, of), {"note": "Nobody asks for it"})
        assert Additional.objects.get().note == "Nobody asks for it"
        counts = expert.get(work(benchmark)).context["desk"].sending_counts
        assert (counts.linked, counts.additional) == (0, 1)
        assert counts.neither == counts.total - 1
        expert.post(cross(benchmark, of), {"remove": "1"})
        assert not Additional.objects.exists()
        assert [one.event for one in history_of(benchmark)][:2] == [
            "additional.unmarked",
            "additional.marked",
        ]

    def test_a_linked_line_is_not_additional_and_linking_takes_the_mark_away(
        self, benchmark, small_world, cast
    ):
        of, by = line(small_world.cambodian, "2.2"), cast.expert_one
        mark_additional(benchmark=benchmark, line=of, note="", by=by)
        rate(benchmark, rateable(small_world)[0], "F", by=by, counterparts=[of])
        assert not Additional.objects.exists()
        with pytest.raises(IllegalMove, match="counterpart of 1.1.1"):
            mark_additional(benchmark=benchmark, line=of, note="", by=by)

    def test_the_mark_is_hidden_with_the_receiving_view(self, expert, focal, benchmark, small_world):
        of = line(small_world.cambodian, "2.2")
        assert focal.post(cross(benchmark, of), {"note": ""}).status_code == 403
        expert.post(cross(benchmark, of), {"note": "Hidden words"})
        assert "Hidden words" not in focal.get(work(benchmark)).content.decode()
        page = focal.get(reverse("benchmarking:sending-line", args=[benchmark.ref, of.pk]))
        assert "Hidden words" not in page.content.decode()
        assert focal.get(work(benchmark)).context["desk"].sending_counts.additional is None

    def test_headings_foreign_lines_and_completed_benchmarks_are_refused(self, benchmark, small_world, cast):
        by = cast.expert_one
        for of in (line(small_world.thai, "1.1.1"), small_world.cambodian.lines.filter(kind="unit").first()):
            with pytest.raises(IllegalMove):
                mark_additional(benchmark=benchmark, line=of, note="", by=by)
        unmark_additional(benchmark=benchmark, line=line(small_world.cambodian, "2.2"), by=by)
        assert not history_of(benchmark).filter(event="additional.unmarked").exists()

    def test_scripts_get_a_sentence_for_a_refusal(self, expert, benchmark, small_world, cast):
        of = line(small_world.cambodian, "1.1")
        rate(benchmark, rateable(small_world)[0], "F", by=cast.expert_one, counterparts=[of])
        answer = expert.post(cross(benchmark, of), {"note": ""}, headers=SCRIPT)
        assert answer.status_code == 409
        assert "counterpart of 1.1.1" in answer.json()["message"]
