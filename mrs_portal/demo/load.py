"""Loading the demonstration: everything but the report in one transaction, then the report, which takes up where it was."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from corridors.models import Pilot
from mrs_portal.demo import (
    additional,
    arrangements,
    carrying,
    conclusions,
    desk_work,
    editions,
    gaps,
    invited,
    paper,
    people,
    plan,
    progress,
    talk,
    views,
    volume,
    work,
)
from mrs_portal.demo.data import Data, World, day, pilot_data

Say = Callable[[str], None]


class NotHere(Exception):
    """The demonstration does not belong into this installation; the text is a sentence for the administrator."""


def load(say: Say) -> bool:
    """Build the demonstration; False when it was there already and nothing was changed.

    Args:
        say: told one line for each part that is done.

    Raises:
        NotHere: this installation looks like a real one, or other data stand in the way.
    """
    check_place()
    data = pilot_data()
    fresh = not pilot_of(data).exists()
    if fresh:
        _check_room(data)
        _load_all(data, say)
    for sentence in [*paper.finish_reports(), *volume.ask_for_volume(), *progress.ask_for_progress()]:
        fresh = True
        say(sentence)
    return fresh


def check_place() -> None:
    """Refuse to put accounts with a known password into an installation that looks like a real one.

    Raises:
        NotHere: HTTPS is on or the database is a server, and nobody said DEMO=1.
    """
    if looks_real(https=settings.HTTPS, database=connection.vendor, demo=settings.DEMO):
        raise NotHere(
            _(
                "Nothing was loaded. This installation looks like a real one (HTTPS or a database server), and all "
                "demonstration accounts share a password that everybody knows. If this is a demonstration, set DEMO=1 "
                "in the environment and try again."
            )
        )


def looks_real(*, https: bool, database: str, demo: bool) -> bool:
    """Whether an installation is to be taken for a real one: HTTPS or a database server, and nobody said DEMO=1."""
    return not demo and (https or database != "sqlite")


def pilot_of(data: Data) -> QuerySet[Pilot]:
    """The demonstration's pilot, if it is loaded."""
    pilot = data["pilot"]
    return Pilot.objects.filter(
        title=pilot["title"], lead_country=pilot["lead_country"], starts_on=day(pilot["starts_on"])
    )


def _check_room(data: Data) -> None:
    taken = User.objects.filter(email__in=[item["email"] for item in data["accounts"]])
    if person := taken.first():
        raise NotHere(
            _(
                "Nothing was loaded. There is an account %(email)s already, but not the demonstration's pilot. Load the "
                "demonstration into an empty database (another DATA_DIR or DATABASE_URL)."
            )
            % {"email": person.email}
        )


@transaction.atomic
def _load_all(data: Data, say: Say) -> None:
    """People first, then what they did. A run that is broken off leaves nothing."""
    world = World()
    say(people.load_people(data, world))
    say(people.load_skill_areas(data, world))
    say(people.load_frameworks(world))
    say(plan.load_corridors(data, world))
    say(editions.load_editions(world))
    say(plan.load_missions(data, world))
    say(plan.load_plan(data, world))
    say(work.load_benchmarks(world))
    say(views.load_views(world))
    say(gaps.load_gaps(world))
    say(plan.close_steps(data, world))
    say(talk.load_talk(world))
    say(arrangements.load_arrangements(world))
    say(conclusions.load_conclusions(world))
    say(carrying.load_next(world))
    say(additional.load_additional(world))
    say(desk_work.load_desk_work(world))
    say(invited.load_invited(world))
