"""Addresses of official papers (/van-ban/): written, received, numbered, signed, and their templates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "papers"
urlpatterns: list[URLPattern | URLResolver] = []
