"""What was refused stands in the history, at most once a minute, and nothing else is written by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.audit import REFUSED, UPLOAD_REFUSED
from core.models import AuditLine
from tests.conftest import Cast, World
from tests.factories import world

pytestmark = pytest.mark.django_db


def test_a_step_beyond_the_role_leaves_one_line_a_minute(cast: Cast, as_user: Any) -> None:
    browser = as_user(cast.expert_kh)
    address = reverse("history")
    for _press in range(3):
        assert browser.get(address).status_code == 403

    line = AuditLine.objects.get(event=REFUSED)
    assert line.by == cast.expert_kh
    assert line.after == {"page": "history", "method": "GET"}

    AuditLine.objects.update(at=timezone.now() - timedelta(minutes=2))
    browser.get(address)

    assert AuditLine.objects.filter(event=REFUSED).count() == 2


def test_another_persons_and_another_pages_refusal_is_a_line_of_its_own(cast: Cast, as_user: Any) -> None:
    as_user(cast.expert_kh).get(reverse("history"))
    as_user(cast.expert_one).get(reverse("history"))
    as_user(cast.expert_one).get(reverse("accounts:people"))

    assert AuditLine.objects.filter(event=REFUSED).count() == 3


def test_what_is_not_there_leaves_no_line(small_world: World, as_user: Any) -> None:
    draft = world.edition("LA", by=small_world.cast.focal_la, state="draft")

    assert (
        as_user(small_world.cast.focal_kh).get(reverse("standards:detail", args=[draft.ref])).status_code
        == 404
    )

    assert not AuditLine.objects.filter(event__in=[REFUSED, UPLOAD_REFUSED]).exists()


def test_a_refused_upload_leaves_its_size_and_nothing_of_its_content(
    small_world: World, as_user: Any
) -> None:
    draft = world.edition("KH", by=small_world.cast.focal_kh, state="draft")
    file = SimpleUploadedFile(
        "secret-name.exe", b"MZ secret content", content_type="application/octet-stream"
    )

    answer = as_user(small_world.cast.focal_kh).post(
        reverse("standards:upload", args=[draft.ref]), {"file": file}
    )

    assert answer.status_code == 422
    line = AuditLine.objects.get(event=UPLOAD_REFUSED)
    assert line.after["bytes"] == 17
    assert "secret" not in str(line.after)


def test_whoever_is_not_signed_in_leaves_no_line(client: Any, db: None) -> None:
    client.get(reverse("history"))

    assert not AuditLine.objects.filter(event=REFUSED).exists()
