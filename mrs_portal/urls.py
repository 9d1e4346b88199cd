"""Root URL map: one include per app, and the pages that look at everything."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from mrs_portal import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("help/", views.help_page, name="help"),
    path("gallery/", views.gallery, name="gallery"),
    path("accounts/", include("accounts.urls")),
]
