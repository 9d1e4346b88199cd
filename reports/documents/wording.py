"""The words and the arrangement that an office gives to its reports, as they are frozen into a document.

What an office writes is text and nothing else: paragraphs, and names in curly brackets from a closed list. They are
put in when the content is frozen, so that a document says what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .common import Document

#: What may stand in curly brackets, with what is printed in its place.
PLACEHOLDERS: dict[str, str | Promise] = {
    "receiving_country": _("name of the receiving country"),
    "sending_country": _("name of the sending country"),
    "skill_area": _("name of the skill area"),
    "pilot": _("title of the pilot"),
}
_PLACEHOLDER = re.compile(r"\{ ?([^{}\n]{0,60}?) ?\}")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture on the cover: whose logo it is, the SHA-256 of its file, and "image/png" or "image/jpeg"."""

    name: str
    sha256: str
    content_type: str

    @property
    def address(self) -> str:
        """How the page for print names it."""
        return f"asset:picture/{self.sha256}.{_ENDINGS.get(self.content_type, 'png')}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Empty text leaves its place out. `parts` are keys in the order of the paper, `hidden` keys that are left out."""

    subtitle: str = ""
    introduction: str = ""
    recommendations: str = ""
    parts: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    logos: tuple[Logo, ...] = ()


#: No words of the office.
USUAL = Wording()


def wording_of(document: Document) -> Wording:
    """The words of the office; the usual ones where a kind of document has no place for others."""
    found = getattr(document, "wording", None)
    return found if isinstance(found, Wording) else USUAL


def names_of(document: Document) -> dict[str, str]:
    """What is printed for each placeholder."""
    corridor = document.corridor
    return {
        "receiving_country": corridor.receiving.name,
        "sending_country": corridor.sending.name,
        "skill_area": corridor.skill_area,
        "pilot": str(getattr(document, "pilot", "")),
    }


def filled(text: str, names: Mapping[str, str]) -> str:
    """The text with the names in place of the brackets; brackets around anything else stay as they are."""
    return _PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), text)


def wrong_brackets(text: str) -> list[str]:
    """Brackets that stand for nothing, as they were typed, each once; a lone bracket is one of them."""
    unknown = [found[0] for found in _PLACEHOLDER.finditer(text) if found[1] not in PLACEHOLDERS]
    lone = re.findall(r"[{}]", _PLACEHOLDER.sub("", text))
    return list(dict.fromkeys([*unknown, *lone]))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, parted by empty lines."""
    return [part.strip() for part in _PARAGRAPHS.split(text) if part.strip()]
