"""The part of the table of rights about questionnaires, answers and reviews of steps 3 to 5 (scene_questionnaires.py).

Answers are their country's own until they are submitted and a review has shared them with the other country of its
corridor: Thailand's serve two corridors, Cambodia's are never read by Lao PDR.
"""

from __future__ import annotations

from tests.access.rules import ALL, BRICK, BRICK_LA, CORE, WIRE, acts, both, reads

_OTHERS = ALL.replace(" co", "")
_WIRING = "kh ekh g2 co ilo"  # experts through the group whose corridor the answers were taken for

QUESTIONS = [
    reads("questionnaires:questions", "", ALL),
    acts("questionnaires:install", "", "co", _OTHERS, writes=False),  # there is one for every purpose
    reads("questionnaires:questionnaire", "q_quality", CORE),
    reads("questionnaires:questionnaire", "q_draft", CORE),
    *both("questionnaires:start", "q_quality", "kh ekh la mm g1 g2 co", "ilo"),
    acts("questionnaires:draft-start", "q_quality", "co", "kh ekh la mm g1 g2 ilo"),
    reads("questionnaires:draft", "q_draft", "co", "g1 g2"),
    reads("questionnaires:preview", "q_draft", "co", "g1 g2"),
    *both("questionnaires:publish", "q_draft", "co", "g1 g2"),
    acts("questionnaires:discard", "q_draft", "co", "g1 g2"),
    *both("questionnaires:question-new", "q_draft", "co", "g1 g2"),
    *both("questionnaires:question-edit", "q_draft", "co", "g1 g2", question=1),
    acts("questionnaires:question-move", "q_draft", "co", "g1 g2", question=1),
    acts("questionnaires:question-remove", "q_draft", "co", "g1 g2", question=1),
]

ANSWERS = [
    reads("questionnaires:list", "", ALL),
    reads("questionnaires:answer", "kh_asked", "kh ekh"),
    reads("questionnaires:answer", "kh_answered", _WIRING),
    reads("questionnaires:answer", "kh_own", "kh ekh"),
    reads("questionnaires:answer", "la_asked", "la"),
    reads("questionnaires:answer", "th_answers", "kh ekh la g1 co ilo"),
    reads("questionnaires:answer", "th_answered_before", _WIRING),
    reads("questionnaires:answer", "th_corrected", _WIRING),
    acts("questionnaires:save-part", "kh_asked", "kh ekh"),
    acts("questionnaires:save-part", "kh_answered", "kh ekh", "g2 co ilo", writes=False),
    acts("questionnaires:save", "kh_asked", "kh ekh", question=0),
    acts("questionnaires:save", "la_asked", "la", question=0),
    acts("questionnaires:save", "kh_answered", "kh ekh", "g2 co ilo", question=0, writes=False),
    *both("questionnaires:submit", "kh_asked", "kh", "ekh"),
    acts("questionnaires:submit", "kh_answered", "kh", "ekh g2 co ilo", writes=False),
    acts("questionnaires:correct", "kh_answered", "kh ekh", "g2 co ilo"),
    acts("questionnaires:correct", "kh_asked", "kh ekh", writes=False),  # it is in work
    *both("questionnaires:evidence", "kh_asked", "kh ekh", question=0),
    reads("questionnaires:evidence", "kh_answered", "kh ekh", "g2 co ilo", question=0, answer="moved"),
    reads("questionnaires:evidence-file", "kh_asked", "kh ekh", evidence=0),
    reads("questionnaires:evidence-file", "kh_answered", _WIRING, evidence=0),
    reads("questionnaires:evidence-file", "th_answers", "kh ekh la g1 co ilo", evidence=0),
    reads("questionnaires:evidence-file", "kh_own", "kh ekh", evidence=0),
    acts("questionnaires:evidence-remove", "kh_asked", "kh ekh", evidence=0),
    acts("questionnaires:evidence-remove", "kh_answered", "kh ekh", "g2 co ilo", evidence=0, writes=False),
]

REVIEWS = [
    reads("benchmarking:reviews", "th_kh", BRICK),
    reads("benchmarking:reviews", "th_la", BRICK_LA),
    reads("benchmarking:reviews", "th_kh_wiring", WIRE),
    *both("benchmarking:review-start", "th_kh", "g1 co", "kh ekh ilo", step=5),
    acts("benchmarking:review-start", "th_kh", "g1 co", "kh ekh ilo", step=3, writes=False),  # one is open
    reads("benchmarking:review", "rev_hidden", "g1 co"),
    reads("benchmarking:review", "rev_la", "g1 co"),
    reads("benchmarking:review", "rev_wiring", WIRE),
    acts("benchmarking:review-save", "rev_hidden", "g1 co"),
    acts("benchmarking:review-save", "rev_wiring", "g2 co", "kh ekh ilo"),
    acts("benchmarking:review-rate", "rev_hidden", "g1 co", question=1),
    acts("benchmarking:review-rate", "rev_wiring", "g2 co", "kh ekh ilo", question=1),
    acts("benchmarking:review-dimension", "rev_hidden", "g1 co"),
    acts("benchmarking:review-dimension", "rev_wiring", "g2 co", "kh ekh ilo"),
    *both("benchmarking:review-release", "rev_hidden", "g1 co"),
    acts("benchmarking:review-release", "rev_wiring", "g2 co", "kh ekh ilo", writes=False),
    acts("benchmarking:review-newer", "rev_wiring", "g2 co", "kh ekh ilo"),
    acts("benchmarking:review-newer", "rev_hidden", "g1 co", writes=False),  # nothing newer
]
