"""The library's part of the table of rights."""

from __future__ import annotations

from tests.access.rules import ALL, BRICK, BRICK_LA, CORE, WIRE, acts, both, reads

STANDARDS = [
    reads("standards:list", "", ALL),
    *both("standards:create", "", "kh ekh la mm g1 g2 co", "ilo obs adm"),
    reads("standards:template", "", ALL),
    reads("standards:template", "kh_draft", "kh ekh", query="?edition="),
    reads("standards:template", "kh_accepted", BRICK, query="?edition="),
    # A draft exists for its own country; what is released for the other sides of its corridors.
    reads("standards:detail", "kh_draft", "kh ekh"),
    reads("standards:detail", "kh_submitted", BRICK),
    reads("standards:detail", "kh_accepted", BRICK),
    reads("standards:detail", "kh_returned", BRICK),
    reads("standards:detail", "kh_superseded", BRICK),
    reads("standards:detail", "kh_wiring", WIRE + " la"),  # Cambodia receives Lao wiring
    reads("standards:detail", "kh_public", ALL.replace(" adm", "")),
    reads("standards:detail", "la_draft", "la"),
    reads("standards:detail", "la_submitted", BRICK_LA),
    reads("standards:detail", "la_accepted", BRICK_LA),
    reads("standards:detail", "la_wiring", "kh la ilo"),  # no Thai corridor; ekh sits in no team
    reads("standards:detail", "mm_accepted", "mm g1 co ilo"),
    reads("standards:detail", "th_draft", "g1 co"),
    reads("standards:detail", "th_submitted", CORE),
    reads("standards:detail", "th_accepted", CORE),
    reads("standards:detail", "th_wiring", "kh ekh g1 g2 co ilo"),
    reads("standards:print", "kh_draft", "kh ekh"),
    reads("standards:print", "kh_accepted", BRICK),
    reads("standards:print", "kh_public", ALL.replace(" adm", "")),
    reads("standards:export", "kh_draft", "kh ekh"),
    reads("standards:export", "kh_accepted", BRICK),
    reads("standards:export", "kh_public", ALL.replace(" adm", "")),
    *(
        reads(name, thing, who)
        for name in ("standards:exports", "standards:export-csv", "standards:export-case")
        for thing, who in (
            ("kh_draft", "kh ekh"),
            ("kh_accepted", BRICK),
            ("kh_public", ALL.replace(" adm", "")),
        )
    ),
    *both("standards:edit", "kh_draft", "kh ekh"),
    *both("standards:edit", "th_draft", "g1 co"),
    reads("standards:edit", "kh_accepted", "kh ekh", "g1 co ilo", answer="moved"),
    acts("standards:edit", "kh_accepted", "kh ekh", "g1 co ilo", writes=False),
    *both("standards:upload", "kh_draft", "kh ekh"),
    *both("standards:upload", "la_draft", "la"),
    acts("standards:upload", "kh_accepted", "kh ekh", "g1 co ilo", writes=False),
    # A file in pieces is its sender's own; nobody else learns that it is on its way.
    acts("standards:upload-begin", "kh_draft", "kh ekh", answer="page"),
    acts("standards:upload-begin", "kh_accepted", "kh ekh", "g1 co ilo", answer="409"),
    reads("standards:upload-state", "kh_upload", "kh", own=True),
    acts("standards:upload-chunk", "kh_upload", "kh", own=True, answer="400"),  # a form is no piece of a file
    acts("standards:upload-finish", "kh_upload", "kh", own=True, answer="409"),  # not everything is there
    acts("standards:upload-give-up", "kh_upload", "kh", own=True, writes=False),
    acts("standards:source-remove", "kh_annex", "kh ekh"),
    acts("standards:source-remove", "kh_intake_file", "kh ekh", writes=False),  # its reading is open
    acts("standards:source-remove", "kh_file", "kh ekh", writes=False),  # no draft any more
    acts("standards:new-edition", "kh_accepted", "kh ekh", "g1 co ilo"),
    acts("standards:new-edition", "kh_public", "kh ekh", "la mm g1 g2 co ilo obs"),
    *both("standards:accept", "kh_submitted", "co", "kh ekh g1 ilo"),
    *both("standards:accept", "la_submitted", "co", "la g1 ilo"),
    acts(
        "standards:accept", "th_submitted", "co", "kh ekh la mm g1 g2 ilo", writes=False
    ),  # one's own submission
    reads("standards:accept", "kh_draft", "", "kh ekh"),
    acts("standards:accept", "kh_accepted", "co", "kh ekh g1 ilo", writes=False),
    *both("standards:return", "kh_submitted", "co", "kh ekh g1 ilo"),
    *both("standards:return", "la_submitted", "co", "la g1 ilo"),
    acts("standards:publish", "kh_accepted", "kh", "ekh g1 co ilo"),
    acts("standards:publish", "th_accepted", "co", "kh ekh la mm g1 g2 ilo"),
    acts("standards:publish", "kh_draft", "kh", "ekh", writes=False),
    # Files that went into a released edition are read with it; what was tried and left aside stays at home.
    reads("standards:source", "kh_file", BRICK),
    reads("standards:source", "kh_tried", "kh ekh"),
    reads("standards:source", "kh_intake_file", "kh ekh"),
    reads("standards:source", "la_intake_file", "la"),
    reads("standards:intake", "kh_intake", "kh ekh"),
    reads("standards:intake", "la_intake", "la"),
    reads("standards:intake", "kh_file_intake", "kh ekh"),
    reads("standards:intake-page", "kh_pdf_intake", "kh ekh", number=1),
    reads("standards:intake-page", "kh_pdf_intake", "", number=2),  # there is no such page
    reads("standards:intake-progress", "kh_intake", "kh ekh", answer="moved"),
    reads("standards:intake-progress", "kh_failed", "kh ekh", answer="moved"),
    acts("standards:intake-act", "kh_intake", "kh ekh"),
    acts("standards:intake-act", "la_intake", "la"),
    acts("standards:intake-line", "kh_intake", "kh ekh", position=2),
    acts("standards:intake-line", "la_intake", "la", position=2),
    *both("standards:intake-confirm", "kh_intake", "kh ekh"),
    acts("standards:intake-confirm", "la_intake", "la"),
    reads("standards:intake-zawgyi", "kh_intake", "kh ekh", answer="moved"),  # nothing to convert there
    acts("standards:intake-zawgyi", "kh_intake", "kh ekh", writes=False),
    acts("standards:intake-discard", "kh_intake", "kh ekh"),
    acts("standards:intake-retry", "kh_failed", "kh ekh"),
    acts("standards:type-lines", "kh_draft", "kh ekh"),
    acts("standards:type-lines", "la_draft", "la"),
    acts("standards:type-lines", "kh_accepted", "kh ekh", "g1 co ilo", writes=False),
    *both("standards:paste", "kh_draft", "kh ekh"),
    *both("standards:paste", "la_draft", "la"),
    acts("standards:paste", "kh_accepted", "kh ekh", "g1 co ilo", writes=False),
]

