"""CSV files (C)."""

from __future__ import annotations

from standards.intake import limits
from tests.standards.hostile.kit import MIB, Case, refused
from tests.standards.test_intake_csv import TABLE, THAI

READ: tuple[str, ...] = ()
MIXED = [f"Sort,1.{n},ทำความสะอาด".encode() for n in range(1, 1_000)]
MIXED[899] = "Sort,1.900,ทำ".encode("cp874")
OWN = "Kind,Number,Text (English),Critical\nunit,U1,Masonry,\n"


def named(name: str, content: bytes) -> Case:
    """The kind of a text table comes from its name."""
    return Case("", "", lambda: content, name)


CASES = [
    Case("C-01a", "empty", lambda: b"", "a.csv", refused("empty")),
    Case(
        "C-01b",
        "headings only",
        lambda: TABLE.partition("\n")[0].encode(),
        "a.csv",
        warned=("nothing_found",),
    ),
    Case("C-01c", "empty rows only", lambda: b"\n,,\n\n", "a.csv", refused("no_table")),
    Case("C-02a", "UTF-8", lambda: TABLE.encode(), "a.csv", warned=READ),
    Case("C-02b", "UTF-8 with its mark", lambda: TABLE.encode("utf-8-sig"), "a.csv", warned=READ),
    Case("C-02c", "UTF-16 LE", lambda: b"\xff\xfe" + TABLE.encode("utf-16-le"), "a.csv", warned=READ),
    Case("C-02d", "UTF-16 BE without its mark", lambda: TABLE.encode("utf-16-be"), "a.csv", warned=READ),
    Case("C-03a", "Thai Windows-874", lambda: THAI.encode("cp874"), "a.csv", warned=("encoding",)),
    Case(
        "C-03b",
        "Western Windows-1252",
        lambda: TABLE.replace("Clean", "Façade").encode("cp1252"),
        "a.csv",
        warned=("encoding",),
    ),
    Case("C-04a", "row 900 in another encoding", lambda: b"\n".join(MIXED), "a.csv", refused("csv_encoding")),
    Case(
        "C-04b",
        "UTF-16 cut in the middle of a letter",
        lambda: b"\xff\xfe" + TABLE.encode("utf-16-le")[:-1],
        "a.csv",
        refused("csv_encoding"),
    ),
    Case(
        "C-05a",
        "semicolons and decimal commas",
        lambda: TABLE.replace(",", ";").encode(),
        "a.csv",
        warned=READ,
    ),
    Case("C-05b", "tabs", lambda: TABLE.replace(",", "\t").encode(), "a.tsv", warned=READ),
    Case("C-05c", "bars", lambda: TABLE.replace(",", "|").encode(), "a.txt", warned=READ),
    Case(
        "C-06a",
        "quote opened in row 3",
        lambda: (TABLE + ',1.3,"open\n' + TABLE).encode(),
        "a.csv",
        refused("csv_quote"),
    ),
    Case(
        "C-06b",
        "the same, closed by another quote",
        lambda: (TABLE + ',1.3,"open\n,1.4,"x",y\n').encode(),
        "a.csv",
        refused("csv_quote"),
    ),
    Case(
        "C-07",
        "quotes in the middle, doubled, with line ends",
        lambda: (TABLE + ',1.3,"say ""yes""\r\nand go"\r,1.4,3/4" pipe\n').encode(),
        "a.csv",
        warned=READ,
    ),
    Case(
        "C-08",
        "rows with more columns",
        lambda: (TABLE + ",1.3,Cut, shape\n").encode(),
        "a.csv",
        warned=("row_columns",),
    ),
    Case(
        "C-09",
        "one field of 4.9 MiB",
        lambda: (TABLE + ",1.3," + "x" * (49 * MIB // 10)).encode(),
        "a.csv",
        refused("csv_rows"),
        child=True,
    ),
    Case(
        "C-10a",
        "20,001 rows",
        lambda: b"a,b\n" * (limits.SHEET_ROWS + 1),
        "a.csv",
        refused("rows"),
        child=True,
    ),
    Case("C-10b", "101 columns", lambda: b",".join([b"x"] * 101), "a.csv", refused("columns")),
    Case(
        "C-10c",
        "20,000 rows",
        lambda: (
            TABLE.encode()
            + b"".join(
                b"E%d,%d.%d,Sort bricks\n" % (n // 50, n // 50 % 99, n % 50 + 1) for n in range(19_990)
            )
        ),
        "a.csv",
        warned=READ,
        child=True,
        slow=True,
        seconds=25,
    ),
    Case("C-10d", "more than 5 MiB", lambda: b"x" * (limits.TEXT_BYTES + 1), "a.csv", refused("too_big")),
    Case("C-17", "zero bytes", lambda: b"a,b\0c\nd,e,f,g\n", "a.csv", refused("not_text")),
    Case(
        "C-18a",
        "the template with a heading twice",
        lambda: OWN.replace("Number", "Kind").encode(),
        "a.csv",
        refused("template_rows"),
    ),
    Case(
        "C-18b",
        "byte order mark in the second column",
        lambda: TABLE.replace("No.", "\ufeffNo.").encode(),
        "a.csv",
        warned=READ,
    ),
    Case(
        "C-18c",
        "a heading twice, one empty",
        lambda: TABLE.replace("No.", "").replace("\n", ",\n").encode(),
        "a.csv",
        warned=READ,
    ),
    Case(
        "C-19",
        "0001, 1E5 and dates as codes",
        lambda: (OWN + "unit,0001,A,\nunit,1E5,B,\nunit,2019-05-01,C,\n").encode(),
        "a.csv",
        warned=READ,
    ),
    Case(
        "C-20",
        "yes in four languages",
        lambda: (
            OWN
            + "".join(
                f"criterion,{n},Lay,{word}\n" for n, word in enumerate(("TRUE", "ใช่", "បាទ", "ແມ່ນ", "ไม่"), 1)
            )
        ).encode(),
        "a.csv",
        warned=READ,
    ),
    Case(
        "C-21",
        "a million commas",
        lambda: b"," * 1_000_000,
        "a.csv",
        refused("columns"),
        child=True,
        seconds=1,
    ),
    Case(
        "C-22",
        "sign-in page of a network",
        lambda: b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>",
        "a.csv",
        refused("web_page"),
    ),
]
