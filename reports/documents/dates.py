"""Dates of a snapshot ("2019-06-03", "2019-07", "") in words."""

from __future__ import annotations

import datetime as dt

from django.utils import dateformat
from django.utils.translation import gettext as _


def day_text(iso: str) -> str:
    """ "3 June 2019", "July 2019" for a month, "" for none; text that is not a date stays as it is."""
    if len(iso) == 7:
        iso, shape = f"{iso}-01", "F Y"
    else:
        shape = "j F Y"
    try:
        return dateformat.format(dt.date.fromisoformat(iso[:10]), shape)
    except ValueError:
        return iso


def period_text(first: str, last: str) -> str:
    """ "3 to 5 June 2019", "27 May to 2 June 2019", one date where both are equal or one is absent."""
    if not last or first == last or not first:
        return day_text(first or last)
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        return _("%(first)s to %(last)s") % {"first": int(first[8:]), "last": day_text(last)}
    begin = day_text(first)
    if first[:4] == last[:4]:
        begin = begin.removesuffix(f" {first[:4]}")
    return _("%(first)s to %(last)s") % {"first": begin, "last": day_text(last)}


def moment_text(iso: str) -> str:
    """ "9 July 2019, 14:05 (UTC+07:00)"; text that is not a moment stays as it is."""
    try:
        moment = dt.datetime.fromisoformat(iso)
    except ValueError:
        return iso
    zone = f" ({moment.tzname()})" if moment.tzinfo else ""
    return f"{dateformat.format(moment, 'j F Y, H:i')}{zone}"
