"""Addresses of the record of acts."""

from __future__ import annotations

from django.urls import path

from thidua.apps.audit import views

app_name = "audit"
urlpatterns = [path("", views.Entries.as_view(), name="list")]
