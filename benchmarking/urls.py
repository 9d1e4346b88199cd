"""Addresses of benchmarks and gaps (both under "benchmarks/")."""

from __future__ import annotations

from django.urls import URLPattern, path

from benchmarking.views import (
    benchmarks,
    completing,
    development,
    gap_forms,
    gap_register,
    gaps,
    heat,
    judgements,
    line_history,
    next_benchmark,
    recommendations,
    reconciling,
    reviews,
    settings,
    sheets,
    signatures,
    suggestions,
    thesaurus,
    verdicts,
)
from benchmarking.views import levels as level_pages
from benchmarking.views import paper_review as paper_pages

app_name = "benchmarking"

# Gaps: "gaps/..." stands before "<slug:ref>/", which would catch it.
gap_urls: list[URLPattern] = [
    path("gaps/", gap_register.gap_list, name="gap-list"),
    path("gaps/export/", gap_register.export, name="gap-export"),
    path("gaps/change/", gap_register.bulk, name="gap-bulk"),
    path("gaps/views/", gap_register.saved_views, name="gap-views"),
    path("gaps/views/<int:pk>/", gap_register.saved_view, name="gap-view"),
    path("gaps/views/<int:pk>/delete/", gap_register.saved_view_delete, name="gap-view-delete"),
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
    path("gaps/<slug:ref>/formal-reply/", gap_forms.position, name="gap-position"),
    path("gaps/<slug:ref>/activity/", gap_forms.activity, name="gap-activity"),
    path("gaps/<slug:ref>/activity/unlink/", gaps.unlink, name="gap-unlink"),
    path("gaps/<slug:ref>/proof/", gaps.proof, name="gap-proof"),
]

# Of a corridor: these stand before "<slug:ref>/" too.
conclusion_urls: list[URLPattern] = [
    path("corridors/<slug:ref>/heat/", heat.heat, name="heat"),
    path("corridors/<slug:ref>/thresholds/", verdicts.thresholds, name="thresholds"),
    path("corridors/<slug:ref>/recommendations/", recommendations.recommendations, name="recommendations"),
    path("corridors/<slug:ref>/recommendations/new/", recommendations.add, name="recommendation-add"),
    path("recommendations/<int:pk>/edit/", recommendations.edit, name="recommendation-edit"),
    path("recommendations/<int:pk>/move/", recommendations.move, name="recommendation-move"),
    path("recommendations/<int:pk>/delete/", recommendations.delete, name="recommendation-delete"),
    path("<slug:ref>/verdicts/", verdicts.verdicts, name="verdicts"),
    path("<slug:ref>/verdicts/take/", verdicts.take, name="verdicts-take"),
    path("<slug:ref>/verdicts/<int:section>/", verdicts.decide, name="verdict"),
    path("<slug:ref>/sign/", signatures.sign, name="sign"),
    path("<slug:ref>/sign/check/", signatures.sign_check, name="sign-check"),
    path("<slug:ref>/sign/content/", signatures.sign_content, name="sign-content"),
]

# Suggested counterparts and the thesaurus behind them: "thesaurus/" stands before "<slug:ref>/" too.
suggestion_urls: list[URLPattern] = [
    path("thesaurus/", thesaurus.thesaurus, name="thesaurus"),
    path("thesaurus/add/", thesaurus.add, name="thesaurus-add"),
    path("thesaurus/<int:pk>/edit/", thesaurus.edit, name="thesaurus-edit"),
    path("thesaurus/<int:pk>/delete/", thesaurus.delete, name="thesaurus-delete"),
    path("<slug:ref>/suggestions/", suggestions.suggestions, name="suggestions"),
    path("<slug:ref>/suggestions/again/", suggestions.again, name="suggestions-again"),
    path("<slug:ref>/work/lines/<int:line>/suggestions/", suggestions.panel, name="line-suggestions"),
]

