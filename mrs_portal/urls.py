"""Root URL map: one include per app, and the pages that look at everything."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from mrs_portal import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("pilots/<slug:ref>/", views.pilot, name="pilot"),
    path("c/<slug:ref>/", views.corridor, name="corridor"),
    path("chain/<slug:ref>/", views.chain, name="chain"),
    path("jobs/", views.jobs, name="jobs"),
    path("help/", views.help_page, name="help"),
    path("gallery/", views.gallery, name="gallery"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("questionnaires/", include("questionnaires.urls")),
    path("standards/", include("standards.urls")),
    path("corridors/", include("corridors.urls")),
    path("benchmarks/", include("benchmarking.urls")),
    path("missions/", include("missions.urls")),
    path("reports/", include("reports.urls")),
]
