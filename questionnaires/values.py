"""How an answer is stored: one form for each kind, whatever people type."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.dates import parse_date
from core.text import ascii_digits, clean
from questionnaires.states import AnswerKind

#: Longest answer and remark, in characters.
LONGEST = 10_000
#: Longest answer of the kind "short text".
SHORT = 300
_LARGEST = Decimal(10) ** 12


class Unfit(ValueError):
    """The answer is not of the kind that was asked for; the text is a sentence for the person."""


def stored(kind: str, choices: list[str], text: str) -> str:
    """The answer as it is stored: "" for none, "yes" or "no", a plain number, an ISO date, a choice, or text.

    Raises:
        Unfit: it is not of that kind.
    """
    value = clean(text)
    if not value:
        return ""
    if kind in (AnswerKind.NUMBER, AnswerKind.PERCENT):
        return _number(kind, value)
    if kind == AnswerKind.YES_NO and value not in ("yes", "no"):
        raise Unfit(_("Choose “Yes” or “No”, or say that it is not known."))
    if kind == AnswerKind.CHOICE and value not in choices:
        raise Unfit(_("Choose one of the answers of the list, or say that it is not known."))
    if kind == AnswerKind.DAY:
        return _day(value)
    longest = SHORT if kind == AnswerKind.TEXT else LONGEST
    if len(value) > longest:
        raise Unfit(
            _(
                "This answer has %(length)s characters; at most %(most)s fit. Shorten it, or add a file as evidence."
            )
            % {"length": len(value), "most": longest}
        )
    return value


def _number(kind: str, text: str) -> str:
    """Digits of five scripts, a comma or a point for decimals, blanks between thousands, a percent sign."""
    plain = ascii_digits(text).replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if plain.count(",") == 1 and "." not in plain and len(plain.split(",")[1]) != 3:  # 1,000 is a thousand
        plain = plain.replace(",", ".")
    try:
        number = Decimal(plain.replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or number > _LARGEST or -number.as_tuple().exponent > 6:  # type: ignore[operator]
        raise Unfit(_("Write a number without words, such as 60. Words belong into the remark."))
    if kind == AnswerKind.PERCENT and number > 100:
        raise Unfit(_("A share is between 0 and 100 percent."))
    return f"{number.normalize():f}"


def _day(text: str) -> str:
    """A date as people of five countries write it, years of the Buddhist era too."""
    day = parse_date(text)
    if day is None:
        raise Unfit(_("Write the date as year, month, day, such as 2019-06-12."))
    return day.isoformat()
