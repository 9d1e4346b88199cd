"""The page that people read says what the code does."""

from __future__ import annotations

from accounts.permissions import MATRIX, Permission
from tests.access.permissions_page import PAGE, page


def test_the_page_of_rights_is_the_matrix_of_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.access.permissions_page"


def test_every_permission_is_held_by_somebody() -> None:
    assert MATRIX.keys() == set(Permission)
    assert all(MATRIX.values())
