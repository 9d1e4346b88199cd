"""With whom an edition may be shared, what lies in the bin, and what a country seems to have already."""

from __future__ import annotations

import unicodedata

from django.db.models import Count, QuerySet
from django.http import Http404

from accounts.models import Organisation, Team, User
from accounts.states import OrganisationKind
from standards.models import Edition, Share
from standards.queries.editions import visible_edition


def parties_for(edition: Edition) -> tuple[list[Organisation], list[Team]]:
    """Government organisations and teams of other countries that do not read the edition yet.

    The owner's own people read it anyway, and so does the ILO once it is released.
    """
    shares = list(edition.shares.values_list("organisation", "team"))
    taken = {organisation for organisation, _team in shares}
    organisations = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, is_active=True)
    organisations = organisations.exclude(country=edition.country).order_by("country", "name")
    teams = Team.objects.exclude(country=edition.country).order_by("country", "name")
    have = {team for _organisation, team in shares}
    return (
        [one for one in organisations if one.pk not in taken],
        [one for one in teams if one.pk not in have],
    )


def share_of(user: User, ref: str, pk: int) -> Share:
    """One share of an edition that the person sees.

    Raises:
        Http404: there is none.
    """
    edition = visible_edition(user, ref)
    found = edition.shares.filter(pk=pk).select_related("organisation", "team", "edition__standard").first()
    if found is None or edition.country != user.country:
        raise Http404
    return found


def bin_of(user: User) -> QuerySet[Edition]:
    """What the person's country has thrown away, the latest first."""
    found = Edition.objects.in_bin_of(user).with_standard().select_related("binned_by")
    return found.annotate(line_count=Count("lines")).order_by("-binned_at", "-pk")


def binned_edition(user: User, ref: str) -> Edition:
    """A draft in the bin of the person's country.

    Raises:
        Http404: there is none.
    """
    found = Edition.objects.in_bin_of(user).with_standard().filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def alike(user: User, *, occupation: int, title: str, label: str) -> list[Edition]:
    """Newest editions of the country's standards for an occupation that a new one could be mistaken for.

    Its title says the same (case, spaces and signs aside; or one title is the beginning of the other), or it has an
    edition of the same label.

    Args:
        occupation: key of the occupation.
    """
    seen = Edition.objects.visible_to(user).filter(
        standard__country=user.country, standard__occupation=occupation
    )
    found: dict[int, Edition] = {}
    for edition in seen.with_standard().order_by("-pk"):
        same_label = _bare(edition.label) == _bare(label)
        if same_label or _says_the_same(edition.standard.title, title):
            found.setdefault(edition.standard_id, edition)
    return list(found.values())[:5]


def _says_the_same(one: str, other: str) -> bool:
    a, b = sorted((_bare(one), _bare(other)), key=len)
    return bool(a) and (a == b or (len(a) > 5 and b.startswith(a)))  # "Bricklayer" and "Bricklayer, level 1"


def _bare(text: str) -> str:
    """Letters, marks and digits alone, without case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LMN")
