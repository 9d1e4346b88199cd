"""Text from the pages of corridors and the action plan turned into values."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.fields import Day, Filter, LongText, Text, choose, rows_of
from corridors import queries
from corridors.models import Activity, Corridor, Pilot
from corridors.states import ACTIVITY_TRANSITIONS, ActivityKind, ActivityState, Priority


class CorridorFilter(Filter):
    """Filters of the list of corridors."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    skill_area = forms.ChoiceField(label=_("Skill area"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[("", _("Both priorities")), *Priority.choices]
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        areas = [(area.slug, area.title) for area in queries.skill_areas_of(user)]
        choose(self.fields["country"], [("", _("All countries")), *queries.countries_of(user)])
        choose(self.fields["skill_area"], [("", _("All skill areas")), *areas])


class PlanFilterForm(Filter):
    """Filters of the action plan."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *ActivityState.choices, (queries.LATE, _("Late"))],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *ActivityKind.choices]
    )
    corridor = forms.ChoiceField(label=_("Corridor"), required=False)

    def __init__(self, data: Any, *, pilot: Pilot, user: User) -> None:
        super().__init__(data)
        corridors = [(row.ref, str(row)) for row in corridors_of(pilot, user)]
        choose(self.fields["country"], [("", _("All countries")), *queries.plan_countries(pilot, user)])
        choose(self.fields["corridor"], [("", _("All corridors")), *corridors])

    def wanted(self) -> queries.PlanFilter:
        """The filter in the words of the query."""
        names = ("state", "country", "kind", "corridor")
        return queries.PlanFilter(query=self.value("q"), **{name: self.value(name) for name in names})


class ActivityForm(forms.Form):
    """One row of the action plan."""

    title = Text(label=_("Activity"), max_length=300)
    number = Text(
        label=_("No."),
        max_length=10,
        required=False,
        help_text=_("As in the plan, for example 3.1. Leave it empty to get the next number."),
    )
    parent = forms.ModelChoiceField(
        Activity.objects.none(),
        label=_("Stands below"),
        required=False,
        empty_label=_("Nothing: a main row of the plan"),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ActivityKind.choices,
        initial=ActivityKind.ACTIVITY,
        help_text=_(
            "Assistance is technical help that closes gaps: a workshop, training of assessors, a manual."
        ),
    )
    corridor = forms.ModelChoiceField(
        Corridor.objects.none(), label=_("Corridor"), required=False, empty_label=_("No single corridor")
    )
    country = forms.ChoiceField(
        label=_("Country concerned"),
        required=False,
        help_text=_("A row of one country is seen by that country, the lead country and the ILO only."),
    )
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Owner"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The organisation that sees to it."),
    )
    planned_start = Day(label=_("Planned start"), required=False)
    planned_end = Day(label=_("Planned end"), required=False)
    dates_illustrative = forms.BooleanField(
        label=_("The dates are illustrative"),
        required=False,
        help_text=_("Tick this when nobody has decided the dates yet."),
    )
    note = LongText(label=_("Note"), max_length=5000, required=False, autosave="activity-note")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self, data: Any = None, *, pilot: Pilot, user: User, activity: Activity | None = None
    ) -> None:
        super().__init__(data, initial=_initial(activity) if activity else None)
        above = Activity.objects.visible_to(user).filter(pilot=pilot)
        if activity is not None:
            above = above.exclude(pk=activity.pk)
            self.fields["note"].widget.attrs["data-autosave"] = f"activity-{activity.ref}-note"
        rows_of(self.fields["parent"], above.order_by("position", "pk"))
        rows_of(self.fields["corridor"], corridors_of(pilot, user))
        if activity is not None and activity.corridor_id and not queries.seen_corridor(activity, user):
            del self.fields["corridor"]  # another group's: it stays as it is
        owner = activity.owner_id if activity else None
        rows_of(self.fields["owner"], queries.plan_owners(pilot, user, owner))
        choose(self.fields["country"], [("", _("A common row")), *queries.plan_countries(pilot, user)])

    def fields_of_activity(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


#: What is asked of a person, by the state that it leads to.
_MOVE_WORDS = {
    ActivityState.IN_PROGRESS: _("It has started"),
    ActivityState.DONE: _("It is done"),
    ActivityState.CANCELLED: _("It will not take place"),
    ActivityState.PLANNED: _("It is planned again"),
}


class MoveForm(forms.Form):
    """What happened to an activity, and when."""

    to = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    on = Day(
        label=_("On which day?"), required=False, help_text=_("The day it started, or the day it was done.")
    )
    started_on = Day(
        label=_("First day, if it is done and was not recorded as started"),
        required=False,
        help_text=_("Leave it empty when it took one day."),
    )
    reason = LongText(label=_("Remark"), max_length=500, rows=2, required=False)

    def __init__(self, data: Any = None, *, activity: Activity, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self.today = today
        allowed = ACTIVITY_TRANSITIONS[activity.state]
        words = [(state.value, label) for state, label in _MOVE_WORDS.items() if state in allowed]
        if activity.state == ActivityState.DONE:
            words = [(ActivityState.IN_PROGRESS.value, _("It is not done after all and goes on"))]
        choose(self.fields["to"], words)
        if len(words) == 1:
            self.fields["to"].initial = words[0][0]
        if activity.actual_start or ActivityState.DONE not in allowed:
            del self.fields["started_on"]

    def clean_on(self) -> date:
        """Today when left empty; what lies ahead has not happened."""
        return _past(self.cleaned_data["on"] or self.today, self.today)

    def clean_started_on(self) -> date | None:
        """Also not ahead."""
        started: date | None = self.cleaned_data["started_on"]
        return _past(started, self.today) if started else None


def _past(day: date, today: date) -> date:
    if day > today:
        raise ValidationError(_("This day lies ahead. Record what has happened; what is to come is planned."))
    return day


def corridors_of(pilot: Pilot, user: User) -> Any:
    """Corridors of the pilot that the person sees."""
    return Corridor.objects.visible_to(user).filter(pilot=pilot).select_related("skill_area")


def _initial(activity: Activity) -> dict[str, Any]:
    names = [name for name in ActivityForm.base_fields if name not in ("parent", "corridor", "owner")]
    rows = {name: getattr(activity, f"{name}_id") for name in ("parent", "corridor", "owner")}
    return {name: getattr(activity, name) for name in names} | rows
