"""Addresses of the corridors app."""

from __future__ import annotations

from django.urls import path

from corridors import views

app_name = "corridors"
urlpatterns = [
    path("", views.corridor_list, name="list"),
    path("editions/<slug:ref>/submit/", views.submit_edition, name="submit-edition"),
    path("plan/<slug:ref>/", views.plan, name="plan"),
    path("plan/<slug:ref>/new/", views.activity_create, name="activity-create"),
    path("activities/<slug:ref>/", views.activity, name="activity"),
    path("activities/<slug:ref>/edit/", views.activity_edit, name="activity-edit"),
    path("activities/<slug:ref>/move/", views.activity_move, name="activity-move"),
    path("<slug:ref>/steps/<slug:code>/", views.step, name="step"),
]
