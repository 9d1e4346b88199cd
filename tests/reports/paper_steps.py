"""Steps 3 to 5, a level table and a heat map for the paper sample. Illustrative."""

from __future__ import annotations

from reports.documents.arrangements import AnswerText, Arrangement, ArrangementRow, LevelRow, LevelText
from reports.documents.heat import HeatCell, HeatKey, HeatMap, HeatRow


def levels() -> tuple[LevelRow, ...]:
    """One referenced row and one that is not referenced yet."""
    thai = LevelText(
        "DSD",
        "Level 1",
        "Basic skill and knowledge, works under the guidance of a supervisor.",
        lines=("1 Level 1",),
    )
    return (
        LevelRow(
            LevelText(
                "CQF",
                "2 Technical and Vocational Certificate 1",
                "Carries out routine tasks under direct supervision.",
            ),
            LevelText("AQRF", "2", "", "Draft referencing report, as of 27 November 2018"),
            thai,
            "Comparable",
            "Both describe routine work under guidance; the lines on reading drawings and on checking one's own work agree.",
        ),
        LevelRow(LevelText("CQF", "3"), LevelText(), LevelText("DSD", "Level 2"), "No evidence", ""),
    )


def arrangements() -> tuple[Arrangement, ...]:
    """Step 4 with an answer on both sides, one without, a substantial difference and an open question."""
    rows = (
        ArrangementRow(
            1,
            "Share of the theory test in the total",
            "Test",
            AnswerText("20 %", "", ("Notice on the test method",)),
            AnswerText("30 %"),
            "Partly comparable",
            "The theory test weighs half as much again.",
            "",
            False,
            "",
            "Agree on one weighting.",
        ),
        ArrangementRow(
            2,
            "Marks needed in the theory test to be admitted to the practical test",
            "Test",
            AnswerText("60 %"),
            AnswerText("", "No rule; everybody takes both parts."),
            "Not comparable",
            "No minimum in the theory test.",
            "A worker may pass without knowing the safety rules.",
            True,
            "S4-01",
        ),
        ArrangementRow(
            3,
            "Who may assess, and how is an assessor's licence renewed?",
            "Assessors",
            AnswerText("Licensed testers; the licence is renewed every three years after a refresher."),
            AnswerText(),
            "No evidence",
        ),
    )
    return (
        Arrangement(
            "4",
            "Assessing the assessment and certification arrangements",
            "Assessment and certification, version 1",
            "Partly comparable",
            "The tasks are alike; weights and the minimum differ.",
            rows,
        ),
    )


def heat() -> HeatMap:
    """Two sections, with a group, and the whole corridor."""
    none = HeatCell("No gap")
    return HeatMap(
        first="Section",
        columns=(
            "Content coverage",
            "C Content gaps",
            "L Level and qualification",
            "A Assessment",
            "R Certification",
            "Q Quality assurance",
            "S System",
        ),
        rows=(
            HeatRow(
                "1.1 Setting out",
                (HeatCell("Comparable", "91.6 % of 12 lines", 1), none, none, none, none, none, none),
                group="Bricklayer, level 1",
            ),
            HeatRow(
                "1.4 Laying half-brick walls",
                (
                    HeatCell("Partly comparable", "75 % of 14 lines", 2),
                    HeatCell("2 gaps, worst critical", "", 3),
                    none,
                    HeatCell("1 gap, minor", "", 1),
                    none,
                    none,
                    none,
                ),
                group="Bricklayer, level 1",
            ),
            HeatRow(
                "Whole corridor",
                (
                    HeatCell("83.3 %", "60 of 60 lines compared"),
                    HeatCell("2 gaps, worst critical", "", 3),
                    HeatCell("Comparable", "No gap", 1),
                    HeatCell("Partly comparable", "1 gap, minor", 2),
                    HeatCell("Partly comparable", "No gap", 2),
                    HeatCell("Not rated yet", "No gap"),
                    none,
                ),
                True,
            ),
        ),
        legend=(
            HeatKey(0, "No gap, or not rated yet"),
            HeatKey(1, "Comparable; worst gap minor"),
            HeatKey(2, "Partly comparable; worst gap major"),
            HeatKey(3, "Not comparable; worst gap critical"),
        ),
        note="Benchmark 1.",
    )
