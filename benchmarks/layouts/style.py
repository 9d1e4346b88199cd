"""How one document of a layout looks: words, numbers, marks and page furniture, drawn by lot from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

ELEMENT_WORDS = (
    "Element",
    "Elements",
    "ELEMENT",
    "Learning outcome",
    "LO (Learning outcome)",
    "Task",
    "Element of competency",
    "Competency element",
)
CRITERIA_WORDS = (
    "Performance criteria",
    "PERFORMANCE CRITERIA",
    "Assessment criteria",
    "Performance Criteria: -",
    "Objective to be assessed",
    "Performance standards",
)
KNOWLEDGE_WORDS = (
    "Required knowledge",
    "Underpinning knowledge",
    "Knowledge",
    "Knowledge evidence",
    "REQUIRED KNOWLEDGE",
)
SKILL_WORDS = ("Required skills", "Skills", "Underpinning skills", "REQUIRED SKILLS", "Practical skills")
EVIDENCE_WORDS = (
    "Performance evidence",
    "Evidence guide",
    "Critical aspects of competency",
    "Evidence requirements",
)
ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()  # noqa: SIM905
DIGITS = {"th": "๐๑๒๓๔๕๖๗๘๙", "km": "០១២៣៤៥៦៧៨៩", "lo": "໐໑໒໓໔໕໖໗໘໙", "my": "၀၁၂၃၄၅၆၇၈၉"}


@dataclass(frozen=True, slots=True)
class Style:
    """Everything that a seed decides."""

    chance: random.Random
    element_word: str
    criteria_word: str
    knowledge_word: str
    skill_word: str
    evidence_word: str
    scheme: str  # of criteria: dotted, dotted-stop, three, pc, letter, roman, thai ...
    element_scheme: str  # ordinal, worded, lo, none
    bullet: str
    headings: str  # style, bold, capitals
    code_first: bool
    unit_word: str
    head: bool
    font: float
    lists_after: bool

    def criterion(self, unit: int, element: int, criterion: int, running: int) -> str:
        """The printed number of a criterion, with the space behind it; all counts begin at 1."""
        dotted = f"{element}.{criterion}"
        if self.scheme in DIGITS:
            return dotted.translate(str.maketrans("0123456789", DIGITS[self.scheme])) + " "
        return {
            "dotted": f"{dotted} ",
            "dotted-stop": f"{dotted}. ",
            "dotted-space": f"{element}. {criterion} ",
            "three": f"{unit}.{dotted} ",
            "pc": f"PC{running}. ",
            "letter": f"{chr(96 + (criterion - 1) % 26 + 1)}) ",
            "roman": f"({ROMAN[(criterion - 1) % len(ROMAN)]}) ",
            "bullet": f"{self.bullet} ",
            "none": "",
        }[self.scheme]

    def element(self, unit: int, element: int) -> str:
        """The printed number of an element."""
        if self.scheme in DIGITS:
            return str(element).translate(str.maketrans("0123456789", DIGITS[self.scheme])) + ". "
        if self.scheme == "three":
            return f"{unit}.{element} "
        return {
            "ordinal": f"{element}. ",
            "worded": f"Element {element}: ",
            "lo": f"LO {element}: ",
            "lo-tight": f"LO{element} ",
            "none": "",
        }[self.element_scheme]


def drawn(
    seed: str, schemes: tuple[str, ...], elements: tuple[str, ...] = ("ordinal", "worded", "lo", "lo-tight")
) -> Style:
    """The style of a seed; a layout says which schemes of numbers it can carry."""
    chance = random.Random(seed)
    return Style(
        chance,
        chance.choice(ELEMENT_WORDS),
        chance.choice(CRITERIA_WORDS),
        chance.choice(KNOWLEDGE_WORDS),
        chance.choice(SKILL_WORDS),
        chance.choice(EVIDENCE_WORDS),
        chance.choice(schemes),
        chance.choice(elements),
        chance.choice("•-●▪"),
        chance.choice(("style", "bold", "capitals")),
        chance.random() < 0.5,
        chance.choice(("Unit of competency", "Unit title", "Unit Title", "UNIT OF COMPETENCY")),
        chance.random() < 0.7,
        chance.choice((8.5, 9.5, 10.5, 11.5)),
        chance.random() < 0.6,
    )
