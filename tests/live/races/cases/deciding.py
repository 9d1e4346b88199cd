"""Two people decide at the same moment."""

from __future__ import annotations

from tests.live.races.cases.editing import breaks
from tests.live.races.ground import Act, Case, Ground, Press


def accept_against_return(ground: Ground) -> list[str]:
    """Accepted in one window, returned in the other: exactly one of the two."""
    ref = ground.do("submitted")
    person = ground.person("coordinator.th")
    answers = ground.race(
        Press(person, f"/standards/{ref}/accept/"),
        Press(person, f"/standards/{ref}/return/", {"reason": "The scope is not said."}),
    )
    found = ground.do("edition", ref=ref)
    told = [name for name in ("accepted", "returned") if found[name]]
    faults = breaks(answers)
    if told != [found["state"]]:
        faults.append(f"the history tells {told}, the edition is {found['state']}")
    return faults


def submitted_by_both(ground: Ground) -> list[str]:
    """Four presses of "Submit": one submission, told once, distributed once."""
    ref = ground.do("draft")
    person = ground.person("focal.kh")
    answers = ground.race(*[Press(person, f"/corridors/editions/{ref}/submit/")] * 4)
    found = ground.do("edition", ref=ref)
    faults = breaks(answers)
    if (found["submitted"], found["distributed"]) != (1, 1):
        faults.append(f"submitted {found['submitted']} times, distributed {found['distributed']} times")
    return faults


def submitted_while_written(ground: Ground) -> list[str]:
    """What is frozen is what is stored: a colleague's save is in before the submission, or refused."""
    ref = ground.do("draft")
    answers = ground.race(
        Press(ground.person("focal.kh"), f"/corridors/editions/{ref}/submit/"),
        Act("write_lines", {"ref": ref, "words": "Added at the last moment", "account": "focal.kh"}),
    )
    found = ground.do("edition", ref=ref)
    faults = breaks(answers[:1])
    if not found["is_same"]:
        faults.append("the hash of the submission is not that of its lines")
    if (found["lines"] == 4) != (answers[1] is True):
        faults.append(f"{found['lines']} lines, and the colleague was told: {answers[1]}")
    return faults


def thrown_away_while_written(ground: Ground) -> list[str]:
    """A draft is thrown away while somebody saves lines into it: nothing is written into the bin unseen."""
    ref = ground.do("draft")
    answers = ground.race(
        Press(ground.person("focal.kh"), f"/standards/{ref}/bin/"),
        Act("write_lines", {"ref": ref, "words": "Added at the last moment", "account": "focal.kh"}),
    )
    order = ground.do("events_of", ref=ref)
    faults = breaks(answers[:1])
    if not ground.do("edition", ref=ref)["binned"]:
        faults.append("the draft was not thrown away")
    if answers[1] is True and order[-1] != "edition.binned":
        faults.append(f"lines were written into the bin: {order}")
    return faults


def copied_twice(ground: Ground) -> list[str]:
    """A returned edition is copied in three windows: one draft."""
    ref = ground.do("returned")
    answers = ground.race(*[Press(ground.person("focal.kh"), f"/standards/{ref}/new-edition/")] * 3)
    faults = breaks(answers)
    if (count := ground.do("drafts_of", ref=ref)) != 1:
        faults.append(f"{count} drafts of one standard")
    return faults


def withdrawn_against_kept(ground: Ground) -> list[str]:
    """One confirms the withdrawal of a report, the person who asked takes it back: exactly one of the two."""
    report = ground.do("report_to_withdraw")
    address = f"/reports/{report['ref']}/withdraw/"
    answers = ground.race(
        Press(ground.person("group1.head.th"), address, {"decision": "withdraw", "seen": report["seen"]}),
        Press(ground.person("coordinator.th"), address, {"seen": report["seen"]}),
    )
    found = ground.do("report", ref=report["ref"])
    faults = breaks(answers)
    done = [name for name in ("withdrawn", "withdrawal_taken_back") if found[name]]
    if len(done) != 1 or (done == ["withdrawn"]) != (found["state"] == "withdrawn"):
        faults.append(f"the history tells {done}, the report is {found['state']}")
    ground.do("settle_report", ref=report["ref"])
    return faults


def report_asked_often(ground: Ground) -> list[str]:
    """Eight clicks of two people on "make report": one report, one version, one file, one piece of work."""
    corridor = ground.do("corridor_without_draft")
    people = [ground.person("coordinator.th"), ground.person("approving.th")]
    presses = [Press(one, f"/reports/corridors/{corridor}/new/", {"page": ground.mark()}) for one in people]
    answers = ground.race(*presses * 4, pause=0.05)
    found = ground.do("drafts_of_corridor", ref=corridor)
    faults = breaks(answers)
    if (found["reports"], found["versions"], found["files"], found["jobs"]) != (1, 1, 1, 1):
        faults.append(str(found))
    if len({one.url for one in answers}) != 1:
        faults += [
            f"{one.url} instead of the report: {one.words[:300]}" for one in answers if "/new/" in one.url
        ]
        faults.append(f"not everybody is led to one report: {sorted({one.url for one in answers})}")
    return faults


def next_version_twice(ground: Ground) -> list[str]:
    """Two people make the next version of a returned report: version 2, no second number and no gap."""
    ref = ground.do("returned_report")
    person = ground.person("coordinator.th")
    pages = [{"page": ground.mark()} for _window in range(3)]
    answers = ground.race(
        *(Press(person, f"/reports/{ref}/new-version/", page) for page in pages), pause=0.05
    )
    faults = breaks(answers)
    if (numbers := ground.do("report", ref=ref)["versions"]) != [1, 2]:
        faults.append(f"versions {numbers}")
    return faults


CASES = [
    Case("CT-05", "an edition is accepted and returned at once", "locks+where", accept_against_return),
    Case("CT-07", "an edition is submitted in four windows", "locks+where", submitted_by_both),
    Case("CT-06", "an edition is submitted while a colleague saves lines", "locks", submitted_while_written),
    Case("CT-04", "a draft is thrown away while a colleague saves lines", "locks", thrown_away_while_written),
    Case("CT-05", "a returned edition is copied in three windows", "locks", copied_twice),
    Case("CT-05", "a withdrawal is confirmed and taken back at once", "locks+where", withdrawn_against_kept),
    Case(
        "CT-12",
        "eight clicks of two people on “make report”",
        "once+locks",
        report_asked_often,
        rounds=1,
        many=20,
    ),
    Case(
        "CT-22",
        "three people make the next version",
        "locks+where",
        next_version_twice,
        rounds=1,
        many=20,
        is_long=True,
    ),
]
