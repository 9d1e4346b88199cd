"""Verbs on evidence: a file or an address that proves an answer."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import proofs
from core.audit import record
from core.files import safe_name, store
from core.text import clean
from questionnaires.actions.answers import hold_open
from questionnaires.models import Answer, AnswerSet, Evidence, Question

#: Most pieces of evidence for one answer.
MOST = 20


@transaction.atomic
def add_evidence(
    *,
    answer_set: AnswerSet,
    question: Question,
    title: str = "",
    file: File[bytes] | None = None,
    link: str = "",
    by: User,
) -> Evidence:
    """Keep a file, or the address of a published document, beside an answer.

    Raises:
        IllegalMove: the set is submitted.
        ValidationError: by field.
    """
    hold_open(answer_set)
    address = clean(link)
    if bool(file) == bool(address):
        raise ValidationError(
            {"file": _("Choose a file, or write the address of a document; one at a time.")}
        )
    if file:
        name, kind = _checked_file(file)
        stored = store(file, name=name, content_type=kind, by=by)
    else:
        _check_link(address)
        name, stored = address, None
    answer, _made = Answer.objects.get_or_create(
        answer_set=answer_set, question=question, defaults={"by": by}
    )
    if answer.evidence.count() >= MOST:
        raise ValidationError({"file": _("An answer has at most 20 pieces of evidence. Remove one first.")})
    made = Evidence.objects.create(
        answer=answer, title=clean(title)[:200] or name[:200], stored=stored, link=address, by=by
    )
    after = {"question": question.text[:120], "evidence": made.title}
    record("answers.evidence_added", on=answer_set, by=by, after=after)
    return made


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take a piece of evidence away from an answer that is still in work.

    Raises:
        IllegalMove: the set is submitted.
    """
    answer_set = evidence.answer.answer_set
    hold_open(answer_set)
    before = {"question": evidence.answer.question.text[:120], "evidence": evidence.title}
    evidence.delete()
    record("answers.evidence_removed", on=answer_set, by=by, before=before)


def _checked_file(file: File[bytes]) -> tuple[str, str]:
    if fault := proofs.fault_of(file):
        raise ValidationError({"file": fault})
    return safe_name(str(file.name or "")), proofs.content_type_of(file)


def _check_link(address: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise ValidationError(
            {
                "link": _(
                    "Write a whole address that begins with https://, such as https://www.example.org/law.pdf."
                )
            }
        ) from None
    if len(address) > 200:  # as long as the field
        raise ValidationError({"link": _("This address is longer than 200 characters. Use a shorter one.")})
