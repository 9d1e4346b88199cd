"""What can be measured on a page: its width, its accessibility, the bytes that came over the line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "static_build" / "test" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """async (tags) => {
    const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    return found.violations.map((one) => [one.impact, one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]);
}"""
# The page itself may not be wider than the screen; what is wider scrolls in a frame of its own.
TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > room + 1);
    return [`${document.documentElement.scrollWidth} > ${room}`, ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 150))];
}"""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def too_wide(page: Page, width: int) -> list[str]:
    """Empty when the page fits a screen of this width; else what sticks out."""
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def barriers(page: Page) -> list[Any]:
    """Serious and critical faults that axe-core finds under WCAG 2.2 AA."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())  # not as a script of the page: its content security policy would refuse it
    found: list[Any] = page.evaluate(RUN_AXE, TAGS)
    return [one for one in found if one[0] in ("serious", "critical")]


class Line:
    """Counts the bytes that come over the line, headers and all, as the browser got them (compressed)."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.asked: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda event: self._note(event))
        session.on("Network.loadingFinished", lambda event: self._count(event))

    def _note(self, event: dict[str, Any]) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _count(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.bytes += size
        if size:
            self.asked[self._urls.get(event["requestId"], "?")] = size

    def since(self) -> int:
        """Bytes since the last question."""
        found, self.bytes = self.bytes, 0
        return found
