"""Addresses of planning, one module a subject."""

from __future__ import annotations

from thidua.apps.planning.urls import cascade, intake, life, measures, overview, plans, sheets, work

app_name = "planning"
urlpatterns = [
    *cascade.urlpatterns,
    *intake.urlpatterns,
    *life.urlpatterns,
    *measures.urlpatterns,
    *overview.urlpatterns,
    *plans.urlpatterns,
    *work.urlpatterns,
    *sheets.urlpatterns,
]
