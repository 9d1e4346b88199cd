"""Addresses of the missions app."""

from __future__ import annotations

from django.urls import path

from missions import views, views_photos

app_name = "missions"
urlpatterns = [
    path("", views.mission_list, name="list"),
    path("pilots/<slug:ref>/new/", views.mission_create, name="create"),
    path("observations/<slug:ref>/edit/", views.observation_edit, name="observation-edit"),
    path("observations/<slug:ref>/photos/", views_photos.photos, name="photos"),
    path("photos/<int:pk>/", views_photos.photo, name="photo"),
    path("photos/<int:pk>/remove/", views_photos.remove, name="photo-remove"),
    path("photos/<int:pk>/put-back/", views_photos.put_back, name="photo-put-back"),
    path("<slug:ref>/", views.mission, name="detail"),
    path("<slug:ref>/edit/", views.mission_edit, name="edit"),
    path("<slug:ref>/held/", views.held, name="held"),
    path("<slug:ref>/cancel/", views.cancel, name="cancel"),
    path("<slug:ref>/plan-again/", views.plan_again, name="plan-again"),
    path("<slug:ref>/observe/", views.observe, name="observe"),
]
