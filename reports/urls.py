"""Addresses of the reports app."""

from __future__ import annotations

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("corridors/<slug:ref>/new/", views.request_report, name="request"),
    path("<slug:ref>/", views.report, name="detail"),
    path("<slug:ref>/progress/", views.progress, name="progress"),
    path("<slug:ref>/move/", views.move, name="move"),
    path("<slug:ref>/decide/", views.decide, name="decide"),
    path("<slug:ref>/comment/", views.comment, name="comment"),
    path("<slug:ref>/new-version/", views.new_version, name="new-version"),
    path("<slug:ref>/retry/", views.retry, name="retry"),
    path("<slug:ref>/cancel/", views.cancel, name="cancel"),
    path("<slug:ref>/v<int:number>.pdf", views.download, name="download"),
]
