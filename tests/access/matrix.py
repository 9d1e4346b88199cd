"""The rights of MRS Portal as a table: one line for each route and each object state that makes a difference.

How to read a line: `reads` is a GET, `acts` a POST that is complete and possible in the state the object is in.
`yes` gets the page, or does the act and is led on. `no` sees the object and is refused with 403. Whoever is not
named gets the 404 of something that does not exist. Who is not signed in, or deactivated, is led to the sign-in.

Personas: kh, la, mm focal points; ekh national expert of Cambodia; g1, g2 Thai experts of Group I (bricklaying) and
Group II (wiring); co Thai coordinator; ilo; obs observer; adm portal administrator. The objects stand in scene.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.access.people import SIGNED_IN

ALL = " ".join(SIGNED_IN)
CORE = "kh ekh la mm g1 g2 co ilo"  # everybody but observers and the administrator
BRICK = "kh ekh g1 co ilo"  # around released bricklaying of Cambodia
BRICK_LA = "la g1 co ilo"
WIRE = "kh ekh g2 co ilo"  # around released wiring of Cambodia
THAI = "g1 g2 co"


@dataclass(frozen=True)
class Rule:
    """One line of the table."""

    route: str
    at: str  # name of the object in the scene; "" for pages without one
    method: str
    yes: frozenset[str]
    no: frozenset[str]
    answer: str  # what `yes` gets: "page" (200), "moved" (302 or 303), or another status
    stranger: str = "sign-in"  # the answer to somebody who is not signed in
    query: str = ""
    args: tuple[tuple[str, str | int], ...] = ()
    writes: bool = True  # a POST that is answered leaves a line in the history

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.at}{self.query}".strip()

    def expected(self, who: str) -> str:
        """The answer to a persona."""
        if who in ("anon", "off"):
            return self.stranger
        if who in self.yes:
            return self.answer
        return "403" if who in self.no else "404"


def _names(text: str) -> frozenset[str]:
    names = frozenset(text.split())
    assert names <= set(SIGNED_IN), names - set(SIGNED_IN)
    return names


def reads(
    route: str, at: str, yes: str, no: str = "", *, answer: str = "page", query: str = "", **args: str | int
) -> Rule:
    """A page."""
    return Rule(route, at, "GET", _names(yes), _names(no), answer, query=query, args=tuple(args.items()))


def acts(
    route: str,
    at: str,
    yes: str,
    no: str = "",
    *,
    answer: str = "moved",
    writes: bool = True,
    **args: str | int,
) -> Rule:
    """An act. `answer` "409": the right is there and the state is not, so nothing is written."""
    writes = writes and answer == "moved"
    return Rule(route, at, "POST", _names(yes), _names(no), answer, args=tuple(args.items()), writes=writes)


def both(route: str, at: str, yes: str, no: str = "", **args: str | int) -> tuple[Rule, Rule]:
    """The page of an act and the act itself, with the same rights."""
    return reads(route, at, yes, no, **args), acts(route, at, yes, no, **args)  # type: ignore[arg-type]


def public(route: str, method: str = "GET", answer: str = "page", stranger: str = "page") -> Rule:
    """Open without an account."""
    return Rule(route, "", method, _names(ALL), frozenset(), answer, stranger=stranger, writes=False)


ROOT = [
    public("healthz"),
    public("help"),
    reads("home", "", ALL),
    reads("gallery", "", ALL),
    reads("jobs", "", "adm", ALL.replace(" adm", "")),
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

ACCOUNTS = [
    public("accounts:sign-in", "POST", answer="moved", stranger="422"),
    public("accounts:sign-out", "POST", answer="sign-in", stranger="sign-in"),
    reads("accounts:people", "", "adm", ALL.replace(" adm", "")),
    reads("accounts:person", "observer", "adm"),
    acts("accounts:deactivate", "observer", "adm"),
    acts("accounts:reactivate", "former", "adm"),
]

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
    reads("standards:detail", "th_draft", THAI),
    reads("standards:detail", "th_submitted", CORE),
    reads("standards:detail", "th_accepted", CORE),
    reads("standards:detail", "th_wiring", "kh ekh g1 g2 co ilo"),
    reads("standards:export", "kh_draft", "kh ekh"),
    reads("standards:export", "kh_accepted", BRICK),
    reads("standards:export", "kh_public", ALL.replace(" adm", "")),
    *both("standards:edit", "kh_draft", "kh ekh"),
    *both("standards:edit", "th_draft", THAI),
    reads("standards:edit", "kh_accepted", "kh ekh", "g1 co ilo", answer="moved"),
    acts("standards:edit", "kh_accepted", "kh ekh", "g1 co ilo", writes=False),
    *both("standards:upload", "kh_draft", "kh ekh"),
    *both("standards:upload", "la_draft", "la"),
    acts("standards:upload", "kh_accepted", "kh ekh", "g1 co ilo", writes=False),
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
    reads("standards:intake-progress", "kh_intake", "kh ekh", answer="moved"),
    reads("standards:intake-progress", "kh_failed", "kh ekh", answer="moved"),
    acts("standards:intake-lines", "kh_intake", "kh ekh"),
    acts("standards:intake-line", "kh_intake", "kh ekh", position=2),
    acts("standards:intake-line", "la_intake", "la", position=2),
    acts("standards:intake-add", "kh_intake", "kh ekh", position=2),
    *both("standards:intake-confirm", "kh_intake", "kh ekh"),
    acts("standards:intake-confirm", "la_intake", "la"),
    acts("standards:intake-discard", "kh_intake", "kh ekh"),
    acts("standards:intake-retry", "kh_failed", "kh ekh"),
]

CORRIDORS = [
    reads("corridors:list", "", ALL),
    *both("corridors:submit-edition", "kh_draft", "kh", "ekh"),
    *both("corridors:submit-edition", "th_draft", "co", "g1 g2"),
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
    *both("corridors:activity-edit", "act_kh", THAI, "kh ekh ilo"),
    *both("corridors:activity-edit", "act_common", THAI, "kh ekh la mm ilo"),
    acts("corridors:activity-edit", "act_away", "ekh", "kh la ilo"),
    acts("corridors:activity-move", "act_kh", THAI, "kh ekh ilo"),
    acts("corridors:activity-move", "act_la", THAI, "la ilo"),
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
    acts("reports:retry", "r_failed", "co", "g1"),
    acts("reports:cancel", "r_la_draft", "co", "g1"),
]

TABLE: list[Rule] = [*ROOT, *ACCOUNTS, *STANDARDS, *CORRIDORS, *BENCHMARKS, *GAPS, *MISSIONS, *REPORTS]
