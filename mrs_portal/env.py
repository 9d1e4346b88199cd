"""Settings from the environment, read once, with errors that say how to set what is missing."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def private_folder(*parts: str) -> Path:
    """A folder below the data folder that only the portal's own account can read; made when missing."""
    folder = DATA_DIR.joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key() -> str:
    """SECRET_KEY from the environment, else one made once for this data folder.

    A generated key is as strong as a given one; it is a file so that sessions survive a restart.
    """
    given: str = env.str("SECRET_KEY", default="")
    if given:
        return given
    path = private_folder() / "secret-key"
    if not path.exists():
        draft = path.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)  # two processes starting at once agree on the first one's key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
