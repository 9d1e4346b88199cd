"""The one place that answers "may this person do this here?", and the decorators that ask it.

404 for what a person may not see (`visible_to` in the loader), 403 for what they see but may not do (here),
a message for what is not possible now (core.states).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import MATRIX, Permission, Side
from accounts.states import OrganisationKind, Role


class SignedInRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


class Scope(Protocol):
    """An object towards which people stand on sides."""

    def sides_of(self, user: User) -> frozenset[Side]:
        """The sides on which `user` stands towards this object."""


@dataclass(frozen=True)
class Guard:
    """What stands before a view: kind "object", "list" or "public", and the permission if any."""

    kind: str
    permission: Permission | None = None


P = ParamSpec("P")
ScopeT = TypeVar("ScopeT", bound=Scope)
ObjectT = TypeVar("ObjectT")
View = Callable[..., HttpResponseBase]


class Home:
    """The scope of things that do not exist yet: one's own country, one's own portal."""

    def sides_of(self, user: User) -> frozenset[Side]:
        """HOME for government people, PORTAL for administrators."""
        kind = user.organisation.kind
        if kind == OrganisationKind.GOVERNMENT:
            return frozenset({Side.HOME})
        if kind == OrganisationKind.PORTAL and user.role == Role.ADMINISTRATOR:
            return frozenset({Side.PORTAL})
        return frozenset()


def home(_user: User) -> Home:
    """Loader for views that make something new in one's own country."""
    return Home()


def can(user: User, permission: Permission, scope: Scope) -> bool:
    """Whether the person holds the permission towards this object."""
    return user.is_active and _holds(user, permission, scope, user.roles)


def _holds(user: User, permission: Permission, scope: Scope, roles: frozenset[str]) -> bool:
    return any((side, role) in MATRIX[permission] for role in roles for side in _sides(user, role, scope))


def _sides(user: User, role: str, scope: Scope) -> frozenset[Side]:
    """The sides of the person in this role: an expert stands on the receiving side through a team, a coordinator does
    not, and a deputy who is both must not get an expert's rights where only the coordinator stands.
    """
    with user.in_one_role(role):
        return scope.sides_of(user)


def requires(
    permission: Permission, *, on: Callable[..., ScopeT]
) -> Callable[[Callable[Concatenate[SignedInRequest, ScopeT, ...], HttpResponseBase]], View]:
    """Hand the view an object that the person sees and may act on.

    Args:
        on: loader `(user, **url_arguments) -> object`; raises Http404 for what the person may not see.
    """

    def decorate(view: Callable[Concatenate[SignedInRequest, ScopeT, ...], HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, **arguments: Any) -> HttpResponseBase:
            scope = on(request.user, **arguments)
            if not can(request.user, permission, scope):
                raise PermissionDenied(refusal(request.user))
            _note_deputy(request.user, permission, scope)
            return view(request, scope)

        return _mark(guarded, Guard("object", permission))

    return decorate


def sees(
    on: Callable[..., ObjectT],
) -> Callable[[Callable[Concatenate[SignedInRequest, ObjectT, ...], HttpResponseBase]], View]:
    """Hand the view an object that the person sees; reading needs no further right."""

    def decorate(view: Callable[Concatenate[SignedInRequest, ObjectT, ...], HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, **arguments: Any) -> HttpResponseBase:
            return view(request, on(request.user, **arguments))

        return _mark(guarded, Guard("object"))

    return decorate


def signed_in(view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase]) -> View:
    """A page for everybody who is signed in; its querysets start from `visible_to(request.user)`."""
    return _mark(view, Guard("list"))


def _note_deputy(user: User, permission: Permission, scope: Scope) -> None:
    """Let the history tell for whom the person acts, when the right is held as a deputy only."""
    if user.is_deputy and not _holds(user, permission, scope, frozenset({user.role})):
        user.on_behalf = str(user.acting_for)


def refusal(user: User) -> str:
    """The sentence of the 403 page."""
    return _("You can see this page, but your role (%(role)s) does not include this step.") % {
        "role": user.get_role_display()
    }


def _mark(view: View, guard: Guard) -> View:
    view.guard = guard  # type: ignore[attr-defined]  # read by the access matrix test
    return view