# The level-to-level table and the paper review of a corridor.
corridor_urls: list[URLPattern] = [
    path("corridors/<slug:ref>/levels/", level_pages.table, name="levels"),
    path("corridors/<slug:ref>/levels/add/", level_pages.add, name="level-add"),
    path("corridors/<slug:ref>/levels/release/", level_pages.release, name="levels-release"),
    path("corridors/<slug:ref>/levels/<int:row>/edit/", level_pages.edit, name="level-edit"),
    path("corridors/<slug:ref>/levels/<int:row>/move/", level_pages.move, name="level-move"),
    path("corridors/<slug:ref>/levels/<int:row>/delete/", level_pages.delete, name="level-delete"),
    path("corridors/<slug:ref>/levels/<int:row>/<slug:cell>/", level_pages.cell, name="level-cell"),
    path("corridors/<slug:ref>/levels/<int:row>/<slug:cell>/add/", level_pages.support, name="level-support"),
    path(
        "corridors/<slug:ref>/levels/<int:row>/<slug:cell>/remove/",
        level_pages.unsupport,
        name="level-unsupport",
    ),
    path("corridors/<slug:ref>/paper-review/", paper_pages.overview, name="paper-review"),
    path("corridors/<slug:ref>/paper-review/start/", paper_pages.start, name="paper-review-start"),
    path("corridors/<slug:ref>/paper-review/summary/", paper_pages.summary, name="paper-review-summary"),
    path("corridors/<slug:ref>/paper-review/release/", paper_pages.release, name="paper-review-release"),
    path("corridors/<slug:ref>/paper-review/correct/", paper_pages.correct, name="paper-review-correct"),
]

# Reviews of steps 3 to 5.
review_urls: list[URLPattern] = [
    path("corridors/<slug:ref>/reviews/", reviews.reviews, name="reviews"),
    path("corridors/<slug:ref>/reviews/<int:step>/start/", reviews.start, name="review-start"),
    path("reviews/<slug:ref>/", reviews.review, name="review"),
    path("reviews/<slug:ref>/save/", reviews.save_part, name="review-save"),
    path("reviews/<slug:ref>/step/", reviews.dimension, name="review-dimension"),
    path("reviews/<slug:ref>/release/", reviews.release, name="review-release"),
    path("reviews/<slug:ref>/newer/", reviews.take_newer, name="review-newer"),
    path("reviews/<slug:ref>/<uuid:key>/", reviews.rate, name="review-rate"),
]

urlpatterns = [
    path("", benchmarks.benchmark_list, name="list"),
    *gap_urls,
    *review_urls,
    *corridor_urls,
    *conclusion_urls,
    *suggestion_urls,
    path("corridors/<slug:ref>/development/", development.development, name="development"),
    path("corridors/<slug:ref>/new/", benchmarks.create, name="create"),
    path("<slug:ref>/", benchmarks.detail, name="detail"),
    path("<slug:ref>/complete/", completing.complete, name="complete"),
    path("<slug:ref>/sheet/", sheets.sheet, name="sheet"),
    path("<slug:ref>/sheet/upload/", sheets.sheet_in, name="sheet-in"),
    path("<slug:ref>/next/", next_benchmark.start, name="next"),
    path("<slug:ref>/reopen/", benchmarks.reopen, name="reopen"),
    path("<slug:ref>/settings/", settings.settings, name="settings"),
    path("<slug:ref>/invite/", settings.invite, name="invite"),
    path("<slug:ref>/release/", settings.release, name="release"),
    path("<slug:ref>/reconcile/", reconciling.reconcile, name="reconcile"),
    path("<slug:ref>/reconcile/same/", reconciling.agree_same, name="agree-same"),
    path("<slug:ref>/reconcile/lines/<int:line>/", reconciling.take, name="take"),
    path("<slug:ref>/reconcile/lines/<int:line>/dissent/", reconciling.dissent, name="dissent"),
    path("<slug:ref>/work/", judgements.workspace, name="workspace"),
    path("<slug:ref>/work/lines/<int:line>/", judgements.judge, name="judge"),
    path("<slug:ref>/work/lines/<int:line>/history/", line_history.history, name="line-history"),
    path("<slug:ref>/work/lines/<int:line>/take-back/", line_history.take_back, name="take-back"),
    path("<slug:ref>/work/sending/<int:line>/", line_history.sending_line, name="sending-line"),
    path("<slug:ref>/work/sending/<int:line>/additional/", line_history.additional, name="additional"),
]
