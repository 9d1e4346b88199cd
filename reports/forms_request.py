"""What a person asks a report for, from the address of the page that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from reports import queries
from reports.documents.kinds import KINDS
from reports.models import Scope
from reports.states import PRINTED, REACHES, Language, Reach, ReportKind

#: In place of a country: all of them.
ALL = "all"
#: Kinds with a page of their own, because more has to be chosen.
_ELSEWHERE = frozenset({ReportKind.EDITIONS})
_WHAT = {
    Reach.CORRIDOR: lazy("one corridor"),
    Reach.COUNTRY: lazy("all corridors with one sending country"),
    Reach.PILOT: lazy("the whole pilot"),
}


def kinds_for(*reaches: str) -> list[tuple[str, str]]:
    """(kind, words) of the kinds that can be made and speak of one of these, in the order of ReportKind."""
    return [
        (kind.value, str(kind.label))
        for kind in ReportKind
        if kind in KINDS and kind not in _ELSEWHERE and REACHES[kind] & set(reaches)
    ]


class RequestForm(forms.Form):
    """Kind and language, and for a pilot the sending country. What the address leaves out has its usual value.

    Attributes:
        scope: what the report would speak of, once the form is valid.
    """

    kind = forms.ChoiceField(
        label=lazy("Kind of report"),
        error_messages={
            "invalid_choice": lazy("There is no report of this kind here. Choose one of the list.")
        },
    )
    country = forms.ChoiceField(
        label=lazy("Corridors"),
        error_messages={
            "invalid_choice": lazy("This country has no corridor in this pilot. Choose one of the list.")
        },
    )
    language = forms.ChoiceField(
        label=lazy("Language of the report"),
        choices=[(one.value, one.label) for one in PRINTED],
        error_messages={
            "invalid_choice": lazy("Reports are not made in this language. Choose one of the list.")
        },
        help_text=lazy(
            "Headings and fixed sentences are printed in this language. What was written in the portal is printed as "
            "it was written."
        ),
    )

    def __init__(self, data: Mapping[str, Any], *, scope: Scope) -> None:
        self.scope = scope
        of_corridor = scope.corridor is not None
        reaches = (Reach.CORRIDOR,) if of_corridor else (Reach.PILOT, Reach.COUNTRY)
        kinds = kinds_for(*reaches)
        usual = {
            "kind": kinds[0][0] if of_corridor else str(ReportKind.VOLUME),
            "country": ALL,
            "language": str(Language.EN),
        }
        super().__init__(usual | {name: value for name, value in data.items() if value})
        self._choices("kind", kinds)
        if of_corridor:
            del self.fields["country"]
        else:
            self._choices("country", [(ALL, _("All corridors of the pilot")), *self._countries()])

    def _countries(self) -> list[tuple[str, str]]:
        return [
            (code, _("All corridors with %(country)s") % {"country": name})
            for code, name in queries.sending_countries(self.scope)
        ]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A kind that cannot speak of so much is refused in words."""
        values = super().clean() or {}
        country = values.get("country", ALL)
        self.scope = replace(
            self.scope,
            sending_country=self.scope.sending_country if country == ALL else country,
            language=values.get("language") or self.scope.language,
        )
        kind = values.get("kind")
        if kind and "country" in values and self.scope.reach not in REACHES[kind]:
            known = ", ".join(str(_WHAT[reach]) for reach in Reach if reach in REACHES[kind])
            self.add_error(
                "country",
                _("“%(kind)s” speaks of: %(reaches)s. Choose other corridors or another kind.")
                % {"kind": ReportKind(kind).label, "reaches": known},
            )
        return values

    @property
    def chosen_kind(self) -> ReportKind:
        """The kind, once the form is valid."""
        return ReportKind(self.cleaned_data["kind"])
