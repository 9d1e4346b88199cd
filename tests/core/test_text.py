"""Text in five scripts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.refs import make_ref
from core.text import clean, lang_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mixing ratios of mortar", "en"),
        ("อัตราส่วนผสมของปูนก่อ", "th"),
        ("ປະສົມປູນ", "lo"),
        ("លាយបាយអរ", "km"),
        ("အင်္ဂတေ ရောစပ်ခြင်း", "my"),
        ("Mortar (ปูนก่อ)", "th"),
    ],
)
def test_the_language_of_a_passage_follows_its_script(text: str, language: str) -> None:
    assert lang_of(text) == language


@given(st.text())
def test_cleaned_text_is_normal_form_c_and_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)

    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(letter) == "Cc" and letter not in "\t\n" for letter in cleaned)


@given(st.lists(st.text(max_size=200), max_size=5))
def test_a_reference_fits_its_column_and_an_address(parts: list[str]) -> None:
    ref = make_ref(*parts)

    assert 8 <= len(ref) <= 80
    assert ref == ref.lower()
    assert set(ref) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
