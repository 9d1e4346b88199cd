"""The history in words."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone

from core.models import AuditLine


def shown(**record: object) -> str:
    """The history with one line about an edition, as a page shows it."""
    line = AuditLine(at=timezone.now(), event="edition.accepted", by_text="Coordinator", **record)
    return " ".join(render_to_string("components/history.html", {"lines": [line]}).split())


def test_states_are_shown_in_words() -> None:
    page = shown(before={"state": "submitted"}, after={"state": "accepted"})
    assert "<del>Submitted</del> → <ins>Accepted</ins>" in page


def test_state_words_that_were_recorded_as_words_stay() -> None:
    assert "<ins>In progress</ins>" in shown(after={"state": "In progress"})


def test_yes_and_no_are_words_in_both_directions() -> None:
    page = shown(before={"public": False}, after={"public": True})
    assert "<del>no</del> → <ins>yes</ins>" in page
    assert "True" not in page


def test_days_and_countries_are_written_out() -> None:
    page = shown(after={"actual_end": "2019-06-03", "country": "LA"})
    assert "3 June 2019" in page
    assert "Lao PDR" in page


def test_a_field_that_stays_empty_is_not_shown_and_one_that_was_emptied_says_so() -> None:
    page = shown(before={"note": "By e-mail"}, after={"part": "", "note": ""})
    assert "Part" not in page
    assert "<del>By e-mail</del> → empty" in page


def test_hashes_carry_their_proper_name() -> None:
    assert "SHA-256:" in shown(after={"sha256": "ab12"})
