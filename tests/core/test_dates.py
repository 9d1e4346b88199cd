"""Dates of the region: four kinds of digits, month names, the Buddhist era; what is unclear stays unread."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms

from core.dates import parse_date
from core.fields import Day
from core.text import ascii_digits

MARCH = date(2018, 3, 31)


@pytest.mark.parametrize(
    "text",
    [
        "2018-03-31",
        "2018/3/31",
        "31/03/2018",
        "31.3.2018",
        "31-03-2018",
        "31/03/2561",
        "2561-03-31",
        "๓๑/๐๓/๒๕๖๑",
        "๓๑ มีนาคม ๒๕๖๑",
        "31 มี.ค. 2561",
        "31 มีนาคม พ.ศ. 2561",
        "31 มีนาคม ค.ศ. 2018",
        "៣១/០៣/២០១៨",
        "៣១ មីនា ២០១៨",
        "໓໑/໐໓/໒໐໑໘",
        "31 ມີນາ 2018",
        "၃၁/၀၃/၂၀၁၈",
        "၃၁ မတ် ၂၀၁၈",
        "31 March 2018",
        "31st March, 2018",
        "March 31, 2018",
        "31 Mar 2018",
        "31/03/2561 B.E.",
        " 31 / 03 / 2018 ".replace(" / ", "/"),
    ],
)
def test_one_day_in_many_hands(text: str) -> None:
    assert parse_date(text) == MARCH


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/03/61",  # which century, which era?
        "03/31/2018",  # no month 31: whoever wrote it did not mean day first
        "31/02/2018",
        "29/02/2562",  # 2019 has none
        "31 March",
        "2018",
        "31/03/2300",  # between the eras
        "31/03/0018",
        "31/03/9999",
        "31 មីនា ព.ស. 2561",  # begins in May there
        "31 มีนาคม พ.ศ. 2018",
        "31 มีนาคม ค.ศ. 2561",
        "31 Brumaire 2018",
        "31/03/20188",
        "1/2/3/2018",
    ],
)
def test_what_is_impossible_or_could_mean_two_days_is_not_guessed(text: str) -> None:
    assert parse_date(text) is None


def test_leap_days_follow_the_common_era() -> None:
    assert parse_date("29/02/2563") == date(2020, 2, 29)


def test_four_kinds_of_digits_and_nothing_else_is_changed() -> None:
    assert ascii_digits("๐๙ ໐໙ ၀၉ ០៩ 09 Ⅸ ²") == "09 09 09 09 09 Ⅸ ²"


class _Form(forms.Form):
    day = Day()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("2561-03-31", []),
        ("๓๑/๐๓/๒๕๖๑", []),
        ("31.31.2018", ["invalid"]),
        ("1890-01-01", ["year"]),
        ("", ["required"]),
    ],
)
def test_the_field_for_days_understands_them(text: str, faults: list[str]) -> None:
    form = _Form({"day": text})

    assert [fault.code for fault in form.errors.as_data().get("day", [])] == faults
    assert faults or form.cleaned_data["day"] == MARCH
