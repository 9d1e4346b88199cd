"""Benchmarks, gaps in every state, missions, observations and the action plan of the scene."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from benchmarking import actions as benchmarking
from benchmarking.models import Benchmark, GapFinding
from corridors import actions as corridors
from missions import actions as missions
from missions.models import Mission

if TYPE_CHECKING:
    from tests.access.scene import Scene

PROOF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def build(scene: Scene) -> None:
    """In the order of the work: compare, visit, plan what helps."""
    _benchmarks(scene)
    _plan(scene)
    _missions(scene)
    _gap_life(scene)


# --- Benchmarks and their gaps ---------------------------------------------------------------------------


def _benchmarks(scene: Scene) -> None:
    """Bricklaying of Cambodia is not released; bricklaying of Lao PDR and wiring of Cambodia are."""
    opened = _benchmark(scene, "bm_open", "th_kh", "g1", "th_accepted", "kh_accepted")
    _judge(scene, opened, "g1", {"1.1.1": "gap_hidden"})
    lao = _benchmark(scene, "bm_la", "th_la", "g1", "th_accepted", "la_accepted")
    _judge(scene, lao, "g1", {"1.1.1": "gap_la"})
    wiring = _benchmark(scene, "bm_wiring", "th_kh_wiring", "g2", "th_wiring", "kh_wiring")
    names = ("gap_open", "gap_agreed", "gap_waiting", "gap_kept", "gap_closed")
    numbers = ("1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.3.1")
    _judge(scene, wiring, "g2", dict(zip(numbers, names, strict=True)))
    _word(scene, "gap_hidden", "g1", "Tolerance [[gap_hidden]]")
    _word(scene, "gap_open", "g2", "First thought [[said_inside]]")  # gone before the other side can read it
    _word(scene, "gap_open", "g2", "Tolerance [[gap_open]]")
    for benchmark, by in ((lao, "g1"), (wiring, "g2")):
        benchmarking.complete_benchmark(
            benchmark=benchmark, conclusion="not_yet", reason="Gaps are open", by=scene.by(by)
        )
        benchmark.refresh_from_db()


def _benchmark(scene: Scene, name: str, corridor: str, by: str, receiving: str, sending: str) -> Benchmark:
    made = benchmarking.open_benchmark(
        corridor=scene[corridor],
        reference_editions=[scene[receiving]],
        sending_editions=[scene[sending]],
        by=scene.by(by),
    )
    return scene.add(name, made)


def _judge(scene: Scene, benchmark: Benchmark, by: str, gaps: dict[str, str]) -> None:
    """Rate all lines; those that are named become gaps."""
    edition = benchmark.reference_editions.get()
    for number in ("1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.3.1"):
        name = gaps.get(number, "")
        judgement = benchmarking.judge(
            benchmark=benchmark,
            line=edition.lines.get(number=number),
            rating="P" if name else "F",
            counterparts=[benchmark.sending_editions.get().lines.get(number="1.1")],
            difference=f"No tolerance is named [[{name}]]" if name else "",
            reason="",
            substantial=bool(name),
            gap_code="C4" if name else "",
            recommendation="",
            revision=0,
            by=scene.by(by),
        )
        if name:
            scene.add(name, GapFinding.objects.get(judgement=judgement))


def _word(scene: Scene, name: str, by: str, title: str) -> None:
    """A person's title for a gap."""
    gap = scene[name]
    gap.refresh_from_db()
    benchmarking.edit_gap(
        gap=gap,
        revision=gap.revision,
        title=title,
        description="",
        severity=gap.severity,
        code=gap.code,
        due_on=None,
        owner_country=gap.owner_country,
        by=scene.by(by),
    )


