"""One person with a browser at the live portal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.live.portal import PASSWORD

# The browser tells the page about each thing that the content security policy refused.
LISTEN = """document.addEventListener('securitypolicyviolation',
    (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`));"""
# What the browser says about an answer that is meant: a refused form, somebody else was faster.
MEANT = re.compile(r"Failed to load resource: the server responded with a status of (422|409)")
PATIENCE = 20_000  # milliseconds: the machine may be busy with a report


@dataclass
class Person:
    """A signed-in person; `complaints` is what the browser found wrong with the pages."""

    account: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, url: str, account: str, **options: object) -> Person:
        """Open a browser of their own and sign in through the page."""
        context = browser.new_context(base_url=url, locale="en-GB", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.add_init_script(LISTEN)
        person = cls(account, context, context.new_page())
        person.page.on("console", person._note)
        person.page.on("pageerror", lambda error: person.complaints.append(f"{person.page.url}: {error}"))
        person.go("/accounts/sign-in/")
        person.fill(login=f"{account}@mrs.example.org", password=PASSWORD)
        person.press("Sign in")
        expect(person.page.get_by_role("button", name="Sign out")).to_be_visible()
        return person

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not MEANT.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    @property
    def path(self) -> str:
        """Where the person is, without host and query."""
        return urlsplit(self.page.url).path

    @property
    def ref(self) -> str:
        """The reference in the address of the object's page: its second part."""
        return self.path.strip("/").split("/")[-1]

    def go(self, address: str) -> None:
        """Open a page; it must be there."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"

    def follow(self, link: str, *, inside: Locator | None = None) -> None:
        """Press the link with these words."""
        (inside or self.page.locator("main")).get_by_role("link", name=link).first.click()

    def press(self, button: str) -> None:
        """Press the button with these words; a form without scripts or with them goes on to the next page."""
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()

    def fill(self, **fields: str | Path) -> None:
        """Fill fields by name: text, date, choice, radio button or file."""
        for name, value in fields.items():
            boxes = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
            kind = boxes.first.evaluate("box => box.type")
            if kind in ("radio", "checkbox"):
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "file":
                boxes.set_input_files(str(value))
            elif kind.startswith("select"):
                boxes.select_option(str(value))
            else:
                boxes.fill(str(value))

    def choose(self, name: str, words: str) -> None:
        """In the list with this name, choose the first entry that contains the words."""
        option = self.page.locator(f'main select[name="{name}"] option').filter(has_text=words).first
        self.page.locator(f'main select[name="{name}"]').select_option(option.get_attribute("value"))

    def tick(self, words: str) -> None:
        """Tick the box or radio button whose label contains the words."""
        self.page.locator("main label").filter(has_text=words).first.click()

    def reads(self, *sentences: str) -> None:
        """The page shows each of these."""
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)

    def status_of(self, address: str) -> int:
        """The status of the answer to this person, outside the page."""
        answer = self.context.request.get(address, max_redirects=0)
        status = answer.status
        answer.dispose()
        return status
