"""Questions and remarks about single lines of an edition, frozen or not."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.states import IllegalMove
from standards.models import Edition, LineComment

_SHOWN = 200  # characters of a text in the history


@transaction.atomic
def comment(*, edition: Edition, line_key: UUID, text: str, by: User) -> LineComment:
    """Begin a thread about one line. It belongs to the person's country (or the ILO) and to the edition's owner.

    Raises:
        IllegalMove: the line is not in the edition any more, or nothing was said.
    """
    line = edition.lines.filter(key=line_key).first()
    if line is None:
        raise IllegalMove(
            _("This line is no longer in the edition. Copy your text and ask about another line.")
        )
    said = _said(text)
    made = LineComment.objects.create(
        edition=edition,
        line_key=line_key,
        line_text=f"{line.number} {line.text or line.text_original}".strip()[:255],
        country=by.country,
        text=said,
        by=by,
    )
    record("line.commented", on=edition, by=by, after={"line": made.line_text, "text": said[:_SHOWN]})
    return made


@transaction.atomic
def answer(*, thread: LineComment, text: str, by: User) -> LineComment:
    """Go on in a thread; a settled one is open again, for there is something new in it.

    Raises:
        IllegalMove: nothing was said.
    """
    said = _said(text)
    root = _held(thread)
    made = LineComment.objects.create(
        edition=root.edition,
        line_key=root.line_key,
        line_text=root.line_text,
        thread=root,
        country=root.country,
        text=said,
        by=by,
    )
    if root.settled_at:
        _mark(root, None)
    record("line.answered", on=root.edition, by=by, after={"line": root.line_text, "text": said[:_SHOWN]})
    return made


@transaction.atomic
def settle(*, thread: LineComment, settled: bool, by: User) -> LineComment:
    """Mark a thread as settled, or open it again.

    Raises:
        IllegalMove: the person is neither of the owner's country nor of the thread's, or it is so already.
    """
    root = _held(thread)
    if by.country not in (root.country, root.edition.country):
        raise IllegalMove(_("Only the country that asked or the owner of the edition settles a question."))
    if bool(root.settled_at) == settled:
        raise IllegalMove(_("This is settled already.") if settled else _("This is open already."))
    _mark(root, by if settled else None)
    event = "line.settled" if settled else "line.reopened"
    record(event, on=root.edition, by=by, after={"line": root.line_text})
    return root


def _held(thread: LineComment) -> LineComment:
    root = thread.thread or thread
    rows = LineComment.objects.select_for_update(of=("self",)).select_related("edition__standard")
    return rows.get(pk=root.pk)


def _mark(root: LineComment, by: User | None) -> None:
    root.settled_by, root.settled_at = by, timezone.now() if by else None
    root.save(update_fields=["settled_by", "settled_at"])


def _said(text: str) -> str:
    if not text.strip():
        raise IllegalMove(_("Write what you want to say about the line."))
    return text.strip()
