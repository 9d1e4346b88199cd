"""CASE packages that are damaged, odd or meant to harm: each is refused with its place, or taken with what is not kept.

Ids are those of trust.md 3.1.6. Nothing in a package is ever fetched: the reader opens no connection.
"""

from __future__ import annotations

import codecs
import gzip
import json
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.base import ContentFile

from standards.intake import ReadResult, Refused, limits, read
from standards.intake.casefiles import case
from standards.intake.kinds import LineKind
from standards.reading import glance
from tests.standards import intake_files as files

MOMENT = "2024-05-01T10:00:00+00:00"
DOCUMENT = "d3b07384-d113-4ec6-a5d8-3b1f0a6c1e11"
Json = dict[str, Any]


def name_of(number: int) -> str:
    return str(UUID(int=number << 80, version=4))


def item(number: int, **more: Any) -> Json:
    return {
        "identifier": name_of(number),
        "uri": f"https://example.org/{number}",
        "fullStatement": f"Statement {number}",
        "lastChangeDateTime": MOMENT,
        **more,
    }


def child(number: int, parent: int | None, kind: str = "isChildOf", **more: Any) -> Json:
    return {
        "identifier": str(uuid4()),
        "uri": "https://example.org/a",
        "associationType": kind,
        "lastChangeDateTime": MOMENT,
        "originNodeURI": {"identifier": name_of(number)},
        "destinationNodeURI": {"identifier": DOCUMENT if parent is None else name_of(parent)},
        **more,
    }


def small(value: Json) -> bytes:
    """The package with as few bytes as its form allows, so that 20,000 items fit into the limit."""
    content = json.dumps(value, separators=(",", ":")).replace("https://example.org/", "x:")
    assert len(content) < limits.CASE_BYTES
    return content.encode()


def package(items: list[Json] | None = None, links: list[Json] | None = None, **document: Any) -> Json:
    return {
        "CFDocument": {
            "identifier": DOCUMENT,
            "uri": "https://example.org/d",
            "creator": "An agency",
            "title": "A framework",
            "lastChangeDateTime": MOMENT,
            **document,
        },
        "CFItems": [item(1), item(2)] if items is None else items,
        "CFAssociations": [child(1, None), child(2, 1)] if links is None else links,
    }


def taken(folder: Path, value: Any) -> ReadResult:
    content = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return read(files.put(folder, "case.json", content), "case.json")


