"""Suggested counterparts of a benchmark: computed in the worker, shown beside the line in hand, never a judgement."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarking import tasks
from benchmarking.actions.suggestions import ask
from benchmarking.actions.thesaurus import add_synonyms
from benchmarking.models import Judgement, Shortlist, SuggestionRun, Synonyms, TextVector
from benchmarking.queries.sight import sight_of
from benchmarking.queries.suggestions import fingerprint_of, last_job, shortlist_for, suspicion_order
from benchmarking.states import View
from core import jobs
from core.models import Job, JobState
from tests.benchmarking.desks import line, opened, rate, rateable

pytestmark = pytest.mark.django_db


def computed(small_world):
    """An open benchmark whose suggestions the worker has computed."""
    benchmark = opened(small_world)
    jobs.run(str(last_job(benchmark).pk))
    return benchmark


def test_opening_a_benchmark_asks_for_suggestions_once(small_world) -> None:
    benchmark = opened(small_world)
    again = ask(benchmark=benchmark, by=small_world.cast.expert_one)
    assert Job.objects.get(name="benchmarking.suggest") == again
    assert again.subject_id == str(benchmark.pk)


def test_the_worker_stores_a_shortlist_for_every_line_that_can_be_rated(small_world) -> None:
    benchmark = computed(small_world)
    assert last_job(benchmark).state == JobState.READY
    stored = {row.line_id: row for row in Shortlist.objects.filter(benchmark=benchmark)}
    assert set(stored) == {one.pk for one in rateable(small_world)}
    sending = set(small_world.cambodian.lines.filter(children=None).values_list("pk", flat=True))
    for row in stored.values():
        keys = [entry["line"] for entry in row.entries]
        assert set(keys) <= sending
        assert len(keys) == len(set(keys))
    assert sorted(suspicion_order(benchmark)) == sorted(stored)
    assert not Judgement.objects.filter(benchmark=benchmark).exists()


def test_vectors_are_stored_once_for_each_text_and_used_again(small_world) -> None:
    benchmark = computed(small_world)
    run = SuggestionRun.objects.get(benchmark=benchmark)
    if not run.vectors:
        pytest.skip(run.note)
    first = dict(TextVector.objects.values_list("digest", "pk"))
    vector = np.frombuffer(bytes(TextVector.objects.all()[0].vector), "<f4")
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    before = list(Shortlist.objects.order_by("line").values_list("line", "entries", "suspicion"))
    jobs.run(str(ask(benchmark=benchmark, by=None).pk))
    assert dict(TextVector.objects.values_list("digest", "pk")) == first
    assert list(Shortlist.objects.order_by("line").values_list("line", "entries", "suspicion")) == before


def test_before_the_worker_has_run_the_panel_says_so(small_world) -> None:
    benchmark = opened(small_world)
    assert shortlist_for(benchmark, rateable(small_world)[0]).state == "waiting"
    Job.objects.all().delete()
    assert shortlist_for(benchmark, rateable(small_world)[0]).state == "none"


def test_a_failed_computation_is_said_and_can_be_asked_for_again(small_world, monkeypatch, client) -> None:
    monkeypatch.setattr(
        "benchmarking.matching.LIMITS", tasks.match.__globals__["Limits"](memory_bytes=1 << 20)
    )
    benchmark = opened(small_world)
    jobs.run(str(last_job(benchmark).pk))
    panel = shortlist_for(benchmark, rateable(small_world)[0])
    assert panel.state == "failed"
    assert "broke off" in panel.job.failure
    client.force_login(small_world.cast.expert_one)
    page = client.get(reverse("benchmarking:suggestions", args=[benchmark.ref]))
    assert "broke off" in page.text
    client.post(reverse("benchmarking:suggestions-again", args=[benchmark.ref]))
    assert last_job(benchmark).state == JobState.QUEUED


def test_five_are_shown_and_five_more_on_demand(small_world) -> None:
    benchmark = computed(small_world)
    panel = shortlist_for(benchmark, rateable(small_world)[0])
    count = small_world.cambodian.lines.filter(children=None).exclude(kind="level").count()
    assert len(panel.entries) == min(5, count)
    assert len(panel.entries) + len(panel.further) == min(10, count)
    assert all(entry.hit_rate in range(1, 100) for entry in panel.entries)
    assert "".join(piece for piece, _ in panel.entries[0].pieces) == panel.entries[0].line.text


def test_a_counterpart_of_another_line_is_marked_and_pulls_its_neighbours(small_world) -> None:
    benchmark = computed(small_world)
    first, second = rateable(small_world)[:2]
    sight = sight_of(small_world.cast.expert_one, benchmark)
    chosen = shortlist_for(benchmark, second, sight=sight).entries[-1].line
    rate(benchmark, first, "F", by=small_world.cast.expert_one, counterparts=[chosen])
    after = shortlist_for(benchmark, second, sight=sight)
    assert {entry.line: entry.used for entry in [*after.entries, *after.further]}[chosen] == 1


def test_the_other_sides_hidden_view_leaves_no_trace_in_the_suggestions(small_world) -> None:
    benchmark = computed(small_world)
    lines = rateable(small_world)
    sending = sight_of(small_world.cast.focal_kh, benchmark)
    assert View.RECEIVING not in sending.views
    before = [shortlist_for(benchmark, one, sight=sending) for one in lines]
    chosen = before[1].entries[-1].line
    for one in (lines[0], *lines[2:]):
        rate(benchmark, one, "F", by=small_world.cast.expert_one, counterparts=[chosen])
    assert [shortlist_for(benchmark, one, sight=sending) for one in lines] == before
    own = sight_of(small_world.cast.expert_one, benchmark)
    assert shortlist_for(benchmark, lines[1], sight=own).entries != before[1].entries


def test_a_change_of_the_thesaurus_makes_them_stale_until_they_are_computed_again(small_world) -> None:
    benchmark = computed(small_world)
    first = rateable(small_world)[0]
    assert not shortlist_for(benchmark, first).is_stale
    add_synonyms(words="bond, brick bond", note="", by=small_world.cast.expert_one)
    assert shortlist_for(benchmark, first).is_stale
    jobs.run(str(ask(benchmark=benchmark, by=small_world.cast.expert_one).pk))
    assert not shortlist_for(benchmark, first).is_stale


def test_the_fingerprint_knows_the_sides(small_world) -> None:
    benchmark = opened(small_world)
    one = fingerprint_of(benchmark)
    reference, sending = list(benchmark.reference_editions.all()), list(benchmark.sending_editions.all())
    benchmark.reference_editions.set(sending)
    benchmark.sending_editions.set(reference)
    assert fingerprint_of(benchmark) != one


def test_the_panel_takes_a_constant_number_of_queries(small_world) -> None:
    benchmark = computed(small_world)
    lines = rateable(small_world)
    sight = sight_of(small_world.cast.expert_one, benchmark)
    with CaptureQueriesContext(
        connection,
    ) as few:
        shortlist_for(benchmark, lines[0], sight=sight)
    chosen = shortlist_for(benchmark, lines[0]).entries[0].line
    for one in lines:
        rate(benchmark, one, "F", by=small_world.cast.expert_one, counterparts=[chosen])
    with CaptureQueriesContext(connection) as many:
        shortlist_for(benchmark, lines[0], sight=sight)
    assert len(many) <= len(few) + 1  # the shortlists of decided lines, once there are any
    assert len(many) <= 10


def test_the_panel_marks_words_and_stands_alone_for_htmx(small_world, client) -> None:
    benchmark = computed(small_world)
    client.force_login(small_world.cast.expert_one)
    page = client.get(
        reverse("benchmarking:line-suggestions", args=[benchmark.ref, rateable(small_world)[0].pk]),
        headers={"HX-Request": "true"},
    )
    assert page.status_code == 200
    assert 'name="link"' in page.text
    assert "in 100" in page.text


def test_the_workspace_shows_the_panel(small_world, client) -> None:
    benchmark = computed(small_world)
    client.force_login(small_world.cast.expert_one)
    page = client.get(reverse("benchmarking:workspace", args=[benchmark.ref]))
    assert 'class="suggestions"' in page.text
    assert 'name="link"' in page.text


# The thesaurus


def test_standard_entries_come_with_the_tables(db) -> None:
    words = set(Synonyms.objects.filter(by=None).values_list("words", flat=True))
    assert any(entry.startswith("press, iron") for entry in words)
    assert any(entry.startswith("trowel, float") for entry in words)
    assert any(entry.startswith("screed, level") for entry in words)


def test_the_list_is_searched_and_edited_by_who_compares(small_world, client) -> None:
    client.force_login(small_world.cast.expert_one)
    page = client.get(reverse("benchmarking:thesaurus") + "?q=press")
    assert "press, iron" in page.text
    assert "trowel, float" not in page.text
    client.post(
        reverse("benchmarking:thesaurus-add"), {"words": "hod ;brick carrier, hod", "note": "Masonry"}
    )
    entry = Synonyms.objects.get(words="hod, brick carrier")
    assert entry.by == small_world.cast.expert_one
    client.post(
        reverse("benchmarking:thesaurus-edit", args=[entry.pk]),
        {"words": "hod, carrier", "note": "", "revision": entry.revision},
    )
    entry.refresh_from_db()
    assert (entry.words, entry.revision) == ("hod, carrier", 2)
    client.post(reverse("benchmarking:thesaurus-delete", args=[entry.pk]))
    assert not Synonyms.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("words", ["press", "press, ,press", "press, 12", "x" * 61 + ", y", ""])
def test_what_is_no_pair_of_words_is_refused_and_stays_in_the_form(small_world, client, words) -> None:
    client.force_login(small_world.cast.expert_one)
    before = Synonyms.objects.count()
    page = client.post(reverse("benchmarking:thesaurus-add"), {"words": words, "note": "kept"})
    assert page.status_code == 422
    assert "kept" in page.text
    assert Synonyms.objects.count() == before


def test_an_entry_that_is_there_is_refused(small_world, client) -> None:
    client.force_login(small_world.cast.expert_one)
    taken = Synonyms.objects.all()[0].words
    assert client.post(reverse("benchmarking:thesaurus-add"), {"words": taken}).status_code == 422


def test_two_people_on_one_entry_get_both_texts(small_world, client) -> None:
    client.force_login(small_world.cast.expert_one)
    entry = add_synonyms(words="a word, b word", note="", by=small_world.cast.coordinator)
    Synonyms.objects.filter(pk=entry.pk).update(revision=2, words="a word, c word")
    page = client.post(
        reverse("benchmarking:thesaurus-edit", args=[entry.pk]),
        {"words": "a word, d word", "note": "", "revision": 1},
    )
    assert page.status_code == 409
    assert "c word" in page.text
    assert "d word" in page.text


def test_a_line_of_another_edition_has_no_panel(small_world, client) -> None:
    benchmark = opened(small_world)
    client.force_login(small_world.cast.expert_one)
    foreign = line(small_world.cambodian, small_world.cambodian.lines.filter(children=None).first().number)
    found = client.get(reverse("benchmarking:line-suggestions", args=[benchmark.ref, foreign.pk]))
    assert found.status_code == 404
