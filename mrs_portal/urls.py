"""Root URL map: one include per app, and the pages that look at everything."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from mrs_portal import views, views_contact, views_privacy, views_security
from mrs_portal.administration import views as administration
from mrs_portal.history import views as history

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("pilots/<slug:ref>/", views.pilot, name="pilot"),
    path("c/<slug:ref>/", views.corridor, name="corridor"),
    path("chain/<slug:ref>/", views.chain, name="chain"),
    path("jobs/", administration.jobs, name="jobs"),
    path("jobs/<slug:pk>/retry/", administration.retry_job, name="job-retry"),
    path("jobs/<slug:pk>/cancel/", administration.cancel_job, name="job-cancel"),
    path("administration/", include("mrs_portal.administration.urls")),
    path("privacy/", views_privacy.register, name="privacy"),
    path("privacy/me/", views_privacy.mine, name="privacy-mine"),
    path("privacy/me.json", views_privacy.mine_file, name="privacy-mine-file"),
    path("privacy/me/erasure/", views_privacy.erasure, name="privacy-erasure"),
    path("history/", history.history, name="history"),
    path("history/file/", history.history_file, name="history-file"),
    path("history/of/<slug:kind>/<slug:ref>/", history.thing_history, name="history-of"),
    path("contact/", views_contact.contact, name="contact"),
    path("help/", views.help_page, name="help"),
    path("gallery/", views.gallery, name="gallery"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views_security.readyz, name="readyz"),
    path("security/", views_security.security, name="security"),
    path(".well-known/security.txt", views_security.security_txt, name="security-txt"),
    path("browser-reports/", views_security.take_browser_report, name="browser-reports"),
    path("from-mail/<str:token>/", views_security.from_mail, name="from-mail"),
    path("accounts/", include("accounts.entrance.urls")),
    path("accounts/", include("accounts.urls")),
    path("questionnaires/", include("questionnaires.urls")),
    path("standards/", include("standards.urls")),
    path("corridors/", include("corridors.urls")),
    path("benchmarks/", include("benchmarking.urls")),
    path("missions/", include("missions.urls")),
    path("reports/", include("reports.urls")),
]

handler400 = "core.troubles.unreadable"
handler500 = "core.troubles.fault"
handler429 = "accounts.entrance.views.too_many"
