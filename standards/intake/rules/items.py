"""Splits the text of a cell into its items: numbered, bulleted, or plain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from standards.intake.blocks import Span
from standards.intake.rules import patterns


@dataclass(slots=True)
class Item:
    """One item. `number` is None where the text has neither number nor bullet, "" for a bullet."""

    number: str | None
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(span.text for span in self.spans)


def with_text(span: Span, text: str) -> Span:
    """The same place with another text."""
    return replace(span, text=text)


def split(spans: Sequence[Span]) -> list[Item]:
    """The items of a cell. Bullets below a numbered item belong to it (a list of examples)."""
    items: list[Item] = []
    numbers = any(_numbered(span.text) for span in spans)
    for span in spans:
        match = _numbered(span.text)
        if match and items and items[-1].number and not patterns.follows(items[-1].number, match[0]):
            match = None  # "25.4 mm" at the start of a wrapped line
        bare = patterns.without_bullet(span.text)
        if match:
            items.append(
                Item(patterns.tidy_number(match[0]), [with_text(span, match[1])] if match[1] else [])
            )
        elif bare is not None and not numbers:
            items.append(Item("", [with_text(span, bare)]))
        elif items:
            items[-1].spans.append(with_text(span, span.text if bare is None else f"\u2022 {bare}"))
        else:
            items.append(Item(None, [span]))
    return items


def _numbered(text: str) -> tuple[str, str] | None:
    match = patterns.NUMBERED.match(text)
    if match:
        return match[1], match[2]
    coded = patterns.CODED.match(text)
    if coded and coded[1] == "PC":
        return coded[1] + coded[2], coded[4]
    return None


def zip_numbers(numbers: Sequence[Span], texts: Sequence[Span]) -> list[Item]:
    """Items from a column of numbers and the column of texts beside it, in one row."""
    found = [patterns.tidy_number(span.text) for span in numbers if patterns.clean(span.text)]
    if len(found) <= 1:
        items = split(texts)
        if found and items and items[0].number in (None, ""):
            return [Item(found[0], [span for item in items for span in item.spans])]
        return items or ([Item(found[0])] if found else [])
    if len(found) == len(texts):
        return [Item(number, [span]) for number, span in zip(found, texts, strict=True)]
    return _by_height(numbers, texts)


def _by_height(numbers: Sequence[Span], texts: Sequence[Span]) -> list[Item]:
    """Several numbers beside wrapped texts: each line goes to the last number that stands not below it."""
    items = [Item(patterns.tidy_number(span.text)) for span in numbers]
    at = 0
    for span in texts:
        while at + 1 < len(items) and _not_below(numbers[at + 1], span):
            at += 1
        items[at].spans.append(span)
    return items


def _not_below(number: Span, text: Span) -> bool:
    return bool(number.box and text.box and number.box[1] <= text.box[1] + 3)
