"""What is done to offices."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Organisation, User
from core import countries
from core.audit import record
from core.text import clean


@transaction.atomic
def create_organisation(
    *, name: str, short_name: str, country: str, kind: str, by: User | None
) -> Organisation:
    """Add a ministry, department or international body.

    Args:
        country: ISO code, empty for bodies that stand for no country.

    Raises:
        ValidationError: by field, such as a name that is taken or a government without a country.
    """
    organisation = Organisation(name=clean(name), short_name=clean(short_name), country=country, kind=kind)
    organisation.full_clean()
    organisation.save()
    after = {"country": str(countries.name_of(country)) if country else "", "kind": kind}
    record("organisation.created", on=organisation, by=by, after=after)
    return organisation
