"""The cast, by office and role."""

from __future__ import annotations

from accounts.models import Organisation, Team, TeamMembership, User
from accounts.states import OrganisationKind, Role, TeamFunction

PASSWORD = "a-long-test-password"

ORGANISATIONS = {
    "dsd": ("Department of Skill Development", "DSD", "TH", OrganisationKind.GOVERNMENT),
    "mlvt": ("Ministry of Labour and Vocational Training", "MLVT", "KH", OrganisationKind.GOVERNMENT),
    "sdi": ("Skills Development Institute", "SDI", "LA", OrganisationKind.GOVERNMENT),
    "nssa": ("National Skills Standards Authority", "NSSA", "MM", OrganisationKind.GOVERNMENT),
    "ilo": ("International Labour Organization", "ILO", "", OrganisationKind.ILO),
    "asec": ("ASEAN Secretariat", "ASEC", "", OrganisationKind.OBSERVER),
    "portal": ("MRS Portal administration", "Portal", "", OrganisationKind.PORTAL),
}


def organisation(key: str) -> Organisation:
    """One of the named organisations, made when it is not there yet."""
    name, short_name, country, kind = ORGANISATIONS[key]
    found, _ = Organisation.objects.get_or_create(
        name=name, defaults={"short_name": short_name, "country": country, "kind": kind}
    )
    return found


def person(email: str, title: str, organisation_key: str, role: Role, **fields: object) -> User:
    """An account that can sign in with PASSWORD."""
    return User.objects.create_user(
        f"{email}@mrs.example.org",
        PASSWORD,
        title=title,
        organisation=organisation(organisation_key),
        role=role,
        **fields,
    )


def team(name: str, *members: User) -> Team:
    """A Thai team; the first member is its head."""
    made, _ = Team.objects.get_or_create(name=name, country="TH")
    for place, member in enumerate(members):
        function = TeamFunction.HEAD if place == 0 else TeamFunction.EXPERT
        TeamMembership.objects.create(team=made, user=member, function=function)
    return made
