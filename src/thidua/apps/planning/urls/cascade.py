"""What units received, and how far they have come with it."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import cascade, coverage

urlpatterns = [
    path("da-nhan/", cascade.ReceivedPlans.as_view(), name="received"),
    path("da-nhan/<int:receipt_id>/tiep-nhan/", cascade.acknowledge, name="receipt-acknowledge"),
    path("da-nhan/<int:receipt_id>/lap-ke-hoach/", cascade.start_own_plan, name="receipt-own-plan"),
    path("da-nhan/<int:receipt_id>/trien-khai/", cascade.launch, name="receipt-launch"),
    path("da-nhan/<int:receipt_id>/so-nguoi/", cascade.report_headcount, name="receipt-headcount"),
    path("<int:plan_id>/don-vi/", coverage.PlanUnits.as_view(), name="plan-units"),
    path("<int:plan_id>/don-vi/don-doc/", coverage.remind, name="plan-remind"),
    path("<int:plan_id>/don-vi/gui-them/", coverage.address, name="plan-address"),
]
