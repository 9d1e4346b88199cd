"""How a line of the table of rights (matrix.py) reads, and the personas that it names.

How to read a line: `reads` is a GET, `acts` a POST that is complete and possible in the state the object is in.
`yes` gets the page, or does the act and is led on. `no` sees the object and is refused with 403. Whoever is not
named gets the 404 of something that does not exist. Who is not signed in, or deactivated, is led to the sign-in.

Personas: kh, la, mm focal points; ekh national expert of Cambodia; g1, g2 Thai experts of Group I (bricklaying) and
Group II (wiring); co Thai coordinator; ilo; obs observer; adm portal administrator. The objects stand in scene.py.

Two more are never written down: dep, an expert of Cambodia who is the deputy of its focal point, gets the better of
what ekh and kh get (`own` says of a line that it speaks of one person's own things); mx, a focal point before the
second factor, is led to its set-up from everywhere but the pages of BEFORE_FACTOR.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.access.people import OUTSIDE, SIGNED_IN

ALL = " ".join(SIGNED_IN)
CORE = "kh ekh la mm g1 g2 co ilo"  # everybody but observers and the administrator
BRICK = "kh ekh g1 co ilo"  # around released bricklaying of Cambodia
BRICK_LA = "la g1 co ilo"
WIRE = "kh ekh g2 co ilo"  # around released wiring of Cambodia
THAI = "g1 g2 co"
#: The answer to somebody whose role needs a second factor and who has none.
SECOND_FACTOR = "second factor"
#: What such a person can open: the way to the second factor and out, their language, help, and what machines ask.
BEFORE_FACTOR = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_session",
        "mfa_activate_totp",
        "mfa_reauthenticate",
        "accounts:profile-language",
        "contact",
        "help",
        "healthz",
        "readyz",
        "security",
    }
)


@dataclass(frozen=True)
class Rule:
    """One line of the table."""

    route: str
    at: str  # name of the object in the scene; "" for pages without one
    method: str
    yes: frozenset[str]
    no: frozenset[str]
    answer: str  # what `yes` gets: "page" (200), "moved" (302 or 303), or another status
    stranger: str = "sign-in"  # the answer to somebody who is not signed in
    query: str = ""
    args: tuple[tuple[str, str | int], ...] = ()
    writes: bool = True  # a POST that is answered leaves a line in the history
    own: bool = False  # one person's own things: no deputy has them

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.at}{self.query}".strip()

    def expected(self, who: str) -> str:
        """The answer to a persona."""
        if who == "mx":
            return self.answer if self.route in BEFORE_FACTOR else SECOND_FACTOR
        if who in OUTSIDE:
            return self.stranger
        if self._among(who, self.yes):
            return self.answer
        return "403" if self._among(who, self.no) else "404"

    def _among(self, who: str, names: frozenset[str]) -> bool:
        """Whether the line names the persona, or one of the two in whose roles a deputy stands."""
        stands_in = who == "dep" and not self.own
        return who in names or (stands_in and bool(names & {"kh", "ekh"}))


def _names(text: str) -> frozenset[str]:
    names = frozenset(text.split())
    assert names <= set(SIGNED_IN), names - set(SIGNED_IN)
    return names


def reads(
    route: str,
    at: str,
    yes: str,
    no: str = "",
    *,
    answer: str = "page",
    query: str = "",
    own: bool = False,
    **args: str | int,
) -> Rule:
    """A page."""
    return Rule(
        route, at, "GET", _names(yes), _names(no), answer, query=query, args=tuple(args.items()), own=own
    )


def acts(
    route: str,
    at: str,
    yes: str,
    no: str = "",
    *,
    answer: str = "moved",
    writes: bool = True,
    own: bool = False,
    **args: str | int,
) -> Rule:
    """An act. `answer` "409": the right is there and the state is not, so nothing is written."""
    writes = writes and answer == "moved"
    return Rule(
        route, at, "POST", _names(yes), _names(no), answer, args=tuple(args.items()), writes=writes, own=own
    )


def both(route: str, at: str, yes: str, no: str = "", **args: str | int) -> tuple[Rule, Rule]:
    """The page of an act and the act itself, with the same rights."""
    return reads(route, at, yes, no, **args), acts(route, at, yes, no, **args)  # type: ignore[arg-type]


def public(
    route: str, method: str = "GET", answer: str = "page", stranger: str = "page", **args: str | int
) -> Rule:
    """Open without an account."""
    return Rule(
        route, "", method, _names(ALL), frozenset(), answer, stranger=stranger, args=tuple(args.items()), writes=False
    )  # fmt: skip
