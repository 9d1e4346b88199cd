"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_BENCHMARK_EVENTS: dict[str, Promise] = {
    "benchmark.opened": _("Benchmark opened"),
    "benchmark.carried_on": _("Benchmark started from the one before, with newer editions"),
    "benchmark.continued": _("Carried on with newer editions in the next benchmark"),
    "benchmark.sheet_taken": _("Spreadsheet of the comparison taken in"),
    "benchmark.completed": _("Benchmark completed and released"),
    "benchmark.reopened": _("Benchmark reopened"),
    "benchmark.invited": _("Sending side invited to give its view"),
    "benchmark.view_released": _("View released"),
    "benchmark.set": _("Settings of the benchmark changed"),
    "benchmark.agreed_same": _("Lines on which both views say the same taken over into the agreed view"),
    "benchmark.signed": _("Signed"),
    "benchmark.signature_voided": _("Signature became void"),
    "verdict.decided": _("Verdict on a section decided"),
    "verdict.changed": _("Verdict on a section decided again"),
    "verdict.taken": _("Proposed verdict taken over"),
    "recommendation.added": _("Recommendation added"),
    "recommendation.changed": _("Recommendation changed"),
    "recommendation.moved": _("Recommendation moved"),
    "recommendation.deleted": _("Recommendation deleted"),
    "judgement.made": _("Line compared"),
    "judgement.changed": _("Comparison of a line changed"),
    "judgement.cleared": _("Rating taken back"),
    "judgement.taken_back": _("Comparison of a line taken back to an earlier version"),
    "additional.marked": _("Line of the sending country marked additional (X)"),
    "additional.unmarked": _("Mark additional (X) taken away"),
}

_GAP_EVENTS: dict[str, Promise] = {
    "gap.opened": _("Gap opened from a substantial difference"),
    "gap.followed_judgement": _("Gap updated from the changed comparison"),
    "gap.stale": _("Comparison behind the gap is no longer substantial"),
    "gap.edited": _("Gap edited"),
    "gap.replied": _("Reply written"),
    "gap.position": _("Formal reply of the sending country"),
    "gap.bulk_changed": _("Gap changed together with others"),
    "gap.agreed": _("Gap agreed"),
    "gap.started": _("Work on the gap started"),
    "gap.reported_done": _("Gap reported done"),
    "gap.sent_back": _("Gap sent back to work"),
    "gap.closed": _("Gap checked and closed"),
    "gap.kept": _("Gap kept as difference"),
    "gap.dismissed": _("Gap dismissed"),
    "gap.reopened": _("Gap taken up again"),
    "gap.activity_linked": _("Activity linked to the gap"),
    "gap.activity_unlinked": _("Activity no longer linked to the gap"),
}

_CORRIDOR_EVENTS: dict[str, Promise] = {
    "level_row.added": _("Row of the level table added"),
    "level_row.changed": _("Row of the level table changed"),
    "level_row.moved": _("Row of the level table moved"),
    "level_row.deleted": _("Row of the level table deleted"),
    "level_row.released": _("Row of the level table released"),
    "level_row.supported": _("Lines put behind a level"),
    "level_row.unsupported": _("Line taken from behind a level"),
    "paper_review.started": _("Paper review begun"),
    "paper_review.summed_up": _("Summary of the paper review written"),
    "paper_review.released": _("Paper review released"),
    "paper_review.corrected": _("Correction of the paper review begun"),
}

_REVIEW_EVENTS: dict[str, Promise] = {
    "review.started": _("Review of arrangements started"),
    "review.answers_taken": _("Newer answers taken into the review"),
    "review.rated": _("Step rated as a whole"),
    "review.released": _("Review released"),
    "arrangement.rated": _("Arrangement rated"),
    "arrangement.changed": _("Rating of an arrangement changed"),
}

_THESAURUS_EVENTS: dict[str, Promise] = {
    "thesaurus.added": _("Entry of the trade thesaurus added"),
    "thesaurus.changed": _("Entry of the trade thesaurus changed"),
    "thesaurus.deleted": _("Entry of the trade thesaurus deleted"),
}

EVENTS: dict[str, Promise] = {
    **_THESAURUS_EVENTS,
    **_CORRIDOR_EVENTS,
    **_BENCHMARK_EVENTS,
    **_GAP_EVENTS,
    **_REVIEW_EVENTS,
}
