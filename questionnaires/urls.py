"""Addresses of questionnaires and answers (under "questionnaires/")."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "questionnaires"

urlpatterns: list[URLPattern] = []
