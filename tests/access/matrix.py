"""The rights of MRS Portal as a table: one line for each route and each object state that makes a difference.

How to read a line: `reads` is a GET, `acts` a POST that is complete and possible in the state the object is in.
`yes` gets the page, or does the act and is led on. `no` sees the object and is refused with 403. Whoever is not
named gets the 404 of something that does not exist. Who is not signed in, or deactivated, is led to the sign-in.

Personas: kh, la, mm focal points; ekh national expert of Cambodia; g1, g2 Thai experts of Group I (bricklaying) and
Group II (wiring); co Thai coordinator; ilo; obs observer; adm portal administrator. The objects stand in scene.py.
"""

from __future__ import annotations

from tests.access.matrix_administration import ADMINISTRATION, PRIVACY
from tests.access.matrix_corridor import LEVELS, PAPER
from tests.access.matrix_entrance import ENTRANCE
from tests.access.matrix_files import FILES
from tests.access.matrix_gaps import GAP_REGISTER
from tests.access.matrix_history import HISTORY
from tests.access.matrix_library import LIBRARY
from tests.access.matrix_life import LIFE
from tests.access.matrix_next import NEXT
from tests.access.matrix_people import PEOPLE, PROFILE
from tests.access.matrix_photos import PHOTOS
from tests.access.matrix_questionnaires import ANSWERS, QUESTIONS, REVIEWS
from tests.access.matrix_reported_editions import REPORTED_EDITIONS
from tests.access.matrix_security import SECURITY
from tests.access.matrix_standards import EDITIONS, REFERENCE, STANDARDS
from tests.access.matrix_suggestions import SUGGESTIONS, THESAURUS
from tests.access.matrix_verdicts import VERDICTS
from tests.access.matrix_views import VIEWS
from tests.access.matrix_volume import VOLUMES
from tests.access.matrix_wording import WORDING
from tests.access.matrix_workspace import WORKSPACE
from tests.access.rules import ALL, BRICK, BRICK_LA, CORE, THAI, WIRE, Rule, acts, both, public, reads

ROOT = [
    public("healthz"),
    public("help"),
    reads("contact", "", ALL),
    reads("home", "", ALL),
    reads("gallery", "", "adm"),  # in a demonstration and while developing: everybody
    reads("pilot", "pilot", CORE),
    reads("pilot", "away", "kh ekh la ilo"),
    reads("corridor", "th_kh", BRICK),
    reads("corridor", "th_la", BRICK_LA),
    reads("corridor", "th_mm", "mm g1 co ilo"),
    reads("corridor", "th_kh_wiring", WIRE),
    reads("corridor", "kh_la", "kh la ilo"),
    reads("chain", "gap_open", WIRE),
    reads("chain", "gap_la", BRICK_LA),
    reads("chain", "gap_hidden", "g1 co"),
]

CORRIDORS = [
    reads("corridors:list", "", ALL),
    *both("corridors:submit-edition", "kh_draft", "kh", "ekh"),
    *both("corridors:submit-edition", "th_draft", "co", "g1"),
    acts("corridors:submit-edition", "la_draft", "la"),
    acts("corridors:submit-edition", "kh_accepted", "kh", "ekh g1 co ilo", writes=False),
    reads("corridors:plan", "pilot", CORE),
    reads("corridors:plan", "pilot", CORE, query="?view=weeks"),
    reads("corridors:plan", "away", "kh ekh la ilo"),
    *both("corridors:activity-create", "pilot", THAI, "kh ekh la mm ilo"),
    *both("corridors:activity-create", "away", "ekh", "kh la ilo"),
    reads("corridors:activity", "act_common", CORE),
    reads("corridors:activity", "act_kh", "kh ekh g1 g2 co ilo"),
    reads("corridors:activity", "act_la", "la g1 g2 co ilo"),
    reads("corridors:activity", "act_th", "g1 g2 co ilo"),
    reads("corridors:activity", "act_away", "kh ekh la ilo"),
    *both("corridors:activity-edit", "act_kh", "g2 co", "kh ekh g1 ilo"),
    *both("corridors:activity-edit", "act_common", THAI, "kh ekh la mm ilo"),
    acts("corridors:activity-edit", "act_away", "ekh", "kh la ilo"),
    acts("corridors:activity-move", "act_kh", "g2 co", "kh ekh g1 ilo"),
    acts("corridors:activity-move", "act_la", "g1 co", "la g2 ilo"),
    *both("corridors:step", "th_kh", "co", "kh ekh g1 ilo", code="2"),
    *both("corridors:step", "th_la", "co", "la g1 ilo", code="2"),
    acts("corridors:step", "th_la", "co", "la g1 ilo", code="1"),  # closed: reopens
    acts(
        "corridors:step", "kh_la", "", "kh la ilo", code="2"
    ),  # Cambodia has no coordinator; ekh is in no team
]

