"""Addresses of benchmarks and gaps (both under "benchmarks/")."""

from __future__ import annotations

from django.urls import URLPattern, path

from benchmarking.views import benchmarks, gap_forms, gaps, judgements

app_name = "benchmarking"

# Gaps: "gaps/..." stands before "<slug:ref>/", which would catch it.
gap_urls: list[URLPattern] = [
    path("gaps/", gaps.gap_list, name="gap-list"),
    path("gaps/<slug:ref>/", gaps.gap, name="gap"),
    path("gaps/<slug:ref>/edit/", gap_forms.edit, name="gap-edit"),
    path("gaps/<slug:ref>/agree/", gaps.agree, name="gap-agree"),
    path("gaps/<slug:ref>/start/", gaps.start, name="gap-start"),
    path("gaps/<slug:ref>/report-done/", gap_forms.report_done, name="gap-report"),
    path("gaps/<slug:ref>/send-back/", gap_forms.send_back, name="gap-send-back"),
    path("gaps/<slug:ref>/close/", gap_forms.close, name="gap-close"),
    path("gaps/<slug:ref>/keep/", gap_forms.keep, name="gap-keep"),
    path("gaps/<slug:ref>/dismiss/", gap_forms.dismiss, name="gap-dismiss"),
    path("gaps/<slug:ref>/reopen/", gap_forms.reopen, name="gap-reopen"),
    path("gaps/<slug:ref>/reply/", gap_forms.reply, name="gap-reply"),
    path("gaps/<slug:ref>/activity/", gap_forms.activity, name="gap-activity"),
    path("gaps/<slug:ref>/activity/unlink/", gaps.unlink, name="gap-unlink"),
    path("gaps/<slug:ref>/proof/", gaps.proof, name="gap-proof"),
]

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
