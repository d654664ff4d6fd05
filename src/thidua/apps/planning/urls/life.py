"""The life of a plan: writing, steps, amending, what else it needs."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import drafting, life

urlpatterns = [
    path("lap/", drafting.write, name="plan-write"),
    path("<int:plan_id>/gui-duyet/", life.submit, name="plan-submit"),
    path("<int:plan_id>/tra-lai/", life.send_back, name="plan-return"),
    path("<int:plan_id>/ban-hanh/", life.issue, name="plan-issue"),
    path("<int:plan_id>/ghi-nhan-ban-hanh/", life.register, name="plan-register"),
    path("<int:plan_id>/trien-khai/", life.launch, name="plan-launch"),
    path("<int:plan_id>/ket-thuc/", life.close, name="plan-close"),
    path("<int:plan_id>/mo-lai/", life.reopen, name="plan-reopen"),
    path("<int:plan_id>/thu-hoi/", life.withdraw, name="plan-withdraw"),
    path("<int:plan_id>/sap-xep/", drafting.OrderTasks.as_view(), name="plan-order"),
    path("<int:plan_id>/danh-so/", drafting.number, name="plan-number"),
    path("<int:plan_id>/sua-doi/", drafting.amend, name="plan-amend"),
    path("<int:plan_id>/thay-doi/", drafting.compare, name="plan-compare"),
    path("nhiem-vu/<int:task_id>/chuyen/", drafting.move, name="task-move"),
    path("nhiem-vu/<int:task_id>/bo/", drafting.drop, name="task-drop"),
    path("nhiem-vu/<int:task_id>/giu/", drafting.keep, name="task-keep"),
    path("<int:plan_id>/can-co/", drafting.add_needed, name="checklist-add"),
    path("can-co/<int:item_id>/xong/", drafting.tick, name="checklist-tick"),
    path("can-co/<int:item_id>/chua/", drafting.untick, name="checklist-untick"),
    path("can-co/<int:item_id>/bo/", drafting.remove_needed, name="checklist-remove"),
]
