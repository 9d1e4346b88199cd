"""Addresses of benchmarks and gaps (both under "benchmarks/")."""

from __future__ import annotations

from django.urls import URLPattern, path

from benchmarking.views import benchmarks, judgements

app_name = "benchmarking"

# Gaps: "gaps/..." stands before "<slug:ref>/", which would catch it.
gap_urls: list[URLPattern] = []

urlpatterns = [
    path("", benchmarks.benchmark_list, name="list"),
    *gap_urls,
    path("corridors/<slug:ref>/new/", benchmarks.create, name="create"),
    path("<slug:ref>/", benchmarks.detail, name="detail"),
    path("<slug:ref>/complete/", benchmarks.complete, name="complete"),
    path("<slug:ref>/reopen/", benchmarks.reopen, name="reopen"),
    path("<slug:ref>/work/", judgements.workspace, name="workspace"),
    path("<slug:ref>/work/lines/<int:line>/", judgements.judge, name="judge"),
]
