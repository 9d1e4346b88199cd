"""Opens a spreadsheet of a benchmark that came back: in a limited child process, never in the web process."""

from __future__ import annotations

import json
import logging
import tempfile
from pathlib import Path

from benchmarking.exchange.form import InSheet
from benchmarking.exchange.reading import from_json
from core.children import ChildFailed, Limits, run_limited
from core.models import StoredFile
from standards.intake import limits
from standards.reading import Refusal, tidy, too_much

logger = logging.getLogger(__name__)

#: A person waits for the answer.
LIMITS = Limits(cpu_seconds=15, wall_seconds=25, memory_bytes=limits.CHILD_MEMORY_BYTES)


def read_sheet(stored: StoredFile) -> InSheet | Refusal:
    """The rows of a stored file, or why it was not read.

    Raises:
        FileNotFoundError: the content is missing from storage.
    """
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        path = Path(folder) / "source"
        with stored.open() as source, path.open("wb") as copy:
            for chunk in source.chunks():
                copy.write(chunk)
        try:
            content = run_limited("benchmarking.exchange", args=(str(path), stored.name), limits=LIMITS)
        except ChildFailed as failed:
            logger.warning("Reading the benchmark's spreadsheet %s ended by %s", stored.pk, failed)
            return too_much(failed) if failed.reason == "time" else Refusal("too_complex")
    answer = json.loads(content)
    refused = answer.get("refused")
    return Refusal(refused["code"], tidy(refused["params"])) if refused else from_json(answer)
