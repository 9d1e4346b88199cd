"""Every line of the table for every persona: exactly the expected answer, and nothing else happens or shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db.models import Model
from django.urls import URLPattern, reverse
from django.utils.html import escape

from accounts import access
from accounts.models import Organisation, User
from core.models import AuditLine
from corridors.models import Corridor
from reports.models import Report
from standards.models import Edition, LineComment, Share
from tests.access import oracle
from tests.access.browser import Browser, bare, body, outcome, state_of_the_tables, undone, writing
from tests.access.matrix import REFERENCE, TABLE, Rule
from tests.access.matrix_suggestions import THESAURUS
from tests.access.offers import foreign_offers, made_forms
from tests.access.people import SIGNED_IN, WHO
from tests.access.posts import data_for
from tests.access.rules import SECOND_FACTOR
from tests.access.scene import Scene
from tests.access.scene_questionnaires import parts_of
from tests.access.scene_security import Mailed
from tests.access.scene_talk import address_of
from tests.architecture.test_views_are_guarded import routes

pytestmark = pytest.mark.django_db

ABSENT = "no-such-thing-0000"
ROUTES = sorted({rule.route for rule in TABLE})
#: Answers to acts that must change nothing.
REFUSED = ("403", "404", "409", "sign-in", SECOND_FACTOR)


def rules_of(route: str) -> list[Rule]:
    """The lines of one route."""
    return [rule for rule in TABLE if rule.route == route]


def arguments(scene: Scene, rule: Rule) -> dict[str, Any]:
    """What stands in the address of the object."""
    args: dict[str, Any] = dict(rule.args)
    if not rule.at or rule.query:
        return args
    thing = scene[rule.at]
    if isinstance(thing, LineComment | Share):
        return address_of(thing)
    if isinstance(thing, Mailed):
        return {"token": thing.token}
    if not hasattr(thing, "ref"):
        return {"pk": thing.pk}
    if "key" in args:
        args["key"] = thing.lines.get(number=args["key"]).key
    args |= parts_of(thing, args)
    if "row" in args:
        args["row"] = thing.level_rows.order_by("position")[args["row"]].pk
    if "line" in args:
        args["line"] = thing.reference_editions.get().lines.get(number=args["line"]).pk
    if "section" in args:
        args["section"] = thing.reference_editions.get().lines.get(number=args["section"]).pk
    if "sending" in args:
        args["line"] = thing.sending_editions.get().lines.get(number=args.pop("sending")).pk
    return {"ref": thing.ref, **args}


def address(scene: Scene, rule: Rule, *, absent: bool = False) -> str:
    """The address of the object, or the same address of one that is not there."""
    args = arguments(scene, rule)
    query = rule.query
    if query.endswith("="):
        query += ABSENT if absent else scene[rule.at].ref
        return reverse(rule.route) + query
    if rule.query and rule.at:
        args = {"ref": scene[rule.at].ref, **args}
    if absent:
        key = next((key for key in ("ref", "token") if key in args), "pk")
        args[key] = 999_999 if key == "pk" else ABSENT
    return reverse(rule.route, kwargs=args) + query


def ask(scene: Scene, visitor: Browser, who: str, rule: Rule, *, absent: bool = False) -> Any:
    """One cell of the table."""
    data = form_of(scene, rule)
    return visitor.ask(who, rule.method, address(scene, rule, absent=absent), data)


def form_of(scene: Scene, rule: Rule) -> Any:
    """What is sent along; making it may add rows that the form names."""
    return data_for(scene, rule.route, rule.at, arguments(scene, rule)) if rule.method == "POST" else None


# --- The table is complete -------------------------------------------------------------------------------


def test_the_table_has_lines_for_every_route_and_for_no_other() -> None:
    assert {rule.route for rule in TABLE} == {name for name, _pattern in routes()}


def _needs_an_object(pattern: URLPattern) -> bool:
    guard = getattr(pattern.callback, "guard", None)
    return bool(guard and guard.kind == "object" and pattern.pattern.regex.groups)  # type: ignore[union-attr]


@pytest.mark.parametrize("route", [name for name, pattern in routes() if _needs_an_object(pattern)])
def test_every_route_of_an_object_is_asked_for_an_own_and_for_a_foreign_one(route: str) -> None:
    """Some line lets a persona in, some line answers 404 to another one; reference data are there for everybody."""
    lines = rules_of(route)

    assert any(rule.yes for rule in lines)
    assert lines[0] in (*REFERENCE, *THESAURUS) or any(
        {"404"} & {rule.expected(who) for who in SIGNED_IN} for rule in lines
    )


def test_no_line_stands_twice() -> None:
    keys = [(str(rule), rule.args) for rule in TABLE]

    assert len(keys) == len(set(keys))


# --- Every cell ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
def test_every_persona_gets_the_answer_of_the_table(route: str, scene: Scene, visitor: Browser) -> None:
    wrong = []
    for rule in rules_of(route):
        for who in WHO:
            wanted = rule.expected(who)
            with undone():
                data = form_of(scene, rule)
                before = AuditLine.objects.count()
                with writing() as written, made_forms() as forms:
                    response = visitor.ask(who, rule.method, address(scene, rule), data)
                found = outcome(response)
                named = _permitted(scene, who, rule)
                offers = foreign_offers(scene, who, forms, named)
                wrong += [f"{rule}: {who} is offered {what}" for what in offers]
                if found != wanted:
                    wrong.append(f"{rule}: {who} gets {found}, the table says {wanted}")
                elif (
                    rule.writes
                    and rule.method == "POST"
                    and who in rule.yes
                    and AuditLine.objects.count() == before
                ):
                    wrong.append(f"{rule}: {who} is led on, but nothing stands in the history")
                wrong += _leaks(scene, who, rule, response)
            if written and wanted in REFUSED and rule.method == "POST" and not _is_about_signing_in(rule):
                wrong += _changes(scene, visitor, who, rule)
    assert not wrong, "\n".join(wrong)


def _is_about_signing_in(rule: Rule) -> bool:
    return rule.stranger != "sign-in" or rule.route == "account_logout"


def _changes(scene: Scene, visitor: Browser, who: str, rule: Rule) -> list[str]:
    """Tables that a refused act leaves changed; what it wrote may have been taken back by itself."""
    with undone():
        before = state_of_the_tables()
        ask(scene, visitor, who, rule)
        after = state_of_the_tables()
    return [
        f"{rule}: {who} is refused and changes {table}" for table in before if before[table] != after[table]
    ]


@pytest.mark.once  # who gets which answer is asked on both databases, above; here answers are compared
@pytest.mark.parametrize("route", [route for route in ROUTES if any(rule.at for rule in rules_of(route))])
def test_what_one_may_not_see_answers_as_what_is_not_there(
    route: str, scene: Scene, visitor: Browser
) -> None:
    """Byte for byte, but for the address itself."""
    different = []
    nothing: dict[
        tuple[str, str], Any
    ] = {}  # answers for what is not there: the same for all lines of a route
    for rule in rules_of(route):
        hidden = [who for who in SIGNED_IN if rule.expected(who) == "404"]
        with undone():
            for who in hidden:
                key = (who, address(scene, rule, absent=True))
                if key not in nothing:
                    absent = ask(scene, visitor, who, rule, absent=True)
                    assert outcome(absent) == "404", (
                        f"{rule}: {who} gets {outcome(absent)} for what is not there"
                    )
                    nothing[key] = bare(absent, key[1])
                if bare(ask(scene, visitor, who, rule), address(scene, rule)) != nothing[key]:
                    different.append(f"{rule}: {who}")
    assert not different, "\n".join(different)


def test_a_refused_act_that_changes_something_is_noticed(
    scene: Scene, visitor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof bites: with a refusal that writes, the tables differ."""
    rule, who = next(
        (rule, who)
        for rule in TABLE
        for who in SIGNED_IN
        if rule.method == "POST" and rule.expected(who) == "403"
    )

    def writes(user: User) -> str:
        User.objects.filter(pk=user.pk).update(title="Changed")
        return "no"

    monkeypatch.setattr(access, "refusal", writes)

    with undone(), writing() as written:
        ask(scene, visitor, who, rule)
    assert any("accounts_user" in one for one in written)
    assert _changes(scene, visitor, who, rule) == [f"{rule}: {who} is refused and changes accounts.User"]


