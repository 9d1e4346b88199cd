"""Addresses of the reports app."""

from __future__ import annotations

from django.urls import path

from reports.views import detail, files, library, life, requesting

app_name = "reports"
urlpatterns = [
    path("", library.report_list, name="list"),
    path("corridors/<slug:ref>/new/", requesting.request_report, name="request"),
    path("<slug:ref>/", detail.report, name="detail"),
    path("<slug:ref>/progress/", files.progress, name="progress"),
    path("<slug:ref>/move/", life.move, name="move"),
    path("<slug:ref>/decide/", life.decide, name="decide"),
    path("<slug:ref>/comment/", detail.comment, name="comment"),
    path("<slug:ref>/new-version/", requesting.new_version, name="new-version"),
    path("<slug:ref>/retry/", files.retry, name="retry"),
    path("<slug:ref>/cancel/", files.cancel, name="cancel"),
    path("<slug:ref>/v<int:number>.pdf", files.download, name="download"),
]
