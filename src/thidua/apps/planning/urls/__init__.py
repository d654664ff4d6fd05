"""Addresses of planning, one module a subject."""

from __future__ import annotations

from thidua.apps.planning.urls import intake, plans

app_name = "planning"
urlpatterns = [*intake.urlpatterns, *plans.urlpatterns]
