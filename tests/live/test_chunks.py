"""Files in pieces through the real web server: a cut line, two tabs at once, the largest file there may be."""

from __future__ import annotations

import hashlib
import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from standards.intake import limits
from tests.live import work
from tests.live.browser import Browser
from tests.live.portal import Portal, wait_until
from tests.standards.intake_files import pdf_raw

pytestmark = pytest.mark.live

PIECE = 512 * 1024


class Tab:
    """A page of the browser that sends a file in pieces."""

    def __init__(self, person: Browser, edition: str, content: bytes) -> None:
        self.person = person
        self.content = content
        self.edition = edition
        page = person.get(f"/standards/{edition}/upload/")
        self.token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        cookies = [one for handler in person._opener.handlers for one in getattr(handler, "cookiejar", [])]
        self.cookies = "; ".join(f"{one.name}={one.value}" for one in cookies)
        self.at: dict[str, Any] = {}

    def headers(self, **more: str) -> dict[str, str]:
        """As the page sends them."""
        return {"Cookie": self.cookies, "X-CSRFToken": self.token, **more}

    def ask(self, address: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, Any]]:
        """POST, and the answer as JSON."""
        line = http.client.HTTPConnection(urlsplit(self.person.url).netloc, timeout=60)
        try:
            line.request("POST", address, body, self.headers(**headers))
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()

    def begin(self) -> dict[str, Any]:
        """Announce the file."""
        fields = {
            "name": "standard.pdf",
            "size": str(len(self.content)),
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, self.at = self.ask(
            f"/standards/{self.edition}/upload/begin/", urlencode(fields).encode(), **form
        )
        assert status == 200, self.at
        return self.at

    def piece(self, offset: int) -> tuple[int, dict[str, Any]]:
        """Send one piece."""
        body = self.content[offset : offset + PIECE]
        digest = hashlib.sha256(body).hexdigest()
        kind = {"Content-Type": "application/octet-stream", "X-Chunk-SHA256": digest}
        return self.ask(f"{self.at['chunk']}?offset={offset}", body, **kind)

    def cut_in_the_middle(self, offset: int) -> None:
        """Announce a piece, send half of it, and lose the line."""
        body = self.content[offset : offset + PIECE]
        line = http.client.HTTPConnection(urlsplit(self.person.url).netloc, timeout=60)
        line.putrequest("POST", f"{self.at['chunk']}?offset={offset}")
        for name, value in self.headers(**{"Content-Length": str(len(body))}).items():
            line.putheader(name, value)
        line.endheaders()
        line.send(body[: len(body) // 2])
        line.close()

    def rest(self) -> None:
        """Send everything that is missing."""
        while self.at["received"] < len(self.content):
            status, answer = self.piece(self.at["received"])
            assert status == 200, answer
            self.at["received"] = answer["received"]

    def finish(self) -> dict[str, Any]:
        """The end."""
        status, answer = self.ask(self.at["finish"])
        assert status == 200, answer
        return answer


def document(size: int, words: str) -> bytes:
    """A PDF of exactly this many bytes."""
    return pdf_raw(words).ljust(size, b"\n")


@pytest.fixture(scope="module")
def focal(live_portal: Portal) -> Browser:
    """The focal point on a weak line."""
    return Browser(live_portal.url).sign_in("focal.la")


def original(person: Browser, edition: str) -> bytes:
    """The kept file, as anybody of the country downloads it."""
    page = person.get(f"/standards/{edition}/")
    return person.get(page.link(r"/standards/files/[^/]+/$")).body


def test_u35_u36_a_line_cut_half_way_costs_one_piece(live_portal: Portal, focal: Browser) -> None:
    left = live_portal.folder / "partial"
    others = set(left.iterdir()) if left.is_dir() else set()  # what other tests have not brought to an end
    edition = work.start_draft(focal, "Cut line")
    content = document(4 * PIECE + 77, "1.1 Cut half way")
    tab = Tab(focal, edition, content)
    tab.begin()
    for _number in range(2):
        tab.at["received"] = tab.piece(tab.at["received"])[1]["received"]

    tab.cut_in_the_middle(tab.at["received"])

    later = Tab(focal, edition, content)  # the page is opened again
    assert later.begin()["received"] == 2 * PIECE
    later.rest()
    answer = later.finish()
    assert "/standards/intake/" in answer["url"]
    assert original(focal, edition) == content
    wait_until(
        lambda: set(left.iterdir()) <= others, seconds=60, what="nothing is left beside the file store"
    )


def test_u35_a_plain_form_that_is_cut_half_way_leaves_nothing(live_portal: Portal, focal: Browser) -> None:
    edition = work.start_draft(focal, "Cut form")
    tab = Tab(focal, edition, document(4 * PIECE, "1.1 Cut form"))
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    line = http.client.HTTPConnection(urlsplit(focal.url).netloc, timeout=60)
    line.putrequest("POST", f"/standards/{edition}/upload/")
    kind = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(len(tab.content) + 500)}
    for name, value in tab.headers(**kind).items():
        line.putheader(name, value)
    line.endheaders()
    line.send(head + tab.content[: len(tab.content) // 2])
    line.close()

    held = live_portal.folder / "uploads"
    wait_until(lambda: not list(held.iterdir()), seconds=60, what="the half file is gone")
    assert live_portal.ask(f"Edition.objects.get(ref={edition!r}).source_files.count()") == 0
    assert focal.get(f"/standards/{edition}/upload/").status == 200


def test_u36_two_tabs_that_send_the_same_pieces_at_once_make_one_file(
    live_portal: Portal, focal: Browser
) -> None:
    edition = work.start_draft(focal, "Two tabs")
    content = document(6 * PIECE + 5, "1.1 Two tabs")
    tabs = [Tab(focal, edition, content), Tab(focal, edition, content)]
    assert tabs[0].begin()["chunk"] == tabs[1].begin()["chunk"]

    with ThreadPoolExecutor(2) as both:
        for offset in range(0, len(content), PIECE):
            answers = list(both.map(lambda tab, at=offset: tab.piece(at), tabs))
            upto = min(offset + PIECE, len(content))
            assert [(status, answer["received"]) for status, answer in answers] == [(200, upto)] * 2
        ends = list(both.map(Tab.finish, tabs))

    assert ends[0] == ends[1]
    assert original(focal, edition) == content
    assert live_portal.ask(f"Edition.objects.get(ref={edition!r}).source_files.count()") == 1
    assert live_portal.ask(f"Edition.objects.get(ref={edition!r}).intakes.count()") == 1


def test_u04_the_largest_file_arrives_whole_and_a_byte_more_is_refused(
    live_portal: Portal, focal: Browser
) -> None:
    edition = work.start_draft(focal, "Largest file")
    content = document(limits.FILE_BYTES, "1.1 Largest")
    tab = Tab(focal, edition, content)

    began = time.monotonic()
    tab.begin()
    tab.rest()
    tab.finish()
    seconds = time.monotonic() - began

    print(f"\n25 MiB in pieces of 512 KiB over loopback: {seconds:.1f} s")
    assert seconds < 60
    assert hashlib.sha256(original(focal, edition)).digest() == hashlib.sha256(content).digest()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    too_much = urlencode({"name": "a.pdf", "size": str(limits.FILE_BYTES + 1)}).encode()
    status, answer = tab.ask(f"/standards/{edition}/upload/begin/", too_much, **form)
    assert status == 422
    assert "smaller than 25 MB" in answer["sentence"]