def refused(folder: Path, value: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        taken(folder, value)
    assert caught.value.message.endswith((".", "?", "”"))
    assert all(problem.message for problem in caught.value.problems)
    return caught.value


@pytest.fixture(autouse=True)
def _no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """J-17: whatever stands in a package, nobody is called."""

    def call(*_arguments: object, **_named: object) -> None:
        pytest.fail("A connection was opened")

    monkeypatch.setattr(socket.socket, "connect", call)
    monkeypatch.setattr(socket, "getaddrinfo", call)


WHOLE = json.dumps(package())


@pytest.mark.parametrize(
    ("content", "row", "column"),
    [
        pytest.param(b'{"CFDocument": nonsense}', 1, 16, id="J-01 not JSON"),
        pytest.param(b'{\n "a": 1,\n}', 3, 1, id="J-01 trailing comma"),
        pytest.param(b'{ // why\n "a": 1}', 1, 3, id="J-01 comment"),
        pytest.param(b'{"a":\n NaN}', 2, 2, id="J-01 NaN"),
        pytest.param(b'{"a": -Infinity}', 1, 7, id="J-01 Infinity"),
        pytest.param(b"{'a': 1}", 1, 2, id="J-01 single quotes"),
        pytest.param(b'{"a": "open', 1, 7, id="J-01 open text"),
        pytest.param(b'{"a": "' + b"\\" * 100_001, 1, 7, id="J-01 open text of backslashes"),
        pytest.param(b'{"a": 1} {"b": 2}', 1, 10, id="J-01 two values"),
    ],
)
def test_what_is_not_json_is_named_with_row_and_column(
    tmp_path: Path, content: bytes, row: int, column: int
) -> None:
    found = refused(tmp_path, content)

    assert found.code == "json_syntax"
    assert (found.params["row"], found.params["column"]) == (row, column)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(codecs.BOM_UTF8 + WHOLE.encode(), id="J-02 UTF-8 with a mark"),
        pytest.param(WHOLE.encode("utf-16"), id="J-02 UTF-16 with a mark"),
        pytest.param(WHOLE.encode("utf-16-le"), id="J-02 UTF-16 LE"),
        pytest.param(WHOLE.encode("utf-16-be"), id="J-02 UTF-16 BE"),
    ],
)
def test_encodings_of_json_are_understood(tmp_path: Path, content: bytes) -> None:
    assert len(taken(tmp_path, content).lines) == 2


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param(b'{"a":\n "\xff\xfe\xfd"}', "json_letters", id="J-02 invalid UTF-8"),
        pytest.param(
            WHOLE.replace("Statement 1", "\\ud800").encode(), "json_half", id="J-02 half a character"
        ),
        pytest.param(b"[" * 33 + b"]" * 33, "json_depth", id="J-03 depth 33"),
        pytest.param(b"[" * 100_000, "json_depth", id="J-03 depth 100,000"),
        pytest.param(b'{"a":' * 100_000, "json_depth", id="J-03 depth 100,000 of objects"),
        pytest.param(b'{"a": ' + b"9" * 10_000 + b"}", "json_number", id="J-05 number of 10,000 digits"),
        pytest.param(b'{"a": 1e400}', "json_number", id="J-05 number beyond all"),
        pytest.param(b'{"a": 1, "b": 2, "a": 3}', "json_twice", id="J-06 name twice"),
        pytest.param([package()], "case_package", id="J-07 list"),
        pytest.param(b'[1, "text"]', "case_package", id="J-07 list of values"),
        pytest.param({"CFItems": [item(1)]}, "case_package", id="J-08 no document"),
        pytest.param({**package(), "CFDocument": None}, "case_package", id="J-08 document null"),
        pytest.param(package()["CFDocument"], "case_package", id="J-07 document without package"),
        pytest.param({**package(), "CFDocument": [{}, {}]}, "case_documents", id="J-08 two documents"),
        pytest.param({"CFDocuments": [{}, {}]}, "case_documents", id="J-08 list of documents"),
        pytest.param(package(items=[]), "case_empty", id="J-25 no items"),
        pytest.param({**package(), "CFItems": None}, "case_empty", id="J-25 items null"),
        pytest.param(package(items=[{}] * 20_001), "case_items", id="J-25 20,001 items"),
        pytest.param(
            small(package([item(n) for n in range(1, 20_001)], [child(n, n - 1) for n in range(2, 20_001)])),
            "case_deep",
            id="J-16 chain of 20,000",
        ),
    ],
)
def test_the_whole_file_is_refused_with_its_sentence(tmp_path: Path, value: Any, code: str) -> None:
    started = time.process_time()
    assert refused(tmp_path, value).code == code
    assert time.process_time() - started < 10


def test_j03_depth_32_is_read_as_far_as_json_goes(tmp_path: Path) -> None:
    assert refused(tmp_path, b"[" * 32 + b"]" * 32).code == "case_package"


def test_j04_more_than_10_mib_is_refused_by_the_look_and_by_the_reader(tmp_path: Path) -> None:
    content = b'{"a": "' + b"x" * limits.CASE_BYTES + b'"}'

    assert refused(tmp_path, content).code == "too_big"
    with pytest.raises(Refused) as caught:
        glance(ContentFile(content, name="a.json"), "a.json")
    assert caught.value.code == "too_big"


