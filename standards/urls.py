"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from standards import views
from standards.views import reference, uploads

app_name = "standards"
urlpatterns = [
    path("", views.library_list, name="list"),
    path("new/", views.create, name="create"),
    path("template.xlsx", views.template, name="template"),
    path("reference/", reference.areas, name="areas"),
    path("reference/areas/new/", reference.area_new, name="area-new"),
    path("reference/areas/<int:pk>/edit/", reference.area_edit, name="area-edit"),
    path("reference/occupations/", reference.occupations, name="occupations"),
    path("reference/occupations/new/", reference.occupation_new, name="occupation-new"),
    path("reference/occupations/<int:pk>/edit/", reference.occupation_edit, name="occupation-edit"),
    path("reference/bodies/", reference.bodies, name="bodies"),
    path("reference/bodies/new/", reference.body_new, name="body-new"),
    path("reference/bodies/<int:pk>/edit/", reference.body_edit, name="body-edit"),
    path("reference/frameworks/", reference.frameworks, name="frameworks"),
    path("reference/frameworks/new/", reference.framework_new, name="framework-new"),
    path("reference/frameworks/<slug:ref>/", reference.framework, name="framework"),
    path("reference/frameworks/<slug:ref>/edit/", reference.framework_edit, name="framework-edit"),
    path("reference/frameworks/<slug:ref>/levels/new/", reference.level_new, name="level-new"),
    path("reference/frameworks/<slug:ref>/levels/<int:position>/", reference.level_edit, name="level-edit"),
    path(
        "reference/frameworks/<slug:ref>/levels/<int:position>/remove/",
        reference.level_remove,
        name="level-remove",
    ),
    path("files/<slug:ref>/", views.source, name="source"),
    path("files/<slug:ref>/remove/", uploads.remove, name="source-remove"),
    path("uploads/<slug:ref>/", uploads.state, name="upload-state"),
    path("uploads/<slug:ref>/chunk/", uploads.chunk, name="upload-chunk"),
    path("uploads/<slug:ref>/finish/", uploads.finish, name="upload-finish"),
    path("uploads/<slug:ref>/give-up/", uploads.give_up, name="upload-give-up"),
    path("intake/<slug:ref>/", views.intake, name="intake"),
    path("intake/<slug:ref>/progress/", views.progress, name="intake-progress"),
    path("intake/<slug:ref>/pages/<int:number>.png", views.intake_page, name="intake-page"),
    path("intake/<slug:ref>/lines/", views.bulk, name="intake-lines"),
    path("intake/<slug:ref>/lines/<int:position>/", views.line, name="intake-line"),
    path("intake/<slug:ref>/lines/<int:position>/add/", views.add, name="intake-add"),
    path("intake/<slug:ref>/confirm/", views.confirm, name="intake-confirm"),
    path("intake/<slug:ref>/discard/", views.discard, name="intake-discard"),
    path("intake/<slug:ref>/retry/", views.retry, name="intake-retry"),
    path("<slug:ref>/", views.detail, name="detail"),
    path("<slug:ref>/edit/", views.edit, name="edit"),
    path("<slug:ref>/upload/", views.upload, name="upload"),
    path("<slug:ref>/upload/begin/", uploads.begin, name="upload-begin"),
    path("<slug:ref>/new-edition/", views.new_edition, name="new-edition"),
    path("<slug:ref>/accept/", views.accept, name="accept"),
    path("<slug:ref>/return/", views.return_, name="return"),
    path("<slug:ref>/public/", views.publish, name="publish"),
    path("<slug:ref>/lines.xlsx", views.export, name="export"),
]
