"""What is kept beside the lines of an edition to find them by."""

from __future__ import annotations

from collections.abc import Iterable

from standards.models import Edition, Line, Vocabulary
from standards.searching import level_name, vocabulary
from standards.states import LineKind


def keep_vocabulary(edition: Edition, lines: Iterable[Line]) -> None:
    """Write the words and levels of these lines, which are all lines of the edition; in the caller's transaction."""
    texts: list[str] = []
    levels: dict[str, None] = {}
    for line in lines:
        texts += [line.text, line.text_original]
        if line.kind == LineKind.LEVEL:
            levels[level_name(line.number, line.text, line.text_original)] = None
    values = {"words": " ".join(sorted(vocabulary(texts))), "levels": "\n".join(filter(None, levels))}
    Vocabulary.objects.update_or_create(edition=edition, defaults=values)
