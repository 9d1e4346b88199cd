"""Text from the pages of gaps turned into values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from benchmarking import proofs
from benchmarking.models import GapFinding
from benchmarking.states import ActionType, GapCode, ReplyPosition, Severity
from core import countries
from core.fields import Day, Text
from corridors.models import Activity

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

#: Longest text of one field; far above what people write, far below what hurts a page.
LONGEST = 10_000


def _long_text(label: Words, *, hint: Words = "", rows: int = 5, draft: str = "") -> Text:
    attrs = {"rows": rows} | ({"data-autosave": draft} if draft else {})
    return Text(label=label, help_text=hint, max_length=LONGEST, widget=forms.Textarea(attrs=attrs))


def _date(label: Words) -> Day:
    return Day(label=label, required=False)


def named(codes: set[str]) -> list[tuple[str, str]]:
    """Countries with their names, in English alphabetical order."""
    return sorted(((code, countries.name_of(code)) for code in codes), key=lambda pair: pair[1])


class EditGapForm(forms.Form):
    """A person's words on a gap, and its data."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = Text(
        label=gettext_lazy("Title"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "A few words that both sides will recognise. Empty: the line of the standard stands for it."
        ),
    )
    description = _long_text(
        gettext_lazy("Description"),
        hint=gettext_lazy(
            "What the difference means at work in the receiving country. The comparison never changes these words."
        ),
        rows=6,
    )
    recommended_action = _long_text(
        gettext_lazy("Recommended action"),
        hint=gettext_lazy("What would close the gap, and who would do it."),
        rows=4,
    )
    action_type = forms.ChoiceField(
        label=gettext_lazy("Type of action"),
        required=False,
        choices=[("", gettext_lazy("Not decided yet")), *ActionType.choices],
    )
    code = forms.ChoiceField(label=gettext_lazy("Gap code"), choices=GapCode.choices)
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), choices=Severity.choices)
    owner_country = forms.ChoiceField(
        label=gettext_lazy("Owner country"),
        help_text=gettext_lazy("The country that works on closing the gap."),
    )
    owner_office = forms.ModelChoiceField(
        label=gettext_lazy("Owner office"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not decided yet"),
        help_text=gettext_lazy("The office of the owner country that does the work or sees to it."),
    )
    due_on = _date(gettext_lazy("Due on"))

    def __init__(self, *args: Any, gap: GapFinding, offices: QuerySet[Organisation], **kwargs: Any) -> None:
        corridor = gap.corridor
        kwargs.setdefault("initial", {name: getattr(gap, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        for name in ("description", "recommended_action"):
            self.fields[name].required = False
            self.fields[name].widget.attrs["data-autosave"] = f"gap-{gap.ref}-{name}"
        _rows(self, "owner_office", offices)
        owner = self.fields["owner_country"]
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101  # for the type checker
        owner.choices = named({corridor.receiving_country, corridor.sending_country})


class ReasonForm(forms.Form):
    """A reason that others will understand later."""

    reason = _long_text(gettext_lazy("Reason"))

    def __init__(self, *args: Any, gap: GapFinding, hint: Words = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = str(hint)
        self.fields["reason"].widget.attrs["data-autosave"] = f"gap-{gap.ref}-reason"


class ReportDoneForm(forms.Form):
    """What was done and what proves it."""

    what_was_done = _long_text(gettext_lazy("What was done"))
    proof_note = _long_text(
        gettext_lazy("Proof"),
        hint=gettext_lazy(
            "What proves it and where it can be seen: a page of the new edition, a record of a test, a certificate."
        ),
        rows=3,
    )
    proof = forms.FileField(
        label=gettext_lazy("Proof file"),
        required=False,
        allow_empty_file=True,
        max_length=255,
        help_text=gettext_lazy(
            "PDF, DOCX, XLSX, JPG or PNG, up to 25 MB. A file sent earlier stays unless you choose another."
        ),
        widget=forms.FileInput(attrs={"accept": proofs.ACCEPT}),
    )

    def __init__(self, *args: Any, gap: GapFinding, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"what_was_done": gap.what_was_done, "proof_note": gap.proof_note})
        super().__init__(*args, **kwargs)
        for name in ("what_was_done", "proof_note"):
            self.fields[name].widget.attrs["data-autosave"] = f"gap-{gap.ref}-{name}"

    def clean_proof(self) -> UploadedFile[bytes] | None:
        """Only what can be kept."""
        proof: UploadedFile[bytes] | None = self.cleaned_data.get("proof")
        if proof is not None and (fault := proofs.fault_of(proof)):
            raise forms.ValidationError(fault)
        return proof


class CloseForm(forms.Form):
    """Result of the check by a second person."""

    note = _long_text(
        gettext_lazy("Result of the check"),
        hint=gettext_lazy("What you looked at and what you found. It is printed in the report."),
    )

    def __init__(self, *args: Any, gap: GapFinding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["data-autosave"] = f"gap-{gap.ref}-note"


class ReplyForm(forms.Form):
    """One contribution to the conversation of both sides."""

    text = _long_text(
        gettext_lazy("Your reply"), hint=gettext_lazy("Both sides and the ILO can read it."), rows=4
    )

    def __init__(self, *args: Any, gap: GapFinding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["data-autosave"] = f"gap-{gap.ref}-reply"


class PositionForm(forms.Form):
    """The sending country's formal reply to a gap."""

    position = forms.ChoiceField(
        label=gettext_lazy("Your country"),
        choices=ReplyPosition.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what your country says to this gap.")},
    )
    text = _long_text(
        gettext_lazy("In words"),
        hint=gettext_lazy(
            "Needed where your country has remarks or does not accept the finding. Both sides and the ILO can read it, "
            "and the report prints it."
        ),
        rows=6,
    )

    def __init__(self, *args: Any, gap: GapFinding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].widget.attrs["data-autosave"] = f"gap-{gap.ref}-position"


class LinkActivityForm(forms.Form):
    """An activity of the plan that addresses the gap."""

    activity = forms.ModelChoiceField(
        label=gettext_lazy("Activity"),
        queryset=Activity.objects.none(),
        to_field_name="ref",
        empty_label=gettext_lazy("Choose an activity"),
        error_messages={"invalid_choice": gettext_lazy("Choose an activity from the list.")},
    )

    def __init__(self, *args: Any, activities: QuerySet[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rows(self, "activity", activities)


class PlanActivityForm(forms.Form):
    """A new activity for the gap."""

    title = Text(
        label=gettext_lazy("What will be done"),
        max_length=300,
        help_text=gettext_lazy("For example a workshop, a training of assessors, a revised manual."),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not decided yet"),
    )
    planned_start = _date(gettext_lazy("Planned start"))
    planned_end = _date(gettext_lazy("Planned end"))
    note = _long_text(gettext_lazy("Note"), rows=3)

    def __init__(self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = False
        _rows(self, "owner", owners)

    def clean(self) -> dict[str, Any]:
        """The end does not lie before the start."""
        values = super().clean() or self.cleaned_data
        start, end = values.get("planned_start"), values.get("planned_end")
        if start and end and end < start:
            self.add_error(
                "planned_end",
                _("The planned end lies before the planned start. Change one of the two dates."),
            )
        return values


def _rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type checker
    field.queryset = rows
