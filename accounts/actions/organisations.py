"""What is done to offices."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, User
from core import countries
from core.audit import changed, record
from core.states import IllegalMove
from core.text import clean
from core.unique import save_checked


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
    save_checked(organisation)
    after = {"country": str(countries.name_of(country)) if country else "", "kind": kind}
    record("organisation.created", on=organisation, by=by, after=after)
    return organisation


@transaction.atomic
def rename_organisation(*, organisation: Organisation, name: str, short_name: str, by: User) -> Organisation:
    """Correct the name of an office; whatever shows it shows the new one, frozen reports keep the old one.

    Raises:
        ValidationError: by field, such as a name that is taken.
    """
    before = {"name": organisation.name, "short name": organisation.short_name}
    organisation.name, organisation.short_name = clean(name), clean(short_name)
    organisation.full_clean()
    organisation.save(update_fields=["name", "short_name"])
    after = {"name": organisation.name, "short name": organisation.short_name}
    if before != after:
        record("organisation.renamed", on=organisation, by=by, **changed(before, after))
    return organisation


@transaction.atomic
def close_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Close an office that has no active account: nobody is invited to it any more, and it stays in the history.

    Raises:
        IllegalMove: somebody still has an account there, or it is closed already.
    """
    Organisation.objects.select_for_update().filter(pk=organisation.pk).first()
    people = User.objects.filter(organisation=organisation, is_active=True).count()
    if people:
        raise IllegalMove(
            ngettext(
                "%(count)s person of this office has an active account. Deactivate the account first.",
                "%(count)s people of this office have active accounts. Deactivate the accounts first.",
                people,
            )
            % {"count": people}
        )
    if not Organisation.objects.filter(pk=organisation.pk, is_active=True).update(is_active=False):
        raise IllegalMove(_("This office is closed already."))
    organisation.is_active = False
    record("organisation.closed", on=organisation, by=by, before={"active": True}, after={"active": False})
    return organisation


@transaction.atomic
def reopen_organisation(*, organisation: Organisation, by: User) -> Organisation:
    """Open a closed office again.

    Raises:
        IllegalMove: it is open.
    """
    if not Organisation.objects.filter(pk=organisation.pk, is_active=False).update(is_active=True):
        raise IllegalMove(_("This office is open already."))
    organisation.is_active = True
    record("organisation.reopened", on=organisation, by=by, before={"active": False}, after={"active": True})
    return organisation
