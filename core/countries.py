"""Countries by ISO 3166 code under the names the ILO uses."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: ASEAN member states, in English alphabetical order of their names.
COUNTRIES: dict[str, Promise] = {
    "BN": _("Brunei Darussalam"),
    "KH": _("Cambodia"),
    "ID": _("Indonesia"),
    "LA": _("Lao PDR"),
    "MY": _("Malaysia"),
    "MM": _("Myanmar"),
    "PH": _("Philippines"),
    "SG": _("Singapore"),
    "TH": _("Thailand"),
    "TL": _("Timor-Leste"),
    "VN": _("Viet Nam"),
}
CHOICES = list(COUNTRIES.items())

#: The language in which a country's original documents are usually written.
LANGUAGE_OF = {"TH": "th", "KH": "km", "LA": "lo", "MM": "my", "VN": "vi", "ID": "id", "MY": "ms", "BN": "ms"}


def name_of(code: str) -> str:
    """The country's name in the current language; the code itself when it is not one of ours."""
    return str(COUNTRIES.get(code, code))
