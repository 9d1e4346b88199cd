"""Break points in scripts without spaces: at word ends, invisible, fast."""

from __future__ import annotations

import time

import pytest

from core.linebreaks import LONGEST_RUN, ZERO_WIDTH_SPACE, break_points


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("រៀបឥដ្ឋឱ្យត្រង់", ["រៀប", "ឥដ្ឋ", "ឱ្យ", "ត្រង់"]),
        ("ກໍ່ຝາດິນຈີ່ໃຫ້ຊື່ກົງ", ["ກໍ່", "ຝາ", "ດິນຈີ່", "ໃຫ້", "ຊື່ກົງ"]),
        ("အုတ်များကို", ["အုတ်", "များ", "ကို"]),
        ("ก่ออิฐให้ได้แนว", ["ก่อ", "อิฐ", "ให้", "ได้", "แนว"]),
    ],
    ids=["Khmer", "Lao", "Burmese", "Thai"],
)
def test_a_line_may_break_where_a_word_ends(text: str, words: list[str]) -> None:
    assert break_points(text).split(ZERO_WIDTH_SPACE) == words


@pytest.mark.parametrize("text", ["", "Lay bricks, 10 mm joints; wall-tie.", "ກໍ່ 3 mm", "បាន(ISO)", "ก\nข"])
def test_what_a_reader_sees_stays_the_same(text: str) -> None:
    assert break_points(text).replace(ZERO_WIDTH_SPACE, "") == text


def test_english_text_is_left_alone() -> None:
    text = "Keep the wall plumb to 3 mm per metre of height (see drawing A-12/3)."

    assert break_points(text) == text


def test_doing_it_twice_changes_nothing_more() -> None:
    once = break_points("រៀបឥដ្ឋឱ្យត្រង់តាមខ្សែបន្ទាត់ " + "x" * 95)

    assert break_points(once) == once


def test_no_run_is_longer_than_forty_clusters() -> None:
    pieces = break_points("https://example/" + "a" * 500).split(ZERO_WIDTH_SPACE)

    assert max(map(len, pieces)) == LONGEST_RUN


def test_a_long_run_is_never_cut_between_a_letter_and_its_mark() -> None:
    pieces = break_points("e\u0301" * 100).split(ZERO_WIDTH_SPACE)

    assert [piece[0] for piece in pieces] == ["e"] * len(pieces)


@pytest.mark.parametrize("text", ["x" * 100_000, "រៀបឥដ្ឋឱ្យត្រង់" * 6_000], ids=["no space", "Khmer"])
def test_a_hundred_thousand_characters_take_less_than_two_seconds(text: str) -> None:
    started = time.process_time()

    break_points(text)

    assert time.process_time() - started < 2
