"""Addresses of the administration."""

from __future__ import annotations

from django.urls import path

from mrs_portal.administration import views

app_name = "administration"
urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("retention/", views.retention, name="retention"),
    path("mails/", views.mails, name="mails"),
    path("mails/<slug:pk>/again/", views.send_again, name="mail-again"),
    path("mails/<slug:pk>/give-up/", views.give_up, name="mail-give-up"),
    path("people/<slug:ref>/erase/", views.erase, name="erase"),
]
