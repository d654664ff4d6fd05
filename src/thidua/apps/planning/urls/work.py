"""The work of units on tasks."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import work, work_acts, work_lists

urlpatterns = [
    path("nhiem-vu/", work_lists.OwnWork.as_view(), name="tasks"),
    path("nhiem-vu/<int:task_id>/", work.TaskPage.as_view(), name="task"),
    path("cho-xac-nhan/", work_lists.Awaiting.as_view(), name="awaiting"),
    path("cho-xac-nhan/xac-nhan/", work_acts.confirm, name="work-confirm"),
    path("viec/<int:assignment_id>/bao-cao/", work.ReportPage.as_view(), name="work-report"),
    path("viec/<int:key>/rut-bao-cao/", work_acts.take_back, name="work-take-back"),
    path("viec/<int:key>/gia-han/", work_acts.page_for("extend"), name="work-extend"),
    path("viec/<int:key>/khong-phat-sinh/", work_acts.page_for("not-arisen"), name="work-not-arisen"),
    path("viec/<int:key>/tra-lai/", work_acts.page_for("return"), name="work-return"),
    path("viec/<int:key>/huy/", work_acts.page_for("cancel"), name="work-cancel"),
    path("viec/<int:key>/mo-lai/", work_acts.page_for("reopen"), name="work-reopen"),
    path("viec/<int:key>/nguoi-phu-trach/", work_acts.page_for("people"), name="work-people"),
    path("gia-han/<int:key>/dong-y/", work_acts.page_for("grant"), name="work-grant"),
    path("gia-han/<int:key>/khong-dong-y/", work_acts.page_for("refuse"), name="work-refuse"),
    path("gia-han/<int:key>/rut/", work_acts.take_back_extension, name="work-take-back-extension"),
    path("bao-cao/<int:key>/tra-loi/", work_acts.page_for("answer"), name="work-answer"),
]