BENCHMARKS = [
    reads("benchmarking:list", "", ALL),
    *both("benchmarking:create", "th_kh", "g1 co", "kh ekh ilo"),
    *both("benchmarking:create", "th_la", "g1 co", "la ilo"),
    acts("benchmarking:create", "kh_la", "", "kh la ilo"),
    # The receiving view is the receiving side's own until its first completion releases it.
    reads("benchmarking:detail", "bm_open", "g1 co"),
    reads("benchmarking:detail", "bm_la", BRICK_LA),
    reads("benchmarking:detail", "bm_wiring", WIRE),
    reads("benchmarking:workspace", "bm_open", "g1 co"),
    reads("benchmarking:workspace", "bm_la", BRICK_LA),
    reads("benchmarking:workspace", "bm_wiring", WIRE),
    acts("benchmarking:judge", "bm_open", "g1 co", line="1.1.1"),
    acts("benchmarking:judge", "bm_wiring", "g2 co", "kh ekh ilo", line="1.1.1", answer="409"),
    acts("benchmarking:judge", "bm_la", "g1 co", "la ilo", line="1.1.1", answer="409"),
    *both("benchmarking:complete", "bm_open", "g1 co"),
    acts("benchmarking:complete", "bm_wiring", "g2 co", "kh ekh ilo", answer="409"),
    *both("benchmarking:reopen", "bm_wiring", "g2 co", "kh ekh ilo"),
    *both("benchmarking:reopen", "bm_la", "g1 co", "la ilo"),
    acts("benchmarking:reopen", "bm_open", "g1 co", writes=False),
]

GAPS = [
    reads("benchmarking:gap-list", "", ALL),
    reads("benchmarking:gap", "gap_hidden", "g1 co"),
    reads("benchmarking:gap", "gap_la", BRICK_LA),
    reads("benchmarking:gap", "gap_open", WIRE),
    reads("benchmarking:gap", "gap_waiting", WIRE),
    reads("benchmarking:gap", "gap_closed", WIRE),
    *both("benchmarking:gap-edit", "gap_open", "g2 co", "kh ekh ilo"),
    *both("benchmarking:gap-edit", "gap_hidden", "g1 co"),
    acts("benchmarking:gap-agree", "gap_open", "kh g2 co", "ekh ilo"),
    acts("benchmarking:gap-agree", "gap_hidden", "g1 co"),
    acts("benchmarking:gap-agree", "gap_la", "la g1 co", "ilo"),
    acts("benchmarking:gap-agree", "gap_closed", "kh g2 co", "ekh ilo", writes=False),
    acts("benchmarking:gap-start", "gap_agreed", "kh ekh g2 co", "ilo"),
    *both("benchmarking:gap-report", "gap_agreed", "kh ekh g2 co", "ilo"),
    *both("benchmarking:gap-send-back", "gap_waiting", "g2 co", "kh ekh ilo"),
    *both("benchmarking:gap-close", "gap_waiting", "g2 co", "kh ekh ilo"),
    acts("benchmarking:gap-close", "gap_open", "g2 co", "kh ekh ilo", answer="409"),
    *both("benchmarking:gap-keep", "gap_open", "g2 co", "kh ekh ilo"),
    *both("benchmarking:gap-dismiss", "gap_open", "g2 co", "kh ekh ilo"),
    acts("benchmarking:gap-dismiss", "gap_la", "g1 co", "la ilo"),
    *both("benchmarking:gap-reopen", "gap_kept", "g2 co", "kh ekh ilo"),
    acts("benchmarking:gap-reopen", "gap_closed", "g2 co", "kh ekh ilo", answer="409"),
    *both("benchmarking:gap-reply", "gap_open", "kh ekh g2 co", "ilo"),
    acts("benchmarking:gap-reply", "gap_la", "la g1 co", "ilo"),
    acts("benchmarking:gap-reply", "gap_hidden", "g1 co"),
    *both("benchmarking:gap-activity", "gap_open", "g2 co", "kh ekh ilo"),
    acts("benchmarking:gap-unlink", "gap_open", "g2 co", "kh ekh ilo"),
    reads("benchmarking:gap-proof", "gap_waiting", WIRE),
    reads("benchmarking:gap-proof", "gap_closed", WIRE),
    reads("benchmarking:gap-proof", "gap_open", ""),  # it has none
]

MISSIONS = [
    reads("missions:list", "", ALL),
    *both("missions:create", "pilot", "co", "kh ekh la mm g1 g2 ilo"),
    reads("missions:create", "away", "", "kh ekh la ilo"),
    reads("missions:detail", "visit_kh", BRICK),
    reads("missions:detail", "visit_la", BRICK_LA),
    reads("missions:detail", "visit_both", BRICK + " la"),
    reads("missions:detail", "visit_wiring", WIRE),
    *both("missions:edit", "visit_kh", "co", "kh ekh g1 ilo"),
    *both("missions:edit", "visit_both", "co", "kh ekh la g1 ilo"),
    *both("missions:held", "visit_kh", "co", "kh ekh g1 ilo"),
    *both("missions:cancel", "visit_bare", "co", "kh ekh g1 ilo"),
    acts("missions:plan-again", "visit_dropped", "co", "kh ekh g1 ilo"),
    *both("missions:observe", "visit_kh", "g1 co", "kh ekh ilo"),
    *both("missions:observe", "visit_both", "g1 co", "kh ekh la ilo"),
    *both("missions:observe", "visit_wiring", "g2 co", "kh ekh ilo"),
    # What was seen reaches the sending side and the ILO once the mission is recorded as held.
    *both("missions:observation-edit", "seen_early", "g1 co"),
    *both("missions:observation-edit", "seen_both_kh", "g1 co", "kh ekh ilo"),
    *both("missions:observation-edit", "seen_both_la", "g1 co", "la ilo"),
]