# --- Nothing shows of what one may not see ---------------------------------------------------------------


def _leaks(scene: Scene, who: str, rule: Rule, response: Any) -> list[str]:
    """Marks and references of the scene in a page whose reader may not see their object."""
    if response.status_code in (302, 303, 404):
        return []
    content = body(response).decode("utf-8", "replace")
    shown = {name for name in re.findall(r"\[\[(\w+)\]\]", content) if name in scene.things}
    refs = {name: thing.ref for name, thing in scene.things.items() if hasattr(thing, "ref")}
    shown |= {name for name, ref in refs.items() if ref in content}
    shown |= {name for name, thing in _foreign_corridors(scene, who) if escape(str(thing)) in content}
    hidden = shown - _permitted(scene, who, rule)
    return [f"{rule}: the page of {who} shows {name}" for name in sorted(hidden)]


def _foreign_corridors(scene: Scene, who: str) -> list[tuple[str, Corridor]]:
    """Corridors in which the persona's country has no part: not even their names are shown."""
    country = scene.by(who).country if who in SIGNED_IN else ""
    return [
        (name, thing)
        for name, thing in scene.things.items()
        if isinstance(thing, Corridor) and country not in (thing.receiving_country, thing.sending_country)
    ]


_SEEN: dict[tuple[int, str], frozenset[str]] = {}