def put(path: str, new: object) -> Json:
    """The sound package with one member replaced; "CFItems/1/language"."""
    value: Any = package()
    here = value
    *way, last = path.split("/")
    for step in way:
        here = here[int(step) if step.isdecimal() else step]
    here[int(last) if last.isdecimal() else last] = new
    return value  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        pytest.param(
            put("CFItems/1/identifier", "12"), "case_identifier", "/CFItems/1/identifier", id="J-09 no UUID"
        ),
        pytest.param(
            put("CFItems/1/identifier", None), "case_missing", "/CFItems/1/identifier", id="J-09 none"
        ),
        pytest.param(
            put("CFItems/1/identifier", name_of(1)), "case_twice", "/CFItems/1/identifier", id="J-09 twice"
        ),
        pytest.param(
            put("CFItems/1/lastChangeDateTime", "2999-01-01T00:00:00Z"),
            "case_future",
            "/CFItems/1/lastChangeDateTime",
            id="J-13 in 2999",
        ),
        pytest.param(
            put("CFItems/1/lastChangeDateTime", "2024-05-01T10:00:00"),
            "case_moment",
            "/CFItems/1/lastChangeDateTime",
            id="J-13 without zone",
        ),
        pytest.param(
            put("CFDocument/lastChangeDateTime", "yesterday"),
            "case_moment",
            "/CFDocument/lastChangeDateTime",
            id="J-13 invalid",
        ),
        pytest.param(
            put("CFItems/1/fullStatement", ""), "case_missing", "/CFItems/1/fullStatement", id="J-19 empty"
        ),
        pytest.param(
            put("CFItems/1/fullStatement", "x" * 1_000_000),
            "case_long",
            "/CFItems/1/fullStatement",
            id="J-19 1 MB",
        ),
        pytest.param(
            put("CFItems/1/fullStatement", ["x"]), "case_wrong", "/CFItems/1/fullStatement", id="J-19 a list"
        ),
        pytest.param(
            put("CFItems/1/language", "x" * 600), "case_long", "/CFItems/1/language", id="J-20 600 characters"
        ),
        pytest.param(
            put("CFItems/1/educationLevel", "12"),
            "case_wrong",
            "/CFItems/1/educationLevel",
            id="J-21 text for list",
        ),
        pytest.param(
            put("CFItems/1/extensions", {"x": "y" * 5_000_000}),
            "case_extension",
            "/CFItems/1/extensions",
            id="J-22 5 MB of extensions",
        ),
        pytest.param(put("CFItems/1", "text"), "case_wrong", "/CFItems/1", id="J-21 item is text"),
        pytest.param(
            put("CFAssociations/1", 7), "case_wrong", "/CFAssociations/1", id="J-21 association is a number"
        ),
        pytest.param(
            put("CFAssociations/1/originNodeURI", "x"),
            "case_wrong",
            "/CFAssociations/1/originNodeURI",
            id="J-14 end is text",
        ),
        pytest.param(put("CFAssociations", {}), None, "", id="J-14 associations empty object"),
        pytest.param(
            put("CFAssociations", "all"), "case_wrong", "/CFAssociations", id="J-14 associations are text"
        ),
        pytest.param(
            package(links=[child(1, None), child(2, 2)]),
            "case_itself",
            "/CFAssociations/1",
            id="J-14 origin is destination",
        ),
        pytest.param(
            put("CFAssociations/1/sequenceNumber", True),
            "case_wrong",
            "/CFAssociations/1/sequenceNumber",
            id="J-14 order is no number",
        ),
    ],
)
def test_every_fault_is_named_with_its_place(
    tmp_path: Path, value: Any, code: str | None, pointer: str
) -> None:
    if code is None:
        assert len(taken(tmp_path, value).lines) == 2
        return
    found = refused(tmp_path, value)

    assert found.code == "case_rows"
    assert [(one.code, one.params["pointer"]) for one in found.problems] == [(code, pointer)]


def test_all_faults_are_named_at_once_and_many_are_counted(tmp_path: Path) -> None:
    found = refused(
        tmp_path, package(items=[item(n, language=7.5, fullStatement=None) for n in range(1, 80)])
    )

    assert len(found.problems) == 51
    assert found.problems[-1].params == {"count": 29}


@pytest.mark.parametrize("spelling", [str.upper, "{{{}}}".format], ids=["J-09 upper case", "J-09 braces"])
def test_identifiers_are_taken_in_lower_case(tmp_path: Path, spelling: Callable[[str], str]) -> None:
    value = put("CFItems/0/identifier", spelling(name_of(1)))
    result = taken(tmp_path, value)

    assert [line.key for line in result.lines] == [name_of(1), name_of(2)]
    assert [line.depth for line in result.lines] == [0, 1]


def test_j14_associations_with_items_elsewhere_and_of_other_types_are_told(tmp_path: Path) -> None:
    links = [
        child(1, None),
        child(2, 99),
        child(1, 2, "isPeerOf"),
        child(1, 2, "ext:strange"),
        child(1, 98, "exactMatchOf"),
    ]
    result = taken(tmp_path, package(links=links))
    said = {(one.code, one.params.get("name"), one.params.get("count")) for one in result.not_kept}

    assert [line.depth for line in result.lines] == [0, 0]
    assert {
        ("case_outside", None, 2),
        ("case_association", "isPeerOf", 1),
        ("case_association", "ext:strange", 1),
    } <= said


