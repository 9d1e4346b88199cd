"""What no browser sends, put on the line byte by byte to a running portal (L-21 to L-23, U-05)."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.live.portal import Portal

pytestmark = pytest.mark.live

HOST = b"Host: localhost\r\n"
POST = b"POST /accounts/sign-in/ HTTP/1.1\r\n" + HOST
ODD = {
    "both lengths": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "identity": POST + b"Transfer-Encoding: identity\r\n\r\n",
    "blank before chunked": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "xchunked": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n",
    "a length in words": POST + b"Content-Length: four\r\n\r\nabcd",
    "broken chunks": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "blanks in the address": b"GET /a b c HTTP/1.1\r\n" + HOST + b"\r\n",
    "a zero in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: a\0b\r\n\r\n",
    "no version": b"GET / \r\n\r\n",
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64 + b"\r\n\r\n",
    "a name that is not ours": b"GET /standards/ HTTP/1.1\r\nHost: evil.example.org\r\n\r\n",
    "two names": b"GET /standards/ HTTP/1.1\r\n" + HOST + b"Host: evil.example.org\r\n\r\n",
    "an endless address": b"GET /" + b"x" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "an endless header": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: " + b"x" * 20_000 + b"\r\n\r\n",
    "too many headers": b"GET / HTTP/1.1\r\n" + HOST + b"X-A: 1\r\n" * 500 + b"\r\n",
}


def _answer(portal: Portal, sent: bytes) -> bytes:
    """What comes back until the server closes the line, or has nothing more to say."""
    address = urlsplit(portal.url)
    with socket.create_connection((address.hostname or "localhost", address.port or 80), timeout=10) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        found = b""
        while len(found) < 1_000_000:
            try:
                piece = line.recv(65_536)
            except ConnectionResetError:
                break
            if not piece:
                break
            found += piece
    return found


@pytest.mark.parametrize("case", ODD)
def test_a_request_that_no_browser_sends_is_refused_and_the_next_one_is_answered(
    case: str, live_portal: Portal
) -> None:
    found = _answer(live_portal, ODD[case])

    status = found.split(b" ", 2)[1:2]
    assert status in ([b"400"], [b"403"], [b"404"], [b"408"], [b"414"], [b"431"], [b"501"], []), found[:200]
    # of a body that breaks off, what is left is refused as well; nothing of it is ever answered as a request
    assert [one[:3] for one in found.split(b"HTTP/1.1 ")[2:]] in ([], [b"400"])
    assert b"HTTP/1.1 2" not in found
    assert b"Traceback" not in found
    assert _answer(
        live_portal, b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    ).startswith(b"HTTP/1.1 200")
