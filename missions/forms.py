"""Text from the pages of missions turned into values."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Team, User
from benchmarking.models import GapFinding
from core import countries
from core.fields import Day, Filter, LongText, Rows, Text, choose, rows_of
from corridors.models import Corridor, Pilot
from corridors.states import ROADMAP
from missions import queries
from missions.models import Mission, Observation
from missions.states import Effect, MissionKind, MissionState

DAY, MONTH = "day", "month"
#: Rows for gaps beyond those that an observation has already.
SPARE_ROWS = 3
MOST_ROWS = 30


class MonthField(forms.DateField):
    """A month, picked or typed as 2019-07; its first day."""

    default_error_messages = {
        "invalid": _("This is not a month. Write year and month, for example 2019-07."),
    }

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m", attrs={"type": "month"})
        super().__init__(widget=widget, input_formats=["%Y-%m", "%m/%Y", "%B %Y", "%b %Y"], **options)


class MissionFilter(Filter):
    """Filters of the list of missions."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    round = forms.ChoiceField(label=_("Round"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *MissionState.choices]
    )
    corridor = forms.ChoiceField(label=_("Corridor"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        rounds = [(str(number), str(number)) for number in queries.rounds_of(user)]
        corridors = [(row.ref, str(row)) for row in queries.corridors_seen(user)]
        choices = {
            "country": [("", _("All countries")), *queries.countries_of(user)],
            "round": [("", _("All rounds")), *rounds],
            "corridor": [("", _("All corridors")), *corridors],
        }
        for name, values in choices.items():
            choose(self.fields[name], values)


class MissionForm(forms.Form):
    """A mission: what, where, for which corridors, when."""

    title = Text(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=MissionKind.choices, initial=MissionKind.VISIT)
    round = forms.IntegerField(
        label=_("Round"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("1 for first missions, 2 for second ones. Leave it empty when it belongs to no round."),
    )
    country = forms.ChoiceField(label=_("Country"), choices=[("", _("Choose a country")), *countries.CHOICES])
    place = Text(label=_("Place"), max_length=120, help_text=_("The town, or the tool of an online meeting."))
    corridors = Rows(
        Corridor.objects.none(),
        label=_("Corridors"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One mission may serve several corridors."),
        error_messages={"required": _("Choose at least one corridor that the mission serves.")},
    )
    teams = Rows(Team.objects.none(), label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple)
    day_known = forms.ChoiceField(
        label=_("Is the day known?"),
        widget=forms.RadioSelect,
        choices=[(DAY, _("Yes, first and last day")), (MONTH, _("No, only the month"))],
        initial=DAY,
    )
    planned_start = Day(label=_("First day"), required=False, help_text=_("If the day is known."))
    planned_end = Day(
        label=_("Last day"),
        required=False,
        help_text=_("If the day is known; leave it empty for a single day."),
    )
    planned_month = MonthField(
        label=_("Month"), required=False, help_text=_("If only the month is known, for example 2019-07.")
    )
    actual_start = Day(label=_("Held from"))
    actual_end = Day(label=_("Held until"))
    agenda = LongText(
        label=_("Agenda"),
        required=False,
        max_length=20_000,
        rows=8,
        help_text=_("Start each day with a line such as “Day 1”, then one line for each session."),
    )
    note = LongText(label=_("Note"), required=False, max_length=5000)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, data: Any = None, *, pilot: Pilot, user: User, mission: Mission | None = None) -> None:
        super().__init__(data, initial=initial_of(mission) if mission else None)
        self.user, self.mission = user, mission
        rows_of(self.fields["corridors"], queries.corridors_seen(user).filter(pilot=pilot))
        rows_of(self.fields["teams"], Team.objects.filter(corridors__pilot=pilot).distinct().order_by("name"))
        if mission is None or mission.state != MissionState.HELD:
            del self.fields["actual_start"], self.fields["actual_end"]
        key = mission.ref if mission else f"new-{pilot.ref}"
        for name in ("agenda", "note"):
            self.fields[name].widget.attrs["data-autosave"] = f"mission-{key}-{name}"

    @property
    def what(self) -> list[forms.BoundField]:
        """Fields on what and where."""
        return self._fields("title", "kind", "round", "country", "place", "corridors", "teams")

    @property
    def planned(self) -> list[forms.BoundField]:
        """Fields on planned dates."""
        return self._fields("day_known", "planned_start", "planned_end", "planned_month")

    @property
    def actual(self) -> list[forms.BoundField]:
        """Fields on actual dates; none before the mission is held."""
        return self._fields("actual_start", "actual_end")

    @property
    def words(self) -> list[forms.BoundField]:
        """Fields of long text."""
        return self._fields("agenda", "note")

    def _fields(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """The day or the month, as the answer to "Is the day known?" says."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day_known") == MONTH:
            if not cleaned.get("planned_month") and "planned_month" not in self.errors:
                self.add_error("planned_month", _now("Write the month, or say that the day is known."))
        elif not cleaned.get("planned_start") and "planned_start" not in self.errors:
            self.add_error("planned_start", _now("Write the first day, or say that only the month is known."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the verbs take. Corridors that the person does not see stay with the mission."""
        left_out = ("revision", "day_known", "planned_month")
        found = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        month_only = self.cleaned_data["day_known"] == MONTH
        start = self.cleaned_data["planned_month" if month_only else "planned_start"]
        end = start if month_only else self.cleaned_data["planned_end"] or start
        found |= {"planned_start": start, "planned_end": end, "planned_month_only": month_only}
        if self.mission is not None:
            unseen = self.mission.corridors.exclude(pk__in=queries.corridors_seen(self.user))
            found["corridors"] = [*found["corridors"], *unseen]
        return found


class HeldForm(forms.Form):
    """The days on which a mission was held."""

    actual_start = Day(label=_("First day"))
    actual_end = Day(label=_("Last day"), required=False, help_text=_("Leave it empty for a single day."))

    def __init__(self, data: Any = None, *, mission: Mission) -> None:
        known = not mission.planned_month_only
        initial = {"actual_start": mission.planned_start, "actual_end": mission.planned_end}
        super().__init__(data, initial=initial if known else None)

    def dates(self) -> dict[str, date]:
        """Both days."""
        start = self.cleaned_data["actual_start"]
        return {"actual_start": start, "actual_end": self.cleaned_data["actual_end"] or start}


class ObservationForm(forms.Form):
    """What was seen or said, and what it does to gaps of the corridor."""

    corridor = forms.ModelChoiceField(
        Corridor.objects.none(),
        label=_("Corridor"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the corridor that the observation is about.")},
    )
    step = forms.ChoiceField(
        label=_("Roadmap step"),
        required=False,
        choices=[("", _("No single step")), *((code, f"{code} {name}") for code, name in ROADMAP.items())],
    )
    site = Text(
        label=_("Session or site"),
        max_length=200,
        help_text=_("For example: testing centre, wall test of level 1."),
    )
    observed_on = Day(label=_("Date"))
    text = LongText(
        label=_("What was seen or said"),
        max_length=20_000,
        rows=7,
        help_text=_("Plain facts: what, how, how many. Name offices and functions, not persons."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        data: Any = None,
        *,
        mission: Mission,
        user: User,
        observation: Observation | None = None,
        gap_ref: str = "",
    ) -> None:
        served = list(queries.corridors_seen(user).filter(missions=mission))
        self.gaps = {gap.ref: gap for gap in queries.gaps_of(served, user)}
        super().__init__(data, initial=self._initial(mission, served, observation, self.gaps.get(gap_ref)))
        corridors = Corridor.objects.filter(pk__in=[one.pk for one in served]).select_related("skill_area")
        rows_of(self.fields["corridor"], corridors)
        key = observation.ref if observation else f"new-{mission.ref}"
        self.fields["text"].widget.attrs["data-autosave"] = f"observation-{key}-text"
        self.links = links_of(observation, self.gaps) if observation else []
        if not observation and gap_ref in self.gaps:
            self.links = [(gap_ref, Effect.CONFIRMS.value)]
        self._add_rows(len(self.links) + SPARE_ROWS if self.gaps else 0)

    def _initial(
        self,
        mission: Mission,
        served: list[Corridor],
        observation: Observation | None,
        gap: GapFinding | None,
    ) -> dict[str, Any]:
        if observation:
            names = ("step", "site", "observed_on", "text", "revision")
            return {name: getattr(observation, name) for name in names} | {
                "corridor": observation.corridor_id
            }
        day = mission.actual_start or (None if mission.planned_month_only else mission.planned_start)
        only = served[0].pk if len(served) == 1 else None
        return {"observed_on": day, "corridor": gap.corridor_id if gap else only}

    def _add_rows(self, count: int) -> None:
        sent = sum(name.startswith("gap_") for name in self.data) if self.is_bound else 0
        self.row_count = min(max(count, sent), MOST_ROWS) if self.gaps else 0
        choices = [("", _("No gap")), *self._choices()]
        for row in range(1, self.row_count + 1):
            link = self.links[row - 1] if row <= len(self.links) else ("", "")
            self.fields[f"gap_{row}"] = forms.ChoiceField(
                label=_("Gap %(row)s") % {"row": row}, required=False, choices=choices, initial=link[0]
            )
            self.fields[f"effect_{row}"] = forms.ChoiceField(
                label=_("Effect on gap %(row)s") % {"row": row},
                required=False,
                choices=[("", _("Choose the effect")), *Effect.choices],
                initial=link[1],
            )

    def _choices(self) -> list[Any]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for gap in self.gaps.values():
            groups.setdefault(str(gap.corridor), []).append((gap.ref, str(gap)))
        return (
            list(groups.items()) if len(groups) > 1 else [one for group in groups.values() for one in group]
        )

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields before the rows of gaps."""
        return [self[name] for name in ("corridor", "step", "site", "observed_on", "text")]

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of gap and effect."""
        return [(self[f"gap_{row}"], self[f"effect_{row}"]) for row in range(1, self.row_count + 1)]

    def clean(self) -> dict[str, Any]:
        """Each gap once, of the corridor chosen, and with an effect."""
        cleaned = super().clean() or self.cleaned_data
        taken: set[str] = set()
        for row in range(1, self.row_count + 1):
            ref, effect = cleaned.get(f"gap_{row}"), cleaned.get(f"effect_{row}")
            if ref and not effect:
                self.add_error(f"effect_{row}", _now("Say what the observation does to this gap."))
            elif effect and not ref:
                self.add_error(
                    f"gap_{row}",
                    _now(
                        "Choose the gap. A new gap comes from a judgement in the benchmark, then it can be chosen here."
                    ),
                )
            elif ref:
                self._check_gap(row, ref, cleaned.get("corridor"), taken)
        return cleaned

    def _check_gap(self, row: int, ref: str, corridor: Corridor | None, taken: set[str]) -> None:
        if ref in taken:
            self.add_error(f"gap_{row}", _now("This gap stands in another row already. Choose it once."))
        elif corridor is not None and self.gaps[ref].corridor_id != corridor.pk:
            self.add_error(f"gap_{row}", _now("This gap belongs to another corridor than the one you chose."))
        taken.add(ref)

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        names = ("corridor", "step", "site", "observed_on", "text")
        rows = [
            (self.cleaned_data[f"gap_{row}"], self.cleaned_data[f"effect_{row}"])
            for row in range(1, self.row_count + 1)
        ]
        gaps = {self.gaps[ref]: effect for ref, effect in rows if ref}
        return {name: self.cleaned_data[name] for name in names} | {"gaps": gaps}

    def theirs(self, current: Observation) -> dict[str, object]:
        """The values of the row as it is now, by field of this form, for the page of a conflict."""
        found: dict[str, object] = {
            name: getattr(current, name) for name in ("corridor", "step", "site", "observed_on", "text")
        }
        links = [*links_of(current, self.gaps), *[("", "")] * self.row_count]
        for row in range(1, self.row_count + 1):
            found[f"gap_{row}"], found[f"effect_{row}"] = links[row - 1]
        return found


def links_of(observation: Observation, gaps: dict[str, GapFinding]) -> list[tuple[str, str]]:
    """(reference of the gap, effect) of an observation, in the order of the register; only gaps that are seen."""
    effects = dict(observation.gap_links.values_list("gap__ref", "effect"))
    return [(ref, effects[ref]) for ref in gaps if ref in effects]


def initial_of(mission: Mission) -> dict[str, Any]:
    """The values of a mission by field of its form; corridors and teams as rows."""
    names = [name for name in MissionForm.base_fields if hasattr(mission, name)]
    found = {name: getattr(mission, name) for name in names}
    month_only = mission.planned_month_only
    return found | {
        "corridors": list(mission.corridors.select_related("skill_area")),
        "teams": list(mission.teams.order_by("name")),
        "day_known": MONTH if month_only else DAY,
        "planned_start": None if month_only else mission.planned_start,
        "planned_end": None if month_only else mission.planned_end,
        "planned_month": mission.planned_start if month_only else None,
    }
