"""Text from the pages of a report's life: days, comments, answers, withdrawal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import Day, LongText, Text
from reports.documents.common import Document
from reports.documents.kinds import parts_of

#: What the page proposes when a report is sent to somebody: two weeks.
PROPOSED = timedelta(days=14)


class SendForm(forms.Form):
    """By when those to whom a report goes should be through."""

    due_on = Day(
        label=_("By when, if you wish to name a day"),
        required=False,
        help_text=_(
            "They are reminded by e-mail three days before this day and after it. Leave it empty for no day."
        ),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        if data is not None and "due_on" not in data:
            data = {**data.dict(), "due_on": ""}
        super().__init__(data, initial=initial or {"due_on": timezone.localdate() + PROPOSED})


class WithdrawalForm(forms.Form):
    """Why a published report should be withdrawn."""

    reason = LongText(
        label=_("Why should this report be withdrawn?"),
        max_length=2000,
        rows=4,
        help_text=_("Everybody who sees the report will read this, observers included."),
        error_messages={
            "required": _("Say why, in a sentence that every reader of the report will understand.")
        },
    )

    def __init__(self, data: Any = None, *, ref: str) -> None:
        super().__init__(data)
        self.fields["reason"].widget.attrs["data-autosave"] = f"report-{ref}-withdrawal"


class AnswerToWithdrawal(forms.Form):
    """The second person's decision on a request for withdrawal, or the first one's change of mind."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[("withdraw", _("Withdraw the report")), ("drop", _("Refuse: the report stays as it is"))],
        error_messages={"required": _("Choose whether the report is withdrawn or stays.")},
    )
    reason = LongText(
        label=_("Reason or remark"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("Needed when you refuse. It stays in the history of your side."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, data: Any = None, *, ref: str, seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        self.fields["reason"].widget.attrs["data-autosave"] = f"report-{ref}-withdrawal-answer"

    def clean(self) -> dict[str, Any]:
        """A refusal needs a reason."""
        values = super().clean() or {}
        if values.get("decision") == "drop" and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why the report should stay."))
        return values


class CommentForm(forms.Form):
    """A comment on a version: on the whole, on one part, or on one row of a part."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    part = forms.ChoiceField(label=_("What is it about?"), required=False)
    row = Text(
        label=_("Row, if it is about one"),
        max_length=80,
        required=False,
        help_text=_("The number as printed, such as 2.1.4 or G03."),
    )
    text = LongText(
        label=_("Comment"),
        max_length=5000,
        rows=4,
        error_messages={"required": _("Write your comment first.")},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        ref: str,
        version: int,
        document: Document,
        part: str = "",
        row: str = "",
    ) -> None:
        names = parts_of(document)
        about = {"part": part, "row": row[:80]} if part in names else {}
        super().__init__(data, initial={"version": version, **about})
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("The whole report")), *((name, name) for name in names)]
        self.fields["text"].widget.attrs["data-autosave"] = f"report-{ref}-comment"

    def clean(self) -> dict[str, Any]:
        """A row needs its part."""
        values = super().clean() or {}
        if values.get("row") and not values.get("part") and "part" not in self.errors:
            self.add_error("part", _("Choose the part that the row stands in."))
        return values


class AnswerForm(forms.Form):
    """The answer to a comment. `seen` is the answer that stood on the page."""

    text = LongText(
        label=_("Answer"),
        max_length=5000,
        rows=4,
        error_messages={"required": _("Write your answer first.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=6000, strip=False)

    def __init__(self, data: Any = None, *, comment: int, present: str) -> None:
        super().__init__(data, initial={"text": present, "seen": present})
        self.fields["text"].widget.attrs["data-autosave"] = f"report-comment-{comment}-answer"
