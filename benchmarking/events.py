"""Words for this app's lines in the history."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_BENCHMARK_EVENTS: dict[str, Promise] = {
    "benchmark.opened": _("Benchmark opened"),
    "benchmark.completed": _("Benchmark completed and released"),
    "benchmark.reopened": _("Benchmark reopened"),
    "judgement.made": _("Line compared"),
    "judgement.changed": _("Comparison of a line changed"),
    "judgement.cleared": _("Rating taken back"),
}

_GAP_EVENTS: dict[str, Promise] = {
    "gap.opened": _("Gap opened from a substantial difference"),
    "gap.followed_judgement": _("Gap updated from the changed comparison"),
    "gap.stale": _("Comparison behind the gap is no longer substantial"),
}

EVENTS: dict[str, Promise] = {**_BENCHMARK_EVENTS, **_GAP_EVENTS}
