"""A benchmark as a spreadsheet for work without network: written here, read back in a limited child process.

Pure: rows in, bytes out; a path in, rows out. `python -m benchmarking.exchange PATH NAME` is what a file from outside
is opened with.
"""

from __future__ import annotations