def seen_by(scene: Scene, who: str) -> frozenset[str]:
    """Names of all objects of the scene that the persona sees, by the oracle."""
    key = (id(scene), who)
    if key not in _SEEN:
        person = scene.people.user.get(who)
        seen = (
            name
            for name, thing in scene.things.items()
            if person and who in SIGNED_IN and isinstance(thing, Model) and oracle.sees(person, thing)
        )
        _SEEN[key] = frozenset(seen)
    return _SEEN[key]


def _permitted(scene: Scene, who: str, rule: Rule) -> frozenset[str]:
    """What the persona sees; beside the reports that they see also what these print, be it published or sent."""
    if rule.route == "home" or rule.route.startswith("reports:"):
        return seen_by(scene, who) | printed_for(scene, who)
    if rule.route in _NAME_OFFICES:
        return seen_by(scene, who) | _offices(scene)
    if rule.route == "standards:bin":
        return seen_by(scene, who) | thrown_away_by(scene, who)
    return seen_by(scene, who)


#: Where something is given to an office, offices of other countries are named.
_NAME_OFFICES = (
    "corridors:activity-create",
    "corridors:activity-edit",
    "corridors:submit-edition",
    "standards:sharing",
    "benchmarking:invite",
    "benchmarking:gap-edit",
    "benchmarking:gap-activity",
)


def _offices(scene: Scene) -> frozenset[str]:
    """Names of the offices that are at work."""
    return frozenset(
        name for name, thing in scene.things.items() if isinstance(thing, Organisation) and thing.is_active
    )


def thrown_away_by(scene: Scene, who: str) -> frozenset[str]:
    """Names of the drafts in the bin of the persona's country; they exist nowhere else."""
    country = scene.by(who).country if who in SIGNED_IN else ""
    return frozenset(
        name
        for name, thing in scene.things.items()
        if isinstance(thing, Edition) and thing.binned_at and country == thing.standard.country
    )


_PRINTED: dict[tuple[int, str], frozenset[str]] = {}


def printed_for(scene: Scene, who: str) -> frozenset[str]:
    """Names of what stands in the reports that the persona sees."""
    key = (id(scene), who)
    if key not in _PRINTED:
        seen = seen_by(scene, who)
        reports = [
            thing for name, thing in scene.things.items() if isinstance(thing, Report) and name in seen
        ]
        printed = str([list(one.versions.values_list("snapshot", flat=True)) for one in reports])
        names = {name for name, thing in scene.things.items() if getattr(thing, "ref", "\0") in printed}
        names |= {
            name for name, thing in scene.things.items() if any(one.corridor == thing for one in reports)
        }
        _PRINTED[key] = frozenset(names | set(re.findall(r"\[\[(\w+)\]\]", printed)))
    return _PRINTED[key]


def test_the_oracle_and_visible_to_agree_on_every_object(scene: Scene) -> None:
    different = []
    for who in SIGNED_IN:
        person = scene.by(who)
        for name, thing in scene.things.items():
            if not isinstance(thing, Model):
                continue
            manager: Any = type(thing)._default_manager
            if not hasattr(manager, "visible_to"):
                continue
            really = manager.visible_to(person).filter(pk=thing.pk).exists()
            if really != oracle.sees(person, thing):
                different.append(f"{who}, {name}: visible_to says {really}")
    assert not different, "\n".join(different)
