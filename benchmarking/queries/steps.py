"""The next step in a benchmark for one person: their own, never somebody else's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Permission, Side, held_by
from benchmarking.comparison import Counts
from benchmarking.models import Benchmark
from benchmarking.queries.progress import progress_in, progress_of
from benchmarking.queries.reconciling import left_to_agree
from benchmarking.queries.scope import totals_of
from benchmarking.queries.sight import sights_of
from benchmarking.states import View


@dataclass(frozen=True)
class Step:
    """What this person does next. Without `label` there is nothing to press: somebody else's turn."""

    sentence: str
    label: str = ""
    url: str = ""
    title: str = ""  # on the home page


@dataclass(frozen=True)
class Standing:
    """What a step depends on: the side and role of the person, the lines left to compare and to agree on."""

    user: User
    side: Side | None
    left: int
    differing: int
    total: int

    def may(self, permission: Permission) -> bool:
        """Whether the role of this person on this side includes the act."""
        return self.side is not None and held_by(self.user.roles, self.side, permission)


def steps_of(
    user: User, benchmarks: Collection[Benchmark], totals: Mapping[int, int] | None = None
) -> dict[int, Step]:
    """The next step in each of these benchmarks, which the person sees, by primary key.

    The number of queries does not depend on the number of benchmarks.
    """
    totals = totals_of(benchmarks) if totals is None else totals
    sides = {key: _side(sight.own) for key, sight in sights_of(user, benchmarks).items()}
    receiving = [one for one in benchmarks if one.is_open and sides[one.pk] == Side.RECEIVING]
    sending = [one for one in benchmarks if one.is_open and sides[one.pk] == Side.SENDING]
    counts: dict[int, Counts] = {}
    if receiving:
        counts |= progress_of(receiving, totals)
    if sending:
        counts |= progress_in(sending, View.SENDING, totals)
    differing = left_to_agree([*receiving, *sending])
    found = {}
    for one in benchmarks:
        tally = counts.get(one.pk, Counts())
        standing = Standing(user, sides[one.pk], tally.open, differing.get(one.pk, 0), tally.total)
        found[one.pk] = step_of(one, standing)
    return found


def _side(own: View | None) -> Side | None:
    return Side(own.value) if own else None


def step_of(benchmark: Benchmark, standing: Standing) -> Step:
    """The next step of this person in this benchmark."""
    if not benchmark.is_open:
        return Step(_("This benchmark is completed."))
    if standing.may(Permission.JUDGE):
        return _receiving(benchmark, standing)
    if benchmark.invited_at and standing.may(Permission.JUDGE_SENDING):
        return _sending(benchmark, standing)
    return Step(_("The receiving side is comparing the lines. You read its view as it stands."))


def _receiving(benchmark: Benchmark, standing: Standing) -> Step:
    if not standing.total:
        return Step(_("There is no line to compare."))
    if standing.left:
        return _compare(benchmark, standing.left, _("Then the benchmark can be completed."))
    if benchmark.invited_at and not benchmark.receiving_done_at:
        return _release(benchmark, benchmark.corridor.get_sending_country_display())
    if benchmark.invited_at and not benchmark.sending_done_at:
        country = benchmark.corridor.get_sending_country_display()
        return Step(_waits(benchmark, country))
    if standing.differing:
        return _agree(benchmark, standing.differing)
    if benchmark.released_at:
        text = _(
            "Every line is compared. Decide on the conclusion and complete the benchmark; then it is signed."
        )
    else:
        text = _(
            "Every line is compared. Decide on the conclusion and complete the benchmark; that releases it to the "
            "sending country and the ILO."
        )
    return Step(
        text,
        _("Complete the benchmark"),
        _to("complete", benchmark),
        _("Complete the benchmark"),
    )


def _sending(benchmark: Benchmark, standing: Standing) -> Step:
    country = benchmark.corridor.get_receiving_country_display()
    if standing.left:
        then = _("%(country)s asks for your country’s view.") % {"country": country}
        return _compare(benchmark, standing.left, then)
    if not benchmark.sending_done_at:
        if standing.may(Permission.VIEW_RELEASE):
            return _release(benchmark, country)
        return Step(_("Every line is compared. Your focal point releases your country’s view."))
    if not benchmark.receiving_done_at and not benchmark.released_at:
        return Step(_waits(benchmark, country))
    if standing.differing:
        return _agree(benchmark, standing.differing)
    return Step(_("Nothing is left to agree on. The receiving side decides on the conclusion."))


def _compare(benchmark: Benchmark, left: int, then: str) -> Step:
    sentence = ngettext(
        "Compare the %(left)d line that is left. %(then)s",
        "Compare the %(left)d lines that are left. %(then)s",
        left,
    )
    title = ngettext("Compare %(left)d line", "Compare %(left)d lines", left)
    figures = {"left": left, "then": then}
    return Step(sentence % figures, _("Compare lines"), _to("workspace", benchmark), title % figures)


def _release(benchmark: Benchmark, other: str) -> Step:
    if benchmark.blind:
        sentence = _(
            "Every line is compared. Release your view: both views become visible when %(country)s has released its own."
        )
    else:
        sentence = _(
            "Every line is compared. Release your view, so that %(country)s and the ILO can read it."
        )
    return Step(
        sentence % {"country": other},
        _("Release your view"),
        _to("release", benchmark),
        _("Release your view"),
    )


def _waits(benchmark: Benchmark, other: str) -> str:
    if benchmark.blind:
        sentence = _(
            "Your view is released. Both views become visible when %(country)s has released its own; until then there "
            "is nothing to do."
        )
    else:
        sentence = _("Your view is released and can be read. %(country)s has not released its view yet.")
    return sentence % {"country": other}


def _agree(benchmark: Benchmark, number: int) -> Step:
    sentence = ngettext(
        "Both views are released. They differ on %(number)d line: agree on it together, or keep your dissent.",
        "Both views are released. They differ on %(number)d lines: agree on them together, or keep your dissent.",
        number,
    )
    title = ngettext("Agree on %(number)d line", "Agree on %(number)d lines", number)
    figures = {"number": number}
    return Step(sentence % figures, title % figures, _to("reconcile", benchmark), title % figures)


def _to(name: str, benchmark: Benchmark) -> str:
    return reverse(f"benchmarking:{name}", args=[benchmark.ref])
