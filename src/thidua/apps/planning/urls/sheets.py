"""Lists from Excel and into Excel."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import sheets

urlpatterns = [
    path("<int:plan_id>/excel/<slug:slug>/", sheets.upload, name="sheet-upload"),
    path("<int:plan_id>/excel/<slug:slug>/mau/", sheets.template, name="sheet-template"),
    path("<int:plan_id>/excel/<slug:slug>/hien-co/", sheets.export, name="sheet-export"),
    path("excel/<uuid:sheet_id>/", sheets.review, name="sheet"),
    path("excel/<uuid:sheet_id>/bo/", sheets.discard, name="sheet-discard"),
]
