"""CSV files of any make: encodings, separators, quotes, limits, and our own template saved as CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.intake import FileKind, ReadResult, Refused, limits, read
from standards.intake.fronts import delimited
from standards.intake.gates import gate
from tests.standards import intake_files as files

TABLE = "Element,No.,Performance criteria\nPrepare,1.1,Clean the surface\n,1.2,Wet the bricks\n"
THAI = "Element,No.,Performance criteria\nเตรียมงาน,1.1,ทำความสะอาดพื้นผิว\nเตรียมงาน,1.2,ผสมปูนให้เข้ากัน\n"


def rows(text: str) -> list[list[str]]:
    """The filled fields of each row."""
    return [[value.text for value in cells.values()] for cells in delimited.parse(text).rows.values()]


def from_csv(folder: Path, content: bytes, name: str = "standard.csv") -> ReadResult:
    return read(files.put(folder, "upload", content), name)


def refusal(folder: Path, content: bytes, name: str = "standard.csv") -> Refused:
    with pytest.raises(Refused) as caught:
        from_csv(folder, content, name)
    return caught.value


def short(result: ReadResult) -> list[tuple[str, str, str]]:
    return [(line.kind, line.number, line.text or line.text_original) for line in result.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    content = TABLE.replace(",", separator).replace("\n", end).encode(encoding)
    result = from_csv(tmp_path, content)
    assert short(result) == [
        ("element", "", "Prepare"),
        ("criterion", "1.1", "Clean the surface"),
        ("criterion", "1.2", "Wet the bricks"),
    ]
    assert result.layout == "csv"
    assert [warning.code for warning in result.warnings] == []


def test_thai_in_its_old_encoding_is_read_and_told(tmp_path: Path) -> None:
    result = from_csv(tmp_path, THAI.encode("cp874"))
    assert short(result)[1] == ("criterion", "1.1", "ทำความสะอาดพื้นผิว")
    assert any("Windows-874" in warning.message for warning in result.warnings)


def test_western_letters_in_their_old_encoding(tmp_path: Path) -> None:
    result = from_csv(tmp_path, TABLE.replace("Clean", "Façade – cleaned –").encode("cp1252"))
    assert "Façade – cleaned –" in short(result)[1][2]
    assert "encoding" in [warning.code for warning in result.warnings]


def test_a_row_in_another_encoding_is_named(tmp_path: Path) -> None:
    lines = [f"1.{n},ทำความสะอาด".encode() for n in range(1, 1000)]
    lines[899] = "1.900,ทำ".encode("cp874")
    found = refusal(tmp_path, b"\n".join(lines))
    assert (found.code, found.params["row"]) == ("csv_encoding", 900)


def test_quotes_of_all_kinds() -> None:
    assert rows('a,"b ""c"" d","e\nf"\r\n2,3/4" pipe,"x" y\n') == [
        ["a", 'b "c" d', "e\nf"],
        ["2", '3/4" pipe', '"x" y'],
    ]
    assert rows('1, "with, comma" ,3') == [["1", "with, comma", "3"]]
    assert rows("sep=;\na;b,c\n") == [["a", "b,c"]]


@pytest.mark.parametrize("rest", ["", 'd,"e",f\n'])
def test_an_open_quote_is_named_with_its_row(tmp_path: Path, rest: str) -> None:
    content = 'a,b,c\n1,2,3\n1,"2,3\n4,5,6\n' + rest
    found = refusal(tmp_path, content.encode())
    assert (found.code, found.params["row"]) == ("csv_quote", 3)


def test_a_decimal_comma_does_not_hide_the_semicolons() -> None:
    assert rows("No;Marks\n1,1;2,5\n1,2;3,5\n") == [["No", "Marks"], ["1,1", "2,5"], ["1,2", "3,5"]]


def test_codes_stay_as_they_are_written() -> None:
    assert rows("0001,1E5,2019-05-01,1.10\n") == [["0001", "1E5", "2019-05-01", "1.10"]]


def test_limits_of_rows_columns_fields_and_bytes(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"a,b\n" * (limits.SHEET_ROWS + 1)).code == "rows"
    assert refusal(tmp_path, b",".join([b"x"] * 101)).code == "columns"
    assert refusal(tmp_path, b"," * 1_000_000).code == "columns"
    assert refusal(tmp_path, b"x" * (limits.TEXT_BYTES + 1)).code == "too_big"
    long = refusal(tmp_path, b"a,b\n1," + b"x" * (limits.LINE_CHARACTERS + 1))
    assert (long.code, long.problems[0].params["row"], long.problems[0].params["column"]) == (
        "csv_rows",
        2,
        "B",
    )
    assert len(delimited.parse("a,b\n" * limits.SHEET_ROWS).rows) == limits.SHEET_ROWS


def test_a_web_page_and_other_files_named_csv_are_refused(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, b"<!DOCTYPE html><html><head>Sign in to the network</head></html>").code
        == "web_page"
    )
    assert refusal(tmp_path, "\ufeff\n <html>".encode()).code == "web_page"
    assert refusal(tmp_path, b"{\\rtf1 text}").code == "type"
    assert refusal(tmp_path, b"a,b\0c\nd,e,f,g,h\n").code == "not_text"
    assert refusal(tmp_path, files.word("Text")).code == "suffix"
    assert refusal(tmp_path, b"a,b\n1,2\n", "standard.xlsx").code == "type"
    assert refusal(tmp_path, b"").code == "empty"
    assert refusal(tmp_path, b"\n \n").code == "no_table"


def test_rows_with_too_many_columns_are_listed(tmp_path: Path) -> None:
    result = from_csv(tmp_path, (TABLE + ",1.3,Cut, shape and lay\n").encode())
    assert [w.params["rows"] for w in result.warnings if w.code == "row_columns"] == ["4"]


def test_our_template_saved_as_csv_is_recognised(tmp_path: Path) -> None:
    head = "Kind;Number;Text (English);Critical\n"
    result = from_csv(tmp_path, (head + "unit;U1;Masonry;\ncriterion;1.10;Lay bricks;ใช่\n").encode())
    assert result.layout == "template"
    assert short(result) == [("unit", "U1", "Masonry"), ("criterion", "1.10", "Lay bricks")]
    assert result.lines[1].critical
    wrong = refusal(tmp_path, (head + "unitt;U1;Masonry;\n").encode())
    assert (wrong.code, wrong.problems[0].params["row"]) == ("template_rows", 2)


@pytest.mark.parametrize("name", ["a.csv", "a.CSV", "a.tsv", "a.txt"])
def test_the_kind_of_a_text_table_comes_from_its_name(tmp_path: Path, name: str) -> None:
    assert gate.check(files.put(tmp_path, "upload", TABLE.encode()), name) is FileKind.CSV


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=2, max_size=5
        ).filter(lambda fields: all(field.strip() for field in fields)),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_quoted_comes_back_as_it_was(table: list[list[str]]) -> None:
    text = "".join(",".join('"' + f.replace('"', '""') + '"' for f in row) + "\r\n" for row in table)
    assert rows("sep=,\r\n" + text) == table


def test_commas_in_a_list_of_sentences_are_no_separators(tmp_path: Path) -> None:
    text = "Unit title: Masonry\nElement 1: Sort\n1.1 Sort bricks\n1.2 Stack, count and carry\n1.3 Clean up\n"
    assert short(from_csv(tmp_path, text.encode(), "a.txt"))[2:] == [
        ("criterion", "1.1", "Sort bricks"),
        ("criterion", "1.2", "Stack, count and carry"),
        ("criterion", "1.3", "Clean up"),
    ]


def test_title_rows_above_the_heading_are_no_fault(tmp_path: Path) -> None:
    assert from_csv(tmp_path, ("Ministry of Labour\nMasonry\n\n" + TABLE).encode()).warnings == ()
