"""The whole chain once, in real pages, with the right people: from two uploaded standards to a PDF and a closed gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import files, steps
from tests.browser.conftest import Meet
from tests.live.portal import Portal

pytestmark = pytest.mark.browser

LAO_TITLE, THAI_TITLE = "Bricklayer of the chain", "Brickwork of the chain"


def test_one_corridor_goes_from_two_uploaded_standards_to_a_report_and_a_closed_gap(
    meet: Meet, live_portal: Portal, tmp_path: Path
) -> None:
    corridor = live_portal.ask("Corridor.objects.get(sending_country='LA').ref")
    focal, expert, coordinator = meet("focal.la"), meet("group1.expert.th"), meet("coordinator.th")

    lao = steps.upload_standard(
        focal,
        title=LAO_TITLE,
        body="Office of standards, for the chain",
        file=files.lao_workbook(tmp_path),
        lines=7,
    )
    steps.submit_edition(focal, lao)
    steps.accept_edition(coordinator, lao)
    thai = steps.upload_standard(
        expert,
        title=THAI_TITLE,
        body="Office of standards, for the chain",
        file=files.thai_document(tmp_path),
        lines=4,
    )
    steps.submit_edition(coordinator, thai)
    steps.accept_edition(meet("approving.th"), thai)

    benchmark = steps.open_benchmark(expert, corridor, reference=THAI_TITLE, sending=LAO_TITLE)
    steps.rate_by_keys(expert)
    assert focal.status_of(f"/benchmarks/{benchmark}/") == 404  # not released yet
    gap = steps.complete_benchmark(expert, benchmark)

    mission = steps.plan_mission(coordinator)
    steps.observe(expert, mission, gap)
    steps.plan_activity(coordinator, gap)

    report = steps.ask_for_report(coordinator, corridor)
    reviewer = meet("reviewer.ilo")
    assert reviewer.status_of(f"/reports/{report}/") == 404  # a draft is of the receiving side
    steps.send_to_ilo(coordinator, report)
    steps.review(reviewer, report)
    text = " ".join(steps.download(reviewer, report).split())
    for words in ("Lao PDR", "Thailand", THAI_TITLE, "weep holes", "Comparable with conditions"):
        assert words in text, words

    steps.work_on_gap(focal, gap, files.proof(tmp_path))
    assert focal.status_of(f"/benchmarks/gaps/{gap}/close/") == 403
    steps.close_gap(meet("group1.head.th"), gap)

    expert.go(f"/chain/{gap}/")
    expert.reads(
        "1.3 Weep holes are left in outer walls",
        "Nothing is said about weep holes.",
        "None of four test walls had weep holes",
        "Visit to the testing centre for bricklayers",
        "C3 Criterion missing",
        "Workshop on weep holes for trainers",
        "Twelve trainers were trained on weep holes.",
        "record-of-training.pdf",
        "Sufficient.",
        "Gap checked and closed",
        "Confirms the gap",
    )
    outsider = meet("focal.kh")
    for address in (
        f"/standards/{lao}/",
        f"/c/{corridor}/",
        f"/benchmarks/{benchmark}/",
        f"/benchmarks/{benchmark}/work/",
        f"/benchmarks/gaps/{gap}/",
        f"/benchmarks/gaps/{gap}/proof/",
        f"/chain/{gap}/",
        f"/missions/{mission}/",
        f"/reports/{report}/",
        f"/reports/{report}/v1.pdf",
    ):
        assert outsider.status_of(address) == 404, address
