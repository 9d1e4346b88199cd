"""Verbs of the benchmarking app, one module per noun."""

from __future__ import annotations

from benchmarking.actions.benchmarks import complete_benchmark, open_benchmark, reopen_benchmark
from benchmarking.actions.gaps import follow_judgement
from benchmarking.actions.judgements import judge

__all__ = ["complete_benchmark", "follow_judgement", "judge", "open_benchmark", "reopen_benchmark"]
