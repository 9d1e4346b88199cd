"""What the portal promises about safety and what it does not, each promise with the tests that would fail without it.

The page /security/ and docs/security.md are made from this list, so neither says what nothing checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Words = str | Lazy


@dataclass(frozen=True)
class Commitment:
    """One sentence that we stand by; `tests` are paths below the repository that prove it."""

    area: Words
    says: Words
    tests: tuple[str, ...]


PROMISES = (
    Commitment(
        _("Drafts stay at home"),
        _(
            "What a country has not released does not exist for anybody else: not in lists, search, counts, files or "
            "mails. It answers like an address that was never given out."
        ),
        ("tests/access/test_matrix.py", "tests/access/test_lists.py"),
    ),
    Commitment(
        _("Drafts stay at home"),
        _(
            "The portal’s administrator looks after accounts and has no right to read standards, judgements or reports."
        ),
        ("tests/access/test_matrix.py",),
    ),
    Commitment(
        _("Drafts stay at home"),
        _(
            "These rights are checked for every address of the portal and every kind of person before each change of the "
            "portal is put to use, and a check proves that the checks notice when the rights are switched off."
        ),
        ("tests/access/test_matrix.py", "tests/access/test_bite.py"),
    ),
    Commitment(
        _("Signing in"),
        _("Passwords are kept only as Argon2id hashes; nobody can read them, the administrator included."),
        ("tests/mrs_portal/test_security_pages.py::test_passwords_are_kept_as_argon2id",),
    ),
    Commitment(
        _("Signing in"),
        _("An account that is closed is closed at the next click, in every browser."),
        ("tests/access/test_matrix.py",),
    ),
    Commitment(
        _("Files"),
        _(
            "Files leave only through a page that has checked your rights at that moment. Browsers are told to save them, "
            "to run nothing in them and to keep no copy."
        ),
        ("tests/access/test_answers.py",),
    ),
    Commitment(
        _("Files"),
        _("What is uploaded is opened in a closed-off process without network, limited in time and memory."),
        ("tests/core/test_children.py",),
    ),
    Commitment(
        _("In your browser"),
        _(
            "Pages run only the portal’s own scripts, send nothing to other servers, use no trackers, and cannot be shown "
            "inside another site."
        ),
        ("tests/mrs_portal/test_observatory.py::test_every_kind_of_page_reaches_125_of_135",),
    ),
    Commitment(
        _("In your browser"),
        _(
            "Pages and files that you see signed in are kept neither by the browser nor by a proxy on the way. What you "
            "typed and have not sent yet may wait in your browser; signing out deletes it."
        ),
        ("tests/access/test_answers.py::test_every_answer_is_private_whole_and_binds_the_browser",),
    ),
    Commitment(
        _("What was done stays known"),
        _("Every act leaves a line in the history: who, when, what, and from what to what."),
        ("tests/core/test_history.py",),
    ),
    Commitment(
        _("What was done stays known"),
        _(
            "The lines of the history are sealed into a chain. The database refuses to change them, and whoever changed one "
            "past it is found by checking the chain."
        ),
        ("tests/core/test_chain.py",),
    ),
    Commitment(
        _("The portal stays there for all"),
        _(
            "Nobody can hold up the others by asking too much: requests, searches, files and reports have limits, and the "
            "refusal says when to try again."
        ),
        ("tests/core/test_throttles.py",),
    ),
    Commitment(
        _("Mails"),
        _(
            "Mails contain no text of a standard, a judgement or a report. Their links work for three days, for you alone, "
            "and ask for your rights again."
        ),
        ("tests/mrs_portal/test_security_pages.py", "tests/reports/test_life.py"),
    ),
)

NOT_PROMISED: tuple[Words, ...] = (
    _(
        "that the machine on which the portal runs, or the people who have its root password, are beyond doubt;"
    ),
    _("that somebody who may see a page does not photograph the screen or pass on a file;"),
    _("that what the countries’ documents say is right;"),
    _("what becomes of files once they have left the portal;"),
    _("that the portal withstands an attack that fills its whole line to the internet;"),
    _("that a country’s draft stays secret when the same people work for both sides."),
)

#: A security.txt must say until when it holds (RFC 9116, less than a year).
HOLDS = timedelta(days=180)


def security_txt(contact: str, address: str, now: datetime) -> str:
    """The text of /.well-known/security.txt; `contact` is a mail address or the address of a page."""
    place = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    base = address.rstrip("/")
    expires = (now + HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {place}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {base}/.well-known/security.txt",
        f"Policy: {base}/security/",
    ]
    return "\n".join(lines) + "\n"
