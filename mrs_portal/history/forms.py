"""The filters of the history, from the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from core import events, telling
from core.fields import Filter, choose
from mrs_portal.history.queries import EVERYTHING, SINCE_VISIT, Wanted

_PERIODS = [
    (SINCE_VISIT, _("Since my last visit")),
    ("1", _("The last day")),
    ("7", _("The last 7 days")),
    ("90", _("The last 90 days")),
    ("365", _("The last year")),
]


class ThingFilter(Filter):
    """Filters of the history of one thing or person."""

    event = forms.ChoiceField(label=_("What"), required=False)
    days = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", _("From the beginning")), *_PERIODS]
    )

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        labels = sorted(events.labels().items(), key=lambda pair: pair[1])
        choose(self.fields["event"], [("", _("Everything")), *labels])

    def wanted(self) -> Wanted:
        """What was asked for."""
        names = {name: self.value(name) for name in self.fields if name != "q"}
        return Wanted(query=self.value("q"), **names)


class HistoryFilter(ThingFilter):
    """Filters of the history of one's own country."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    kind = forms.ChoiceField(label=_("About"), required=False)
    days = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", _("The last 30 days")), *_PERIODS, (EVERYTHING, _("From the beginning"))],
    )
    field_order = ("q", "who", "event", "kind", "days")

    def __init__(self, data: Mapping[str, str], *, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        choose(self.fields["who"], [("", _("Everybody")), *people])
        choose(
            self.fields["kind"], [("", _("All things")), *((one.slug, one.words) for one in telling.kinds())]
        )
