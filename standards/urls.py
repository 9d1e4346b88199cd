"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from standards import views

app_name = "standards"
urlpatterns = [
    path("", views.library_list, name="list"),
    path("new/", views.create, name="create"),
    path("template.xlsx", views.template, name="template"),
    path("files/<slug:ref>/", views.source, name="source"),
    path("intake/<slug:ref>/", views.intake, name="intake"),
    path("intake/<slug:ref>/progress/", views.progress, name="intake-progress"),
    path("intake/<slug:ref>/lines/", views.bulk, name="intake-lines"),
    path("intake/<slug:ref>/lines/<int:position>/", views.line, name="intake-line"),
    path("intake/<slug:ref>/lines/<int:position>/add/", views.add, name="intake-add"),
    path("intake/<slug:ref>/confirm/", views.confirm, name="intake-confirm"),
    path("intake/<slug:ref>/discard/", views.discard, name="intake-discard"),
    path("intake/<slug:ref>/retry/", views.retry, name="intake-retry"),
    path("<slug:ref>/", views.detail, name="detail"),
    path("<slug:ref>/edit/", views.edit, name="edit"),
    path("<slug:ref>/upload/", views.upload, name="upload"),
    path("<slug:ref>/new-edition/", views.new_edition, name="new-edition"),
    path("<slug:ref>/accept/", views.accept, name="accept"),
    path("<slug:ref>/return/", views.return_, name="return"),
    path("<slug:ref>/public/", views.publish, name="publish"),
    path("<slug:ref>/lines.xlsx", views.export, name="export"),
]
