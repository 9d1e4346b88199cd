"""A zoo of layouts: sets one standard in many shapes and measures whether the intake reads the same lines back.

`python -m benchmarks.layouts` sets the texts of the shared gold files; the repository's own tests set made-up ones.
"""

from __future__ import annotations

from benchmarks.layouts import forms, tables, texts, workbooks
from benchmarks.layouts.catalogue import CATALOGUE, Entry
from benchmarks.layouts.making import make

__all__ = ["CATALOGUE", "Entry", "forms", "make", "tables", "texts", "workbooks"]
