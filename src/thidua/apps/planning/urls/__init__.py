"""Addresses of planning, one module a subject."""

from __future__ import annotations

from thidua.apps.planning.urls import cascade, intake, measures, overview, plans, sheets

app_name = "planning"
urlpatterns = [
    *cascade.urlpatterns,
    *intake.urlpatterns,
    *measures.urlpatterns,
    *overview.urlpatterns,
    *plans.urlpatterns,
    *sheets.urlpatterns,
]
