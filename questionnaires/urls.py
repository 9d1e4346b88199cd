"""Addresses of questionnaires and answers (under "questionnaires/")."""

from __future__ import annotations

from django.urls import URLPattern, path

from questionnaires.views import answers, evidence, questions

app_name = "questionnaires"

# Questions: "questions/..." stands before "<slug:ref>/", which would catch it.
question_urls: list[URLPattern] = [
    path("questions/", questions.question_list, name="questions"),
    path("questions/install/", questions.install, name="install"),
    path("questions/<slug:ref>/", questions.questionnaire, name="questionnaire"),
    path("questions/<slug:ref>/answer/", questions.start, name="start"),
    path("questions/<slug:ref>/draft/", questions.draft, name="draft"),
    path("questions/<slug:ref>/draft/start/", questions.draft_start, name="draft-start"),
    path("questions/<slug:ref>/draft/preview/", questions.preview, name="preview"),
    path("questions/<slug:ref>/draft/publish/", questions.publish, name="publish"),
    path("questions/<slug:ref>/draft/discard/", questions.discard, name="discard"),
    path("questions/<slug:ref>/draft/new/", questions.question_new, name="question-new"),
    path("questions/<slug:ref>/draft/<uuid:key>/", questions.question_edit, name="question-edit"),
    path("questions/<slug:ref>/draft/<uuid:key>/move/", questions.question_move, name="question-move"),
    path("questions/<slug:ref>/draft/<uuid:key>/remove/", questions.question_remove, name="question-remove"),
]

urlpatterns = [
    path("", answers.answer_list, name="list"),
    *question_urls,
    path("<slug:ref>/", answers.answer, name="answer"),
    path("<slug:ref>/save/", answers.save_part, name="save-part"),
    path("<slug:ref>/submit/", answers.submit, name="submit"),
    path("<slug:ref>/correct/", answers.correct, name="correct"),
    path("<slug:ref>/evidence/<int:pk>/", evidence.download, name="evidence-file"),
    path("<slug:ref>/evidence/<int:pk>/remove/", evidence.remove, name="evidence-remove"),
    path("<slug:ref>/<uuid:key>/", answers.save, name="save"),
    path("<slug:ref>/<uuid:key>/evidence/", evidence.evidence, name="evidence"),
]
