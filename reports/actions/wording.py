"""Verbs on the words of an office for its reports, and on its logos. What is frozen already stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import files
from core.audit import changed, known, record
from core.conflicts import save_revision
from core.picturing import picture_of
from core.states import IllegalMove
from core.text import clean
from reports.documents.kinds import KINDS
from reports.documents.letters import unprintable
from reports.documents.outline import INTRODUCTION
from reports.documents.wording import PLACEHOLDERS, wrong_brackets
from reports.models import Logo, Wording

#: How many logos the cover has room for, in one row.
MOST_LOGOS = 3
#: Pixels of a logo's longest side: 44 mm at 300 dpi, with some to spare.
LONGEST_SIDE = 800
MOST_BYTES = 4 * 1024**2
TEXTS = ("subtitle", "marking", "introduction", "recommendations")
_FACTS = (*TEXTS, "parts", "hidden", "show_logos")


@transaction.atomic
def save_wording(
    *, country: str, kind: str, language: str, values: Mapping[str, Any], revision: int, by: User
) -> Wording:
    """Write the words for a kind of report in a language; reports that are frozen from now on have them.

    Args:
        values: subtitle, marking, introduction, recommendations, parts, hidden, show_logos; all of them.
        revision: how often it had been saved when the person began, 0 for the first time.

    Raises:
        Conflict: somebody saved in between.
        ValidationError: by field, in sentences that say what to do.
    """
    wanted = checked(Wording(country=country, kind=kind, language=language), values)
    row, _is_new = Wording.objects.get_or_create(country=country, kind=kind, language=language)
    before = _told(row)
    saved = save_revision(row, revision=revision, **facts(wanted), changed_by=by, changed_at=timezone.now())
    record("wording.saved", on=saved, by=by, **changed(before, _told(saved)))
    return saved


def checked(row: Wording, values: Mapping[str, Any]) -> Wording:
    """The row with these values, not saved.

    Raises:
        ValidationError: by field, as for saving.
    """
    faults: dict[str, list[str]] = {}
    for name in TEXTS:
        text = clean(str(values[name]))
        setattr(row, name, text)
        if sentences := faults_of(text, in_margin=name == "marking"):
            faults[name] = sentences
    keys = [part.key for part in KINDS[row.kind].outline]
    row.parts = _known(values["parts"], keys)
    row.hidden = [key for key in keys if key in set(values["hidden"])]
    row.show_logos = bool(values["show_logos"])
    if set(keys) - {INTRODUCTION.key} and not set(keys) - set(row.hidden) - {INTRODUCTION.key}:
        faults["hidden"] = [_("A report needs at least one part. Tick one that is printed.")]
    if faults:
        raise ValidationError({name: list(sentences) for name, sentences in faults.items()})
    row.clean_fields(exclude=["changed_by"])
    return row


def faults_of(text: str, *, in_margin: bool = False) -> list[str]:
    """What would not be printed as it was meant, in sentences."""
    found: list[str] = []
    if wrong := wrong_brackets(text):
        found.append(
            _("%(wrong)s is not a placeholder. Use one of %(known)s, or leave the curly brackets out.")
            % {"wrong": _listed(wrong), "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)}
        )
    if letters := unprintable(text, in_margin=in_margin):
        found.append(
            _("These signs cannot be printed: %(signs)s. Leave them out or write them in words.")
            % {"signs": _listed(letters)}
        )
    return found


def _listed(items: Iterable[str]) -> str:
    return ", ".join(f"“{item[:40]}”" for item in list(items)[:8])


def _known(order: Iterable[str], keys: list[str]) -> list[str]:
    """The order as it is stored: nothing where it is the usual one, so that a part that is added later has its place."""
    wanted = [key for key in dict.fromkeys(order) if key in keys]
    return [] if wanted == keys[: len(wanted)] and len(wanted) in (0, len(keys)) else wanted


def facts(row: Wording) -> dict[str, Any]:
    """What the office decides, by field."""
    return {name: getattr(row, name) for name in _FACTS}


def _told(row: Wording) -> dict[str, Any]:
    """The same for the history, parts by their titles."""
    titles = {part.key: str(part.title) for part in KINDS[row.kind].outline}
    lists = {
        "order_of_parts": ", ".join(titles.get(key, key) for key in row.parts),
        "parts_left_out": ", ".join(titles.get(key, key) for key in row.hidden),
    }
    return {name: value for name, value in facts(row).items() if name not in ("parts", "hidden")} | lists


@transaction.atomic
def add_logo(*, country: str, name: str, picture: File[bytes], by: User) -> Logo:
    """Keep a logo, made anew from its pixels; it is printed where the wording of a report says so.

    Raises:
        ValidationError: no name, no picture that can be kept, or there are MOST_LOGOS already.
    """
    name = clean(name)
    if not name:
        raise ValidationError({"name": _("Say whose logo it is. People who cannot see it hear these words.")})
    if sentences := faults_of(name):
        raise ValidationError({"name": sentences})
    there = list(Logo.objects.select_for_update().filter(country=country))
    if len(there) >= MOST_LOGOS:
        raise ValidationError(
            {"picture": _("The cover has room for %(most)d logos. Remove one first.") % {"most": MOST_LOGOS}}
        )
    try:
        made = picture_of(picture, longest=LONGEST_SIDE, most_bytes=MOST_BYTES)
    except ValidationError as wrong:
        raise ValidationError({"picture": wrong.messages}) from wrong
    kept = files.store(
        made.content, name=PurePath(picture.name or "logo").name, content_type=made.content_type, by=by
    )
    last = max((one.position for one in there), default=0)
    logo = Logo(country=country, name=name, stored=kept, position=last + 1, added_by=by)
    logo.full_clean()
    logo.save()
    record("logo.added", on=logo, by=by, after=known({"name": name, "file_hash": kept.sha256}))
    return logo


@transaction.atomic
def remove_logo(*, logo: Logo, by: User) -> None:
    """Take a logo away; reports that are frozen keep it."""
    record("logo.removed", on=logo, by=by, before={"name": logo.name})
    logo.delete()


@transaction.atomic
def move_logo(*, logo: Logo, by: User) -> None:
    """Put a logo one place further to the front.

    Raises:
        IllegalMove: it is the first.
    """
    rows = list(Logo.objects.select_for_update().filter(country=logo.country).order_by("position", "pk"))
    place = [one.pk for one in rows].index(logo.pk)
    if place == 0:
        raise IllegalMove(_("This logo is the first already."))
    rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, one in enumerate(rows, start=1):
        one.position = position
    Logo.objects.bulk_update(rows, ["position"])
    record("logo.moved", on=logo, by=by, after={"place": place})
