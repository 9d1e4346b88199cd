"""Finished files of several reports in one ZIP archive, with a list of their check numbers."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import IO

from django.utils import timezone

from reports.models import ReportFile

#: Its lines are what `sha256sum --check` reads.
LIST = "SHA256SUMS.txt"
_PIECE = 1024**2


def archive_of(files: Sequence[ReportFile]) -> IO[bytes]:
    """The archive as an open file that is gone when it is closed. Nothing is compressed twice.

    Every file keeps the name that it has alone; where two reports share one, the later carries its number as well.

    Raises:
        FileNotFoundError: the content of a file is missing from the store.
        OSError: there is no room for the archive.
    """
    target = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115 - the caller hands it out and closes it
    try:
        lines, taken = [], set[str]()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for file in files:
                name = _name(file, taken)
                _add(archive, file, name)
                assert file.stored is not None  # noqa: S101 - ready files only
                lines.append(f"{file.stored.sha256}  {name}\n")
            archive.writestr(LIST, "".join(lines))
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target


def _name(file: ReportFile, taken: set[str]) -> str:
    assert file.stored is not None  # noqa: S101 - ready files only
    plain = PurePosixPath(file.stored.name)
    name = plain.name
    if name in taken:
        name = f"{plain.stem}_{file.version.report.number}{plain.suffix}"
    taken.add(name)
    return name


def _add(archive: zipfile.ZipFile, file: ReportFile, name: str) -> None:
    assert file.stored is not None  # noqa: S101 - ready files only
    info = zipfile.ZipInfo(name, timezone.localtime(file.stored.at).timetuple()[:6])
    info.file_size = file.stored.size
    with file.stored.open() as source, archive.open(info, "w") as entry:
        for piece in source.chunks(_PIECE):
            entry.write(piece)
