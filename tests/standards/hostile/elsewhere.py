"""All cases together, and those that are proved in another place or do not apply, each with its reason."""

from __future__ import annotations

from tests.standards.hostile import general, pdfs, sheets, tables, words
from tests.standards.hostile.kit import Case

CASES: list[Case] = [*general.CASES, *pdfs.CASES, *words.CASES, *sheets.CASES, *tables.CASES]

#: The numbers of each group of the plan of tests.
GROUPS = {"U": 42, "P": 22, "D": 18, "X": 34, "C": 24}

_SERVER = "decided by the web server and Django's parser before a file exists: tests/core/test_uploads.py, tests/live"
_PIECES = "a file in pieces: tests/core/test_chunks.py, tests/standards/test_uploads.py"
_ROUND_TRIP = "a file that was exported and comes back: tests/standards/test_roundtrip.py, tests/standards/test_exports.py"
_SCANNER = (
    "the portal has no virus scanner; it never runs a file, hands it out as an attachment only, and refuses active "
    "content. See docs/decisions/0007-uploads.md"
)

ELSEWHERE = {
    "U-01": "no file chosen: the upload form asks for one, tests/standards/test_uploads.py, test_views.py",
    "U-05": _SERVER,
    "U-06": _SERVER,
    "U-22": "the type that a browser sends is never looked at: nothing in glance() or the reader takes it",
    "U-26": _SCANNER,
    "U-27": "the same bytes twice: tests/standards/test_uploads.py, tests/standards/test_views.py",
    "U-28": "the same bytes by another country: tests/core/test_files.py (two rows over one content)",
    "U-29": "content is found by its SHA-256, no other sum is used: tests/core/test_files.py",
    "U-30": "number of files in one request: tests/standards/test_uploads.py",
    "U-31": _SERVER,
    "U-32": _SERVER,
    "U-33": _SERVER,
    "U-34": _SERVER,
    "U-35": _SERVER,
    "U-36": _PIECES,
    "U-37": _PIECES,
    "U-38": _PIECES,
    "U-39": _PIECES,
    "U-40": _PIECES,
    "U-41": _PIECES,
    "U-42": _SCANNER,
    "D-17": "Zawgyi in Burmese text: tests/core/test_zawgyi.py, tests/standards/test_zawgyi.py",
    "D-18": "the template as DOCX does not exist; renamed headings of the spreadsheet are X-16",
    "X-21": "long texts on export: tests/standards/test_intake_template.py",
    "X-22": "characters that cannot be stored, on export: tests/standards/test_intake_template.py",
    "X-26": "no sheet names its parent: the tree follows from the order and kind of the rows",
    "X-30": _ROUND_TRIP,
    "X-31": _ROUND_TRIP,
    "X-32": _ROUND_TRIP,
    "X-34": "Zawgyi in Burmese text: tests/core/test_zawgyi.py, tests/standards/test_zawgyi.py",
    "C-11": _ROUND_TRIP,
    "C-12": _ROUND_TRIP,
    "C-13": _ROUND_TRIP,
    "C-14": _ROUND_TRIP,
    "C-15": _ROUND_TRIP,
    "C-16": _ROUND_TRIP,
    "C-23": "what moves between looking and confirming: tests/standards/test_confirm.py",
    "C-24": "confirming twice: tests/standards/test_confirm.py",
}


def number_of(case_id: str) -> str:
    """ "P-04c" is a form of "P-04"."""
    return case_id.rstrip("abcdefghijklmnopqrstuvwxyz")
