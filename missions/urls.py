"""Addresses of the missions app."""

from __future__ import annotations

from django.urls import path

from missions import views

app_name = "missions"
urlpatterns = [
    path("", views.mission_list, name="list"),
    path("pilots/<slug:ref>/new/", views.mission_create, name="create"),
    path("observations/<slug:ref>/edit/", views.observation_edit, name="observation-edit"),
    path("<slug:ref>/", views.mission, name="detail"),
    path("<slug:ref>/edit/", views.mission_edit, name="edit"),
    path("<slug:ref>/held/", views.held, name="held"),
    path("<slug:ref>/cancel/", views.cancel, name="cancel"),
    path("<slug:ref>/plan-again/", views.plan_again, name="plan-again"),
    path("<slug:ref>/observe/", views.observe, name="observe"),
]
