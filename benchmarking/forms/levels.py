"""Text from the pages of the level table turned into values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from benchmarking.models import LevelRow
from benchmarking.queries import levels as reads
from benchmarking.queries.levels import country_names
from benchmarking.states import Comparability
from core.fields import LongText, choose
from corridors.models import Corridor
from standards.models import FrameworkLevel

_COLUMNS = ("sending_level", "regional_level", "receiving_level")


class LevelRowForm(forms.Form):
    """A row of the table: one level in each column, a rating and what it rests on."""

    sending_level = forms.TypedChoiceField(required=False)
    regional_level = forms.TypedChoiceField(
        label=_("AQRF"),
        required=False,
        help_text=_("Leave it empty where neither side is referenced to the AQRF yet."),
    )
    receiving_level = forms.TypedChoiceField(required=False)
    rating = forms.ChoiceField(
        label=_("Rating of the levels"),
        required=False,
        choices=[("", _("Not rated yet")), *Comparability.choices],
        help_text=_("How the two levels stand to each other. It does not enter the coverage of the content."),
    )
    justification = LongText(
        label=_("Justification"),
        required=False,
        max_length=5000,
        rows=5,
        help_text=_("What the rating rests on: descriptors, complexity, autonomy, volume, entry."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, data: Any = None, *, corridor: Corridor, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        homes = {
            "sending_level": corridor.sending_country,
            "regional_level": "",
            "receiving_level": corridor.receiving_country,
        }
        names = country_names(corridor)
        self._levels: dict[str, FrameworkLevel] = {}
        for name, country in homes.items():
            groups = reads.levels_for(country)
            self._levels |= {str(level.pk): level for _title, levels in groups for level in levels}
            field = self.fields[name]
            choose(field, [("", _now("No level")), *((title, _options(levels)) for title, levels in groups)])
            if side := names.get(name.removesuffix("_level")):
                field.label = _now("Level of %(country)s") % {"country": side}
        self.fields["justification"].widget.attrs["data-autosave"] = f"levels-{corridor.ref}-justification"

    def values(self) -> dict[str, Any]:
        """The levels as rows, the rest as it was typed."""
        found: dict[str, Any] = {
            name: self._levels.get(str(self.cleaned_data.get(name) or "")) for name in _COLUMNS
        }
        return found | {name: self.cleaned_data[name] for name in ("rating", "justification")}


def _options(levels: list[FrameworkLevel]) -> list[tuple[str, str]]:
    return [(str(level.pk), f"{level} {level.title}".strip()) for level in levels]


def initial_of(row: LevelRow) -> dict[str, Any]:
    """What the form of a row starts from."""
    return {name: str(getattr(row, f"{name}_id") or "") for name in _COLUMNS} | {
        "rating": row.rating,
        "justification": row.justification,
        "revision": row.revision,
    }
