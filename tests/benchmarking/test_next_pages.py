"""Pages of the next benchmark, and the gaps that it proposes for checking."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarking.actions import open_benchmark
from benchmarking.models import Benchmark, GapFinding, Shortlist
from benchmarking.queries.to_check import gaps_to_check
from benchmarking.states import GapState
from tests.benchmarking import gap_world
from tests.benchmarking.desks import line, opened, rate, rateable
from tests.benchmarking.newer import SUBSTANTIAL, again, done, newer, start

pytestmark = pytest.mark.django_db


# --- Gaps that a newer edition may close, and the pages ------------------------------------------


def agreed_gap(world) -> tuple[Benchmark, GapFinding]:
    """A released benchmark whose gap is agreed."""
    benchmark = done(world)
    Benchmark.objects.filter(pk=benchmark.pk).update(released_at=gap_world.RELEASED)
    GapFinding.objects.update(state=GapState.AGREED)
    return benchmark, GapFinding.objects.get()


def proposed(made: Benchmark, user) -> list[tuple[str, str, bool]]:
    return [(one.gap.label, one.reason, bool(one.words)) for one in gaps_to_check(made, user)]


def test_a_gap_is_proposed_for_checking_when_its_line_was_touched_and_when_it_is_covered(small_world) -> None:
    benchmark, _gap = agreed_gap(small_world)
    by = small_world.cast.expert_one
    made = start(benchmark, small_world, newer(small_world.cambodian, changed={"2.1": "Plumb within 3 mm"}))
    made.refresh_from_db()
    assert proposed(made, by) == [
        ("G01", "Its line is open again. Compare it; then the gap can be judged.", False)
    ]
    again(made, "1.2.1", small_world, rating="F", substantial=False, gap_code="", reason="Now the same.")
    reason = "Its line is now rated “Fully covered” without a substantial difference."
    assert proposed(made, by) == [("G01", reason, True)]
    assert (
        proposed(made, small_world.cast.focal_kh) == []
    )  # it does not read the receiving view of benchmark 2
    GapFinding.objects.update(state=GapState.KEPT, reason="Kept")
    assert proposed(made, by) == []


def test_a_gap_of_a_carried_line_is_proposed_where_new_lines_are_likely(small_world) -> None:
    benchmark, _gap = agreed_gap(small_world)
    later = newer(small_world.cambodian, more=[("2", "2.3", "Plumb within 3 mm over 1 m")])
    made = start(benchmark, small_world, later)
    by = small_world.cast.expert_one
    assert proposed(made, by) == []
    for band, found in (("unlikely", []), ("likely", ["G01"])):
        Shortlist.objects.all().delete()
        Shortlist.objects.create(
            benchmark=made,
            line=line(small_world.thai, "1.2.1"),
            suspicion=0.5,
            entries=[
                {"line": later.lines.get(number="2.3").pk, "score": 0.9, "band": band, "verbatim": False}
            ],
        )
        assert [label for label, _reason, _words in proposed(made, by)] == found
    assert "2.3 Plumb within 3 mm" in gaps_to_check(made, by)[0].reason


def test_a_gap_whose_line_is_gone_is_proposed(small_world) -> None:
    benchmark, _gap = agreed_gap(small_world)
    made = start(benchmark, small_world, newer(small_world.thai, gone=["1.2.1"]))
    assert [words for _label, _reason, words in proposed(made, small_world.cast.expert_one)] == [True]


def test_the_report_that_a_gap_is_done_begins_with_what_the_newer_edition_says(small_world, as_user) -> None:
    benchmark, gap = agreed_gap(small_world)
    made = start(benchmark, small_world, newer(small_world.cambodian, changed={"2.1": "Plumb within 3 mm"}))
    again(made, "1.2.1", small_world, rating="F", substantial=False, gap_code="", reason="Now the same.")
    client = as_user(small_world.cast.expert_one)
    page = client.get(reverse("benchmarking:detail", args=[made.ref])).text
    link = reverse("benchmarking:gap-report", args=[gap.ref]) + f"?benchmark={made.ref}"
    assert link in page
    form = client.get(link).context["form"]
    assert (
        form["what_was_done"].value().startswith("The newer edition closes it: in benchmark 2 line 1.2.1 is")
    )
    assert "Benchmark 2" in form["proof_note"].value()
    other = as_user(small_world.cast.focal_kh)  # does not read benchmark 2
    assert "Fully covered" not in other.get(link).text


def test_the_page_previews_and_starts(small_world, as_user) -> None:
    benchmark = done(small_world)
    client = as_user(small_world.cast.expert_one)
    url = reverse("benchmarking:next", args=[benchmark.ref])
    assert "There is no newer edition" in client.get(url).text
    later = newer(small_world.cambodian, changed={"2.1": "The wall is laid plumb within 5 mm"})
    assert url in client.get(reverse("benchmarking:detail", args=[benchmark.ref])).text
    page = client.get(url)
    assert page.context["preview"].reopened == 1
    assert "<ins>" in page.text
    assert page.context["gaps"][0].gap == GapFinding.objects.get()
    field = f"edition-{small_world.cambodian.pk}"
    assert client.get(url, {field: ""}).status_code == 422
    assert client.post(url, {field: "999"}).status_code == 422
    assert Benchmark.objects.count() == 1
    answer = client.post(url, {field: str(later.pk)})
    made = Benchmark.objects.get(previous=benchmark)
    assert answer.url == reverse("benchmarking:detail", args=[made.ref])
    assert client.post(url, {field: str(later.pk)}).url == answer.url
    assert Benchmark.objects.count() == 2


def test_who_may_not_open_a_benchmark_reads_that_there_is_a_newer_edition(small_world, as_user) -> None:
    benchmark = done(small_world)
    Benchmark.objects.filter(pk=benchmark.pk).update(released_at=gap_world.RELEASED)
    newer(small_world.cambodian)
    client = as_user(small_world.cast.focal_kh)
    page = client.get(reverse("benchmarking:detail", args=[benchmark.ref])).text
    assert "A newer edition exists" in page
    assert reverse("benchmarking:next", args=[benchmark.ref]) not in page
    assert client.get(reverse("benchmarking:next", args=[benchmark.ref])).status_code == 403


def test_the_list_to_check_asks_as_often_for_one_gap_as_for_five(small_world) -> None:
    found = []
    for size in (1, 5):
        Benchmark.objects.all().update(previous=None)
        benchmark = opened(small_world) if size == 1 else opened_again(small_world)
        for one in rateable(small_world)[:size]:
            rate(benchmark, one, "P", by=small_world.cast.expert_one, **SUBSTANTIAL)
        old = benchmark.sending_editions.get()
        made = start(benchmark, small_world, newer(old, label=f"n{size}"))
        with CaptureQueriesContext(connection) as queries:
            gaps_to_check(made, small_world.cast.expert_one)
        found.append(len(queries))
    assert found[0] == found[1]


def opened_again(world) -> Benchmark:
    """Another open benchmark, on another pair of editions."""
    return open_benchmark(
        corridor=world.th_kh,
        reference_editions=[world.thai],
        sending_editions=[newer(world.cambodian, label="2025")],
        by=world.cast.expert_one,
    )
