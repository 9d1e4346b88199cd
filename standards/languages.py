"""Languages in which original standards are written."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: dict[str, Promise] = {
    "en": _("English"),
    "my": _("Burmese"),
    "id": _("Indonesian"),
    "km": _("Khmer"),
    "lo": _("Lao"),
    "ms": _("Malay"),
    "th": _("Thai"),
    "vi": _("Vietnamese"),
}


def name_of(code: str) -> str:
    """The language's name; the code itself when it is not one of ours, empty for none."""
    return str(LANGUAGES.get(code, code))