def _gap_life(scene: Scene) -> None:
    """Each gap of wiring into its state, each step by one whose step it is."""
    kh, g2 = scene.by("kh"), scene.by("g2")
    for name in ("gap_agreed", "gap_waiting", "gap_closed"):
        benchmarking.agree(gap=scene[name], by=kh)
    for name in ("gap_waiting", "gap_closed"):
        benchmarking.report_done(
            gap=scene[name],
            what_was_done=f"Edition revised [[{name}]]",
            proof_note="Page 12",
            proof=ContentFile(PROOF, name="proof.pdf"),
            by=kh,
        )
    benchmarking.close(gap=scene["gap_closed"], note="Page 12 read", by=g2)
    benchmarking.keep(gap=scene["gap_kept"], reason="Both sides can live with it", by=g2)
    benchmarking.reply(gap=scene["gap_open"], text="We look into it [[gap_open]]", by=kh)
    benchmarking.reply(gap=scene["gap_hidden"], text="Between us [[gap_hidden]]", by=scene.by("g1"))
    benchmarking.link_activity(gap=scene["gap_open"], activity=scene["act_kh"], by=g2)
    benchmarking.link_activity(gap=scene["gap_open"], activity=scene["act_th"], by=g2)
    benchmarking.link_activity(gap=scene["gap_hidden"], activity=scene["act_brick"], by=scene.by("g1"))
    benchmarking.link_activity(gap=scene["gap_la"], activity=scene["act_la"], by=scene.by("g1"))


# --- The action plan -------------------------------------------------------------------------------------


def _plan(scene: Scene) -> None:
    common = _activity(scene, "act_common", "pilot")
    _activity(scene, "act_kh", "pilot", corridor=scene["th_kh_wiring"], parent=common)
    _activity(scene, "act_brick", "pilot", corridor=scene["th_kh"])
    _activity(scene, "act_la", "pilot", corridor=scene["th_la"], parent=common)
    _activity(scene, "act_th", "pilot", country="TH")
    _activity(scene, "act_away", "away", corridor=scene["kh_la"])


def _activity(scene: Scene, name: str, pilot: str, **fields: Any) -> Any:
    made = corridors.plan_activity(
        pilot=scene[pilot],
        title=f"Activity [[{name}]]",
        planned_start=date(2019, 5, 1),
        planned_end=date(2019, 5, 28),
        by=scene.by("co"),
        **fields,
    )
    return scene.add(name, made)


# --- Missions --------------------------------------------------------------------------------------------


def _missions(scene: Scene) -> None:
    """Planned and held ones, one for two countries, each with what was seen."""
    _mission(scene, "visit_kh", "th_kh")
    _mission(scene, "visit_la", "th_la")
    both = _mission(scene, "visit_both", "th_kh", "th_la")
    wiring = _mission(scene, "visit_wiring", "th_kh_wiring")
    _mission(scene, "visit_open", "th_kh_wiring")
    _mission(scene, "visit_bare", "th_kh")
    dropped = _mission(scene, "visit_dropped", "th_kh")
    for held in (both, wiring):
        missions.mark_held(
            mission=held, actual_start=date(2019, 6, 12), actual_end=date(2019, 6, 14), by=scene.by("co")
        )
    missions.cancel_mission(mission=dropped, by=scene.by("co"), reason="Floods")
    _observe(scene, "seen_early", "visit_kh", "th_kh", {scene["gap_hidden"]: "confirms"})
    _observe(scene, "seen_both_kh", "visit_both", "th_kh", {scene["gap_hidden"]: "confirms"})
    _observe(scene, "seen_both_la", "visit_both", "th_la", {scene["gap_la"]: "confirms"})
    _observe(scene, "seen_wiring", "visit_wiring", "th_kh_wiring", {scene["gap_open"]: "confirms"})
    _observe(scene, "seen_open", "visit_open", "th_kh_wiring", {scene["gap_open"]: "confirms"})


def _mission(scene: Scene, name: str, *corridor_names: str) -> Mission:
    made = missions.plan_mission(
        pilot=scene["pilot"],
        title=f"Visit [[{name}]]",
        place="Training centre",
        country="TH",
        planned_start=date(2019, 6, 10),
        planned_end=date(2019, 6, 12),
        corridors=[scene[one] for one in corridor_names],
        by=scene.by("co"),
    )
    return scene.add(name, made)


def _observe(scene: Scene, name: str, mission: str, corridor: str, gaps: dict[GapFinding, str]) -> None:
    made = missions.observe(
        mission=scene[mission],
        corridor=scene[corridor],
        step="2",
        site="Wall test",
        observed_on=date(2019, 6, 12),
        text=f"No tolerance was checked [[{name}]]",
        gaps=gaps,
        by=scene.by("co"),
    )
    scene.add(name, made)
