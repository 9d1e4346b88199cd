"""Photos of observations, as a document names them: by the SHA-256 of the file that is printed."""

from __future__ import annotations

from dataclasses import dataclass

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo beside an observation: what it shows, the file that is printed and "image/png" or "image/jpeg"."""

    words: str
    sha256: str
    content_type: str

    @property
    def address(self) -> str:
        """How the page for print names it (reports.rendering.pictures)."""
        return f"asset:picture/{self.sha256}.{_ENDINGS.get(self.content_type, 'jpg')}"