@pytest.mark.parametrize("size", [2, 19_999], ids=["J-15 ring of 2", "J-15 ring of 19,999"])
def test_a_ring_is_named_by_its_first_ten(tmp_path: Path, size: int) -> None:
    items = [item(n, humanCodingScheme=f"C{n}") for n in range(1, size + 2)]
    links = [child(size + 1, None), *(child(n, n % size + 1) for n in range(1, size + 1))]
    found = refused(tmp_path, small(package(items, links)))

    assert found.code == "case_rows"
    assert found.problems[0].code == "case_ring"
    assert found.problems[0].params["count"] == size
    assert str(found.problems[0].params["items"]).count(",") == min(size, 10) - 1


def test_j15_of_two_parents_the_first_stays_and_that_is_told(tmp_path: Path) -> None:
    items = [item(1), item(2), item(3)]
    result = taken(tmp_path, package(items, [child(1, None), child(2, None), child(3, 1), child(3, 2)]))

    assert [(line.text, line.depth) for line in result.lines] == [
        ("Statement 1", 0),
        ("Statement 3", 1),
        ("Statement 2", 0),
    ]
    assert ("case_parents", {"count": 1}) in [(one.code, one.params) for one in result.not_kept]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://169.254.169.254/",
        "http://localhost/",
    ],
)
def test_j17_addresses_are_never_followed_nor_kept(tmp_path: Path, address: str) -> None:
    value = put("CFItems/1/uri", address)
    value["CFDocument"]["uri"] = value["CFDocument"]["officialSourceURL"] = address
    result = taken(tmp_path, value)

    assert address not in result.to_json()


@pytest.mark.parametrize(
    "text",
    ["<img src=x onerror=alert(1)>", "![x](http://example.org/x.png)", "$\\frac{1}{2}$", "=1+1"],
    ids=["J-19 HTML", "J-19 Markdown", "J-19 LaTeX", "J-19 formula"],
)
def test_markup_in_statements_is_text(tmp_path: Path, text: str) -> None:
    assert taken(tmp_path, put("CFItems/1/fullStatement", text)).lines[1].text == text


@pytest.mark.parametrize(
    ("language", "original"),
    [
        pytest.param(None, False, id="J-20 absent"),
        pytest.param("xx", False, id="J-20 unknown"),
        pytest.param("en-GB", False, id="J-20 with a country"),
        pytest.param("th-TH-u-ca-buddhist", True, id="J-20 with a calendar"),
        pytest.param("km", True, id="J-20 Khmer"),
    ],
)
def test_the_language_decides_where_a_statement_goes(
    tmp_path: Path, language: str | None, original: bool
) -> None:
    line = taken(tmp_path, put("CFItems/1/language", language)).lines[1]

    assert (line.text_original if original else line.text) == "Statement 2"


def test_j20_without_a_language_the_letters_decide(tmp_path: Path) -> None:
    assert taken(tmp_path, put("CFItems/1/fullStatement", "ការរៀបឥដ្ឋ")).lines[1].text_original == "ការរៀបឥដ្ឋ"


def test_j22_unknown_members_and_extensions_are_told(tmp_path: Path) -> None:
    value = put("CFItems/1/extensions", {"other:weight": 3})
    value["CFItems"][0]["madeUp"] = {"a": 1}
    value["CFRubrics"] = [{}]
    value["CFDefinitions"] = {"CFConcepts": [{}, {}], "CFSubjects": [], "CFLicenses": "x"}
    codes = {one.code: one.params for one in taken(tmp_path, value).not_kept}

    assert codes["case_field"] == {"name": "madeUp", "count": 1}
    assert codes["case_extensions"] == {"count": 1}
    assert codes["case_rubrics"] == {"count": 1}
    assert codes["case_definitions"] == {"name": "CFConcepts", "count": 2}


@pytest.mark.parametrize("member", ["__proto__", "constructor", "$ref", "@type"])
def test_j23_names_that_mean_something_elsewhere_are_ordinary_text(tmp_path: Path, member: str) -> None:
    result = taken(tmp_path, put(f"CFItems/1/{member}", {"polluted": True}))

    assert len(result.lines) == 2
    assert ("case_field", member) in [(one.code, one.params.get("name")) for one in result.not_kept]


