"""Bookmarks: the places that links lead to, under names that the format takes."""

from __future__ import annotations

import re

from .xml import Element, el

_LONGEST = 36


class Bookmarks:
    """Names of the page become bookmarks, set at the next paragraph; only those that something links to."""

    def __init__(self, wanted: set[str]) -> None:
        self._names: dict[str, str] = {}
        taken: set[str] = set()
        for name in sorted(wanted - {""}):
            plain = "ref_" + re.sub(r"[^A-Za-z0-9_]", "_", name)[:_LONGEST]
            while plain in taken:
                plain = f"ref_{len(taken)}_{plain[4 : _LONGEST - 4]}"
            taken.add(plain)
            self._names[name] = plain
        self._waiting: list[str] = []
        self._set: set[str] = set()
        self._number = 0

    def name(self, place: str) -> str:
        """The bookmark of a place that a link leads to."""
        return self._names.get(place, "")

    def wait(self, place: str) -> None:
        """A block with this name begins; its bookmark is set by the next paragraph."""
        name = self._names.get(place, "") if place else ""
        if name and name not in self._set:
            self._set.add(name)
            self._waiting.append(name)

    def take(self) -> list[Element]:
        """Beginnings and ends of the bookmarks that wait."""
        made = [mark for name in self._waiting for mark in self.around(name)]
        self._waiting = []
        return made

    def around(self, name: str) -> tuple[Element, Element]:
        """Beginning and end of one bookmark."""
        self._number += 1
        return el("bookmarkStart", id=self._number, name=name), el("bookmarkEnd", id=self._number)
