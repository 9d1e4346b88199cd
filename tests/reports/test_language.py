"""A report in another language: every word of the portal stands in it, and the catalogue fits the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from reports.documents.gap_analysis import GapAnalysis
from reports.documents.html import html_of
from tests.reports.paper_sample import sample

WORDS = settings.BASE_DIR / "locale" / "th" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\((\w+)\)[sd]|%%")
#: What stays in Latin letters in every language.
SAME = {"AQRF", "ILO", "SHA", "WK1", "WK2", "WK3", "WK4"}
LATIN = re.compile(r"[A-Za-z]{2,}\w*")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with WORDS.open("rb") as file:
        return read_po(file, locale="th")


@pytest.fixture(autouse=True)
def _compiled() -> None:
    if not WORDS.with_suffix(".mo").exists():
        pytest.fail("The words are not compiled. Type: python3 scripts/setup_env.py --dev", pytrace=False)


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """(English, Thai); of a plural the many, because Thai has one form."""
    english = message.id if isinstance(message.id, str) else message.id[-1]
    thai = message.string if isinstance(message.string, str) else message.string[0]
    yield english, thai


def test_every_entry_is_translated_and_keeps_its_places(catalogue: Catalog) -> None:
    wrong = [
        english
        for message in catalogue
        if message.id
        for english, thai in texts(message)
        if not thai or sorted(PLACE.findall(english)) != sorted(PLACE.findall(thai))
    ]

    assert wrong == []


def test_heads_and_labels_of_a_thai_report_are_thai() -> None:
    """Titles of sections and countries' own words stay as they were written; the portal's own words do not."""
    document = replace(sample(), content_language="th")
    page = html_of(document)
    frozen = (document.corridor.receiving.name, document.corridor.sending.name, *_heat_heads(document))
    heads = re.findall(r'<(?:h2|th scope="col")[^>]*>(.*?)</', page, re.DOTALL)
    words = {word for head in heads for word in LATIN.findall(re.sub(r"<[^>]*>|&\w+;", " ", head))}

    assert len(heads) > 50
    assert words - SAME - {word for text in frozen for word in LATIN.findall(text)} == set()


def _heat_heads(document: GapAnalysis) -> tuple[str, ...]:
    return (document.heat.first, *document.heat.columns) if document.heat else ()


def test_a_word_without_a_translation_stands_in_english() -> None:
    with translation.override("th"):
        assert _("Summary") == "บทสรุป"
        assert _("Words that nobody ever translated") == "Words that nobody ever translated"