def test_strange_values_in_our_own_extensions_are_no_values(tmp_path: Path) -> None:
    own = {
        "mrs:kind": "dragon",
        "mrs:critical": "yes",
        "mrs:marks": "1e9999",
        "mrs:group": 5,
        "mrs:translation": [],
    }
    value = put("CFItems/1/extensions", own)
    value["CFDocument"]["extensions"] = {"mrs:edition": 5, "mrs:linesRevision": True}
    result = taken(tmp_path, value)
    line = result.lines[1]

    assert (line.kind, line.critical, line.unit_type, line.translation) == (LineKind.CRITERION, False, "", "")
    assert result.base is None


def test_a_wrapped_package_is_read_like_a_flat_one(tmp_path: Path) -> None:
    assert taken(tmp_path, {"CFPackage": package()}).lines == taken(tmp_path, package()).lines


def test_siblings_go_by_sequence_number_then_enumeration_then_the_file(tmp_path: Path) -> None:
    items = [
        item(1, listEnumeration="10"),
        item(2, listEnumeration="9"),
        item(3),
        item(4),
        item(5),
    ]
    links = [
        child(1, None),
        child(2, None),
        child(3, None),
        child(4, None, sequenceNumber="2"),
        child(5, None, sequenceNumber=1),
    ]
    result = taken(tmp_path, package(items, links))

    assert [line.text[-1] for line in result.lines] == ["5", "4", "2", "1", "3"]


def test_types_of_competency_standards_are_known_and_others_go_by_their_place(tmp_path: Path) -> None:
    kinds = ["Module", "Learning Outcome", "Underpinning  knowledge", "Cluster", "Standard"]
    items = [item(n, CFItemType=kind) for n, kind in enumerate(kinds, 1)]
    links = [child(1, None), child(2, 1), child(3, 1), child(4, 1), child(5, 4)]
    result = taken(tmp_path, package(items, links))

    assert [line.kind for line in result.lines] == ["unit", "element", "knowledge", "element", "criterion"]
    assert {one.params["name"] for one in result.not_kept if one.code == "case_type"} == {
        "Cluster",
        "Standard",
    }


def test_20_000_items_are_read_within_the_limits(tmp_path: Path) -> None:
    items = [item(n) for n in range(1, 20_001)]
    links = [child(n, None if n % 20 == 1 else n - (n - 1) % 20) for n in range(1, 20_001)]
    content = small(package(items, links))
    started = time.process_time()
    found = taken(tmp_path, content)

    assert len(found.lines) == 20_000
    assert time.process_time() - started < limits.CHILD_CPU_SECONDS / 2


@pytest.mark.parametrize(
    ("content", "name", "codes"),
    [
        pytest.param(gzip.compress(WHOLE.encode()), "case.json.gz", {"type"}, id="J-26 packed"),
        pytest.param(
            gzip.compress(WHOLE.encode()),
            "case.json",
            {"json_packed"},
            id="J-26 packed, named JSON",
        ),
        pytest.param(
            b"<html><body>Sign in</body></html>", "case.json", {"web_page", "type"}, id="a web page"
        ),
        pytest.param(b"%PDF-1.4 " + b"x" * 99, "case.json", {"suffix"}, id="a PDF"),
        pytest.param(WHOLE.encode(), "case.pdf", {"type", "suffix"}, id="JSON named PDF"),
        pytest.param(b"null", "case.json", {"damaged", "case_package"}, id="J-07 null"),
        pytest.param(b'"a text of some length"', "case.json", {"case_package"}, id="J-07 text"),
    ],
)
def test_the_look_in_the_request_refuses_what_is_no_package(
    content: bytes, name: str, codes: set[str]
) -> None:
    with pytest.raises(Refused) as caught:
        glance(ContentFile(content, name=name), name)

    assert caught.value.code in codes


def test_the_clock_of_the_reader_is_an_argument(tmp_path: Path) -> None:
    path = files.put(tmp_path, "case.json", WHOLE.encode())
    with pytest.raises(Refused) as caught:
        case.read(path, datetime(2020, 1, 1, tzinfo=UTC))

    assert {one.code for one in caught.value.problems} == {"case_future"}
