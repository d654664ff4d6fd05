"""Targets, money and events."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import budget, events, targets

urlpatterns = [
    path("chi-tieu/bao-cao/", targets.reports, name="target-reports"),
    path("chi-tieu/<int:target_id>/", targets.show, name="target"),
    path("chi-tieu/<int:target_id>/sua/", targets.edit, name="target-edit"),
    path("chi-tieu/<int:target_id>/chuyen/", targets.move, name="target-move"),
    path("chi-tieu/<int:target_id>/xoa/", targets.remove, name="target-remove"),
    path("chi-tieu/<int:target_id>/phan-bo/", targets.share, name="target-share"),
    path("chi-tieu/<int:target_id>/bao-cao/<int:unit_id>/", targets.report, name="target-report"),
    path("chi-tieu/so-lieu/<int:actual_id>/xoa/", targets.remove_actual, name="actual-remove"),
    path("<int:plan_id>/chi-tieu/", targets.targets, name="plan-targets"),
    path("<int:plan_id>/chi-tieu/them/", targets.create, name="target-create"),
    path("<int:plan_id>/kinh-phi/", budget.budget, name="plan-budget"),
    path("<int:plan_id>/kinh-phi/them/", budget.create, name="budget-create"),
    path("kinh-phi/<int:line_id>/sua/", budget.edit, name="budget-edit"),
    path("kinh-phi/<int:line_id>/xoa/", budget.remove, name="budget-remove"),
    path("kinh-phi/<int:line_id>/chi/", budget.spend, name="spending-create"),
    path("kinh-phi/khoan-chi/<int:spending_id>/xoa/", budget.remove_spending, name="spending-remove"),
    path("<int:plan_id>/su-kien/", events.PlanEvents.as_view(), name="plan-events"),
    path("<int:plan_id>/su-kien/them/", events.create, name="event-create"),
    path("su-kien/<int:event_id>/", events.show, name="event"),
    path("su-kien/<int:event_id>/sua/", events.edit, name="event-edit"),
    path("su-kien/<int:event_id>/ket-qua/", events.record, name="event-record"),
    path("su-kien/<int:event_id>/huy/", events.call_off, name="event-call-off"),
]