SENT = "kh ekh g2 co"  # both sides of wiring
SENT_ILO = "kh ekh g2 co ilo"
PUBLISHED = ALL.replace(" adm", "")

REPORTS = [
    reads("reports:list", "", ALL),
    reads("reports:request", "th_kh_wiring", "co", "kh ekh g2 ilo"),
    acts("reports:request", "th_kh_wiring", "co", "kh ekh g2 ilo", writes=False),  # the draft says the same
    *both("reports:request", "th_kh", "co", "kh ekh g1 ilo"),
    acts("reports:request", "kh_la", "", "kh la ilo"),
    # The receiving side from the draft on, the sending side from its reply on, the ILO from its review on.
    reads("reports:detail", "r_draft", "g2 co"),
    reads("reports:detail", "r_check", "g2 co"),
    reads("reports:detail", "r_reply", SENT),
    reads("reports:detail", "r_review", SENT_ILO),
    reads("reports:detail", "r_returned", SENT_ILO),
    reads("reports:detail", "r_accepted", SENT_ILO),
    reads("reports:detail", "r_published", PUBLISHED),
    reads("reports:detail", "r_superseded", PUBLISHED),
    reads("reports:detail", "r_la_draft", "g1 co"),
    reads("reports:detail", "r_la_review", BRICK_LA),
    reads("reports:detail", "r_review", "", query="?v=2"),  # there is no such version
    reads("reports:progress", "r_draft", "g2 co", answer="moved"),
    reads("reports:progress", "r_la_draft", "g1 co", answer="moved"),
    reads("reports:download", "r_draft", "g2 co", number=1),
    reads("reports:download", "r_reply", SENT, number=1),
    reads("reports:download", "r_review", SENT_ILO, number=1),
    reads("reports:download", "r_review", "", number=2),
    reads("reports:download", "r_published", PUBLISHED, number=1),
    reads("reports:download", "r_la_review", BRICK_LA, number=1),
    reads("reports:download", "r_la_draft", "g1 co", number=1, answer="moved"),  # not ready yet
    reads("reports:move", "r_accepted", "co", "kh ekh g2 ilo"),
    acts("reports:move", "r_accepted", "co", "kh ekh g2 ilo"),
    acts("reports:move", "r_draft", "co", "g2"),
    acts("reports:move", "r_reply", "co", "kh ekh g2"),
    acts("reports:move", "r_published", "co", PUBLISHED.replace(" co", ""), writes=False),
    reads("reports:decide", "r_review", "ilo", "kh ekh g2 co"),
    acts("reports:decide", "r_review", "ilo", "kh ekh g2 co"),
    acts("reports:decide", "r_la_review", "ilo", "la g1 co"),
    acts("reports:decide", "r_reply", "", "kh ekh g2 co"),
    acts("reports:decide", "r_accepted", "ilo", "kh ekh g2 co", answer="409"),
    acts("reports:comment", "r_draft", "g2 co"),
    acts("reports:comment", "r_reply", "kh ekh g2 co"),
    acts("reports:comment", "r_review", "kh ekh g2 co ilo"),
    acts("reports:comment", "r_la_review", "la g1 co ilo"),
    acts("reports:comment", "r_published", "kh ekh g2 co ilo", "la mm g1 obs", answer="409"),
    acts("reports:new-version", "r_returned", "co", "kh ekh g2 ilo"),
    acts("reports:new-version", "r_published", "co", PUBLISHED.replace(" co", ""), writes=False),
    acts("reports:retry", "r_failed", "g1 co"),
    acts("reports:cancel", "r_la_draft", "co", "g1"),
]

TABLE: list[Rule] = [
    *ROOT,
    *ADMINISTRATION,
    *PRIVACY,
    *HISTORY,
    *SECURITY,
    *PEOPLE,
    *PROFILE,
    *ENTRANCE,
    *STANDARDS,
    *EDITIONS,
    *REFERENCE,
    *CORRIDORS,
    *BENCHMARKS,
    *WORKSPACE,
    *VIEWS,
    *VERDICTS,
    *SUGGESTIONS,
    *THESAURUS,
    *WORDING,
    *NEXT,
    *GAPS,
    *GAP_REGISTER,
    *LEVELS,
    *PAPER,
    *QUESTIONS,
    *ANSWERS,
    *REVIEWS,
    *MISSIONS,
    *PHOTOS,
    *REPORTS,
    *FILES,
    *LIFE,
    *LIBRARY,
    *VOLUMES,
    *REPORTED_EDITIONS,
]
