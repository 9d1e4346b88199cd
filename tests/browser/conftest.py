"""Debian's Chromium, and people at the live portal with everything that their browser complains about."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.live.portal import Portal

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.person import Person

if find_spec("playwright") is None:  # plain pytest with requirements.txt alone
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium in place of one that would have to be downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sentence = "Chromium is missing. On Debian type: sudo apt-get install chromium"
        if os.environ.get("MRS_REQUIRE_SERVICES") == "1":
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    # No sandbox: tests may run as root in a container; they open nothing but our own pages.
    args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
    return {"executable_path": program, "args": args}


Meet = Callable[..., "Person"]


@pytest.fixture
def meet(browser: Browser, live_portal: Portal) -> Iterator[Meet]:
    """`meet("focal.la")` is that person, signed in at the live portal; further arguments go to the browser context."""
    from tests.browser.person import Person

    met: list[Person] = []

    def sign_in(account: str, **options: object) -> Person:
        person = Person.at(browser, live_portal.url, account, **options)
        met.append(person)
        return person

    yield sign_in
    complaints = [complaint for person in met for complaint in person.complaints]
    for person in met:
        person.context.close()
    assert complaints == []