PUBLIC = ALL.replace(" adm", "")
EDITIONS = [
    reads("standards:changes", "kh_accepted", BRICK),
    reads("standards:changes", "kh_draft", "kh ekh"),
    reads("standards:comments", "kh_accepted", BRICK),
    reads("standards:comments", "th_accepted", CORE),
    reads("standards:comments", "kh_public", PUBLIC),
    reads("standards:line-comments", "kh_accepted", BRICK, key="1.1"),
    reads("standards:line-comments", "th_accepted", CORE, key="1.1.1"),
    reads("standards:line-comments", "kh_public", PUBLIC, key="1.1"),
    acts("standards:line-ask", "kh_accepted", BRICK, key="1.1"),
    acts("standards:line-ask", "kh_draft", "kh ekh", key="1.1"),
    acts("standards:line-ask", "th_accepted", CORE, key="1.1.1"),
    acts("standards:line-ask", "kh_public", CORE, "obs", key="1.1"),
    # A thread is there for the country that asked, the owner, and the ILO; a note of the owner for the owner alone.
    acts("standards:comment-answer", "ask_co", BRICK),
    acts("standards:comment-answer", "ask_ilo", "kh ekh ilo"),
    acts("standards:comment-answer", "note_kh", "kh ekh"),
    acts("standards:comment-answer", "ask_kh", "kh ekh g1 g2 co ilo"),
    acts("standards:comment-answer", "ask_la", "la g1 g2 co ilo"),
    acts("standards:comment-settle", "ask_co", "kh ekh g1 co", "ilo"),
    acts("standards:comment-settle", "ask_ilo", "kh ekh ilo"),
    acts("standards:comment-settle", "ask_la", "la g1 g2 co", "ilo"),
    *both("standards:sharing", "kh_accepted", "kh", "ekh g1 co ilo"),
    reads("standards:sharing", "kh_draft", "kh", "ekh", answer="moved"),
    acts("standards:share-withdraw", "kh_share", "kh", "ekh"),
    *both("standards:throw-away", "kh_draft", "kh ekh"),
    acts("standards:throw-away", "kh_accepted", "kh ekh", "g1 co ilo", writes=False),
    reads("standards:bin", "", ALL),
    acts("standards:restore", "kh_binned", "kh ekh"),
    reads("standards:detail", "kh_binned", ""),
]

NOT_ADMIN = PUBLIC
KEEPERS = "kh la mm co"  # focal points and coordinators keep what is their country's own

#: Facts that are public anyway: everybody with an account reads them.
REFERENCE = [
    reads("standards:areas", "", ALL),
    reads("standards:occupations", "", ALL),
    reads("standards:bodies", "", ALL),
    reads("standards:frameworks", "", ALL),
    reads("standards:framework", "aqrf", ALL),
    reads("standards:framework", "cqf", ALL),
    *both("standards:area-new", "", "adm", NOT_ADMIN),
    *both("standards:area-edit", "area", "adm", NOT_ADMIN),
    *both("standards:occupation-new", "", "adm", NOT_ADMIN),
    *both("standards:occupation-edit", "occupation", "adm", NOT_ADMIN),
    *both("standards:body-new", "", KEEPERS, "ekh g1 g2 ilo obs adm"),
    *both("standards:body-edit", "kh_body", "kh", "ekh la mm g1 g2 co ilo obs adm"),
    *both("standards:framework-new", "", KEEPERS + " adm", "ekh g1 g2 ilo obs"),
    *both("standards:framework-edit", "cqf", "kh", "ekh la mm g1 g2 co ilo obs adm"),
    *both("standards:framework-edit", "aqrf", "adm", NOT_ADMIN),
    *both("standards:level-new", "cqf", "kh", "ekh la mm g1 g2 co ilo obs adm"),
    *both("standards:level-edit", "cqf", "kh", "ekh la mm g1 g2 co ilo obs adm", position=1),
    acts("standards:level-remove", "cqf", "kh", "ekh la mm g1 g2 co ilo obs adm", position=1),
    acts("standards:level-remove", "aqrf", "adm", NOT_ADMIN, position=1),
]
