"""Words of a PDF page, and words as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from standards.intake.blocks import LOOKS_LIKE_HEADING, Span, union
from standards.intake.kinds import Box
from standards.intake.rules import patterns

_WORD_GAP = 0.2  # of the font size; in points, large headings would fall apart
_LINE_TOLERANCE = 3.0  # points between the middles of words on one line
_OVERLAP = 0.35  # of the smaller height: digits of another script stand higher or lower than letters
_BOLD = ("bold", "black", "heavy", "demi")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place on the page."""

    text: str
    box: Box
    bold: bool = False

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the word."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def words_of(page: Any, twin: Any) -> list[Word]:
    """The words of a pdfplumber page; where it cannot decode a font, those that PDFium sees in `twin`."""
    words = [
        Word(
            str(w["text"]),
            (float(w["x0"]), float(w["top"]), float(w["x1"]), float(w["bottom"])),
            any(name in str(w["chars"][0]["fontname"]).lower() for name in _BOLD),
        )
        for w in page.extract_words(x_tolerance_ratio=_WORD_GAP, return_chars=True)
    ]
    text = twin.get_textpage()
    letters = sum(not c.isspace() for c in text.get_text_range())
    known = sum(len(word.text) for word in words)
    if letters <= known * 1.1 + 5:
        return words
    return list(_by_pdfium(text, float(twin.get_height()))) or words


def _by_pdfium(text: Any, height: float) -> Iterable[Word]:
    """The words that PDFium sees, by its letters and their boxes (counted from the foot of the page)."""
    letters: list[str] = []
    boxes: list[Box] = []

    def flush() -> Iterable[Word]:
        if letters:
            yield Word("".join(letters), union(boxes))
        letters.clear()
        boxes.clear()

    whole = text.get_text_range()
    for index in range(min(text.count_chars(), len(whole))):
        letter = whole[index]
        left, bottom, right, top = text.get_charbox(index, loose=True)
        far = bool(boxes) and (
            left - boxes[-1][2] > max(2.0, top - bottom) or abs(height - top - boxes[-1][1]) > 6
        )
        if letter.isspace() or far:
            yield from flush()
        if not letter.isspace():
            letters.append(letter)
            boxes.append((left, height - top, right, height - bottom))
    yield from flush()


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words of nearly the same height together, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.centre[1], w.box[0])):
        if rows and _beside(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda w: w.box[0])
    return rows


def _beside(row: Sequence[Word], word: Word) -> bool:
    middle = sum(other.centre[1] for other in row) / len(row)
    if word.centre[1] - middle < _LINE_TOLERANCE:
        return True
    last = row[-1].box
    shared = min(last[3], word.box[3]) - max(last[1], word.box[1])
    return shared > _OVERLAP * min(last[3] - last[1], word.box[3] - word.box[1])


def span_of(row: Sequence[Word], page: int) -> Span:
    """One row of words as a line."""
    text = patterns.clean(" ".join(word.text for word in row))
    return Span(
        text,
        page,
        union(word.box for word in row),
        heading=LOOKS_LIKE_HEADING if all(word.bold for word in row) else 0,
    )


def lines_of(words: Sequence[Word], page: int) -> list[Span]:
    """Words as lines from top to bottom."""
    return with_bullets([span for row in rows_of(words) if (span := span_of(row, page)).text])


def with_bullets(spans: Sequence[Span]) -> list[Span]:
    """A bullet on a line of its own, drawn a little higher or lower, joins the line beside it."""
    joined: list[Span] = []
    waiting: Span | None = None
    for span in spans:
        if patterns.is_bullet_alone(span.text) and waiting is None:
            waiting = span
            continue
        if waiting and waiting.box and span.box:
            if span.box[1] < waiting.box[3]:
                box = union((waiting.box, span.box))
                span = Span(f"\u2022 {span.text}", span.page, box, heading=span.heading)
            waiting = None
        joined.append(span)
    return joined
