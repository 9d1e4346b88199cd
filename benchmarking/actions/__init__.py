"""Verbs of the benchmarking app, one module per noun."""

from __future__ import annotations

from benchmarking.actions.additional import mark_additional, unmark_additional
from benchmarking.actions.benchmarks import open_benchmark
from benchmarking.actions.completing import complete_benchmark, reopen_benchmark
from benchmarking.actions.gap_activities import link_activity, plan_activity_for, unlink_activity
from benchmarking.actions.gap_following import follow_arrangement, follow_line
from benchmarking.actions.gaps import (
    agree,
    close,
    dismiss,
    edit_gap,
    give_position,
    keep,
    reopen,
    reply,
    report_done,
    send_back,
    start,
)
from benchmarking.actions.judgements import judge, take_back

__all__ = [
    "agree",
    "close",
    "complete_benchmark",
    "dismiss",
    "edit_gap",
    "follow_arrangement",
    "follow_line",
    "give_position",
    "judge",
    "keep",
    "link_activity",
    "mark_additional",
    "open_benchmark",
    "plan_activity_for",
    "reopen",
    "reopen_benchmark",
    "reply",
    "report_done",
    "send_back",
    "start",
    "take_back",
    "unlink_activity",
    "unmark_additional",
]
