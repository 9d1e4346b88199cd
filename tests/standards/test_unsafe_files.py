"""Files with active content are kept but handed out to nobody; sound ones come back byte for byte."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from standards import actions, reading
from standards.models import Edition, Intake
from standards.states import EditionState
from tests.conftest import Cast
from tests.factories import world
from tests.standards import intake_files as files
from tests.standards.files import run_job_of
from tests.standards.hostile.pdfs import CASES


@pytest.fixture
def draft(cast: Cast) -> Edition:
    """A Cambodian draft with a few lines."""
    return world.edition("KH", by=cast.focal_kh, state=EditionState.DRAFT)


def uploaded(cast: Cast, draft: Edition, content: bytes, name: str) -> Intake:
    intake = actions.upload_source(edition=draft, content=ContentFile(content), name=name, by=cast.focal_kh)
    return run_job_of(intake)


def test_a_file_with_macros_is_not_handed_out_even_to_its_owner(
    cast: Cast, draft: Edition, client: Client
) -> None:
    content = files.changed(files.word("1.1 Lay bricks"), "word/vbaProject.bin", b"x")
    intake = uploaded(cast, draft, content, "standard.docx")
    client.force_login(cast.focal_kh)

    answer = client.get(reverse("standards:source", args=[intake.source.ref]), follow=True)

    assert intake.refusal == "macros"
    assert answer.redirect_chain[-1][0] == reverse("standards:detail", args=[draft.ref])
    assert "not handed out" in answer.content.decode()


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.id in ("P-01b", "P-22")], ids=lambda case: case.id
)
def test_a_file_that_was_signed_or_repaired_comes_back_byte_for_byte(
    cast: Cast, draft: Edition, client: Client, case: object
) -> None:
    content = case.make()  # type: ignore[attr-defined]
    intake = uploaded(cast, draft, content, "standard.pdf")
    client.force_login(cast.focal_kh)

    answer = client.get(reverse("standards:source", args=[intake.source.ref]))

    assert b"".join(answer) == content  # type: ignore[arg-type]


def test_a_damaged_file_is_kept_for_its_owner(cast: Cast, draft: Edition, client: Client) -> None:
    intake = uploaded(cast, draft, b"%PDF-1.4\nnothing else", "standard.pdf")
    client.force_login(cast.focal_kh)

    answer = client.get(reverse("standards:source", args=[intake.source.ref]))

    assert intake.refusal == "damaged"
    assert b"".join(answer) == b"%PDF-1.4\nnothing else"  # type: ignore[arg-type]


def test_an_annex_can_be_looked_at_without_being_read(cast: Cast, draft: Edition) -> None:
    def seen(content: bytes, name: str) -> reading.Refusal | None:
        kept = actions.attach_source(edition=draft, content=ContentFile(content), name=name, by=cast.focal_kh)
        return reading.inspect_stored(kept.stored)

    macros = files.changed(files.word("Text"), "word/vbaProject.bin", b"x")
    assert seen(files.word("Text"), "annex.docx") is None
    assert seen(macros, "annex2.docx") == reading.Refusal("macros")
