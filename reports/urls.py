"""Addresses of the reports app."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from reports.views import (
    archive,
    checking,
    comments,
    detail,
    editions,
    files,
    library,
    life,
    reading,
    requesting,
    withdrawing,
    wording,
)


class OtherFormat(StringConverter):
    """A format beside the PDF, as the ending of a file."""

    regex = "docx|xlsx"


register_converter(OtherFormat, "other_format")

app_name = "reports"
urlpatterns = [
    path("", library.report_list, name="list"),
    path("corridors/<slug:ref>/new/", requesting.request_report, name="request"),
    path("corridors/<slug:ref>/editions/", editions.request_editions, name="request-editions"),
    path("pilots/<slug:ref>/new/", requesting.request_for_pilot, name="request-pilot"),
    path("archive/", archive.archive, name="archive"),
    path("check/", checking.check, name="check"),
    path("wording/", wording.wording_list, name="wording"),
    path("wording/logos/add/", wording.add_logo, name="logo-add"),
    path("wording/logos/<int:pk>/", wording.logo, name="logo"),
    path("wording/logos/<int:pk>/remove/", wording.remove_logo, name="logo-remove"),
    path("wording/logos/<int:pk>/move/", wording.move_logo, name="logo-move"),
    path("wording/<slug:kind>/<slug:language>/", wording.edit, name="wording-edit"),
    path("wording/<slug:kind>/<slug:language>/preview/", wording.preview, name="wording-preview"),
    path("<slug:ref>/", detail.report, name="detail"),
    path("<slug:ref>/read/", reading.read, name="read"),
    path("<slug:ref>/progress/", files.progress, name="progress"),
    path("<slug:ref>/move/", life.move, name="move"),
    path("<slug:ref>/decide/", life.decide, name="decide"),
    path("<slug:ref>/due/", life.due, name="due"),
    path("<slug:ref>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("<slug:ref>/comment/", comments.comment, name="comment"),
    path("comments/<int:pk>/answer/", comments.answer, name="comment-answer"),
    path("comments/<int:pk>/settle/", comments.settle, name="comment-settle"),
    path("<slug:ref>/new-version/", requesting.new_version, name="new-version"),
    path("<slug:ref>/retry/", files.retry, name="retry"),
    path("<slug:ref>/cancel/", files.cancel, name="cancel"),
    path("<slug:ref>/files/", files.ask, name="file-ask"),
    path("<slug:ref>/downloads/", files.downloads, name="downloads"),
    path("<slug:ref>/v<int:number>.pdf", files.download, name="download"),
    path("<slug:ref>/v<int:number>.<other_format:format>", files.download, name="download-as"),
]
