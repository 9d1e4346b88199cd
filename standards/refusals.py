"""The sentences that a person reads when a file is not taken, or is taken with doubts.

The intake knows codes and English sentences but no Django; here they pass through gettext. What only the web side
can notice (the reading ran out of memory) has its sentences here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from standards.intake.messages import MESSAGES

#: Content that could harm whoever opens the file: such a file is kept but handed out to nobody.
UNSAFE = frozenset({"macros", "embedded", "unsafe", "scripts", "remote"})

#: Refusals that come from running the reader, not from the reader itself.
OWN: Mapping[str, object] = {
    "too_complex": gettext_lazy(
        "The selected file is too complex to read here. Fill in the XLSX template with its lines and upload that, "
        "or upload a part of it."
    ),
    "zawgyi": gettext_lazy(
        "This line looks like Burmese for the Zawgyi font. Convert it to Unicode before you confirm."
    ),
    "unknown": gettext_lazy(
        "The selected file could not be read. Save it again as PDF, DOCX, XLSX or CSV and upload the new copy."
    ),
}


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a refusal or warning in the reader's language; never fails over a missing value."""
    text = (
        str(OWN[code])
        if code in OWN
        else gettext(MESSAGES[code])
        if code in MESSAGES
        else str(OWN["unknown"])
    )
    try:
        return text.format(**_shown(params or {}))
    except (KeyError, IndexError, ValueError):
        return text


def _shown(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: f"{value:,}" if isinstance(value, int) else str(value) for name, value in params.items()}


def problems(params: Mapping[str, Any]) -> list[str]:
    """The sentences for single rows of a spreadsheet, as stored with a refusal."""
    return [sentence(one["code"], one["params"]) for one in params.get("problems", [])]


def sentences(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The sentences of rows of code and params, such as what a reading could not keep (`Intake.not_kept`)."""
    return [sentence(one["code"], one["params"]) for one in rows]
