"""A limit on what a request may bring, before anything of it reaches the disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Quota(FileUploadHandler):
    """Refuses requests far above the limit of one file by their announced length, also of people not signed in.

    A little above the limit the form still answers with its sentence; a length that lies is cut by the web server.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Judge the announced length.

        Raises:
            RequestDataTooBig: more than the largest file and the form around it; answered by the 400 page.
        """
        if content_length > settings.MAX_UPLOAD_BYTES + settings.UPLOAD_MARGIN_BYTES:
            raise RequestDataTooBig("The request is too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the content on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
