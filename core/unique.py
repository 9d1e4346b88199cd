"""Rows with something that nobody else may have: a name in a country, an address."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction


def save_checked(row: models.Model) -> None:
    """Check a row and write it, inside the caller's transaction.

    Two people who give the same name at the same moment both pass the check; who is slower at writing gets the
    sentence of the check all the same.

    Raises:
        ValidationError: by field, as `full_clean` says it.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()
        raise
