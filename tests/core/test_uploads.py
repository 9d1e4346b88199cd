"""What a request may bring is limited before anything reaches the disk."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

BODY = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\nfocal.kh@mrs.example.org\r\n--x--\r\n'


def announce(client: Client, length: int) -> int:
    response = client.generic(
        "POST",
        reverse("account_login"),
        BODY,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
    )
    return response.status_code


@pytest.mark.django_db
def test_a_request_far_above_the_largest_file_is_refused_by_its_announced_length(client: Client) -> None:
    limit = settings.MAX_UPLOAD_BYTES + settings.UPLOAD_MARGIN_BYTES

    assert announce(client, limit + 1) == 413
    assert announce(client, len(BODY)) == 422
