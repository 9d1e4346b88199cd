"""The part of the table of rights about the files of reports: formats, who took them, archives.

Workbooks of `r_published`, `r_reply` and `r_withdrawn` are ready; nobody has asked for one of `r_draft`.
"""

from __future__ import annotations

from dataclasses import replace

from tests.access.rules import ALL, acts, reads

_PUBLISHED = ALL.replace(" adm", "")
_PARTIES = "kh ekh g2 co ilo"  # of wiring
_OTHERS = "la mm g1 obs"
_XLSX: dict[str, str | int] = {"number": 1, "format": "xlsx"}

FILES = [
    reads("reports:download-as", "r_published", _PUBLISHED, **_XLSX),  # type: ignore[arg-type]
    reads("reports:download-as", "r_reply", "kh ekh g2 co", **_XLSX),  # type: ignore[arg-type]
    reads("reports:download-as", "r_withdrawn", _PARTIES, **_XLSX),  # type: ignore[arg-type]
    reads("reports:download-as", "r_draft", "", **_XLSX),  # type: ignore[arg-type]
    acts("reports:file-ask", "r_draft", "g2 co"),
    acts("reports:file-ask", "r_review", _PARTIES),
    acts("reports:file-ask", "r_la_draft", "g1 co"),
    acts("reports:file-ask", "r_superseded", _PARTIES, _OTHERS),
    acts("reports:file-ask", "r_published", _PARTIES, _OTHERS, writes=False),  # it is ready
    reads("reports:downloads", "r_draft", "g2 co"),
    reads("reports:downloads", "r_review", "g2 co", "kh ekh ilo"),
    reads("reports:downloads", "r_published", "g2 co", "kh ekh ilo la mm g1 obs"),
    reads("reports:downloads", "r_la_review", "g1 co", "la ilo"),
    reads("reports:archive", "", ALL, answer="moved"),  # nothing is chosen
    reads("reports:archive", "r_draft", "g2 co", query="?report="),
    reads("reports:archive", "r_reply", "kh ekh g2 co", query="?report="),
    reads("reports:archive", "r_published", _PUBLISHED, query="?report="),
    reads("reports:archive", "r_la_draft", "g1 co", query="?report="),
    *(
        replace(acts("reports:archive", name, who, answer="page"), query="?report=")
        for name, who in (("r_draft", "g2 co"), ("r_reply", "kh ekh g2 co"), ("r_published", _PUBLISHED))
    ),
]
