"""Addresses of official papers (/van-ban/): written, received, numbered, signed, and their templates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "papers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("so/", include("thidua.apps.documents.urls_registers")),
]
