"""Addresses of planning."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import intake, plans, task_lists, tasks, upload

app_name = "planning"
urlpatterns = [
    path("", plans.PlanList.as_view(), name="list"),
    path("nhiem-vu/", task_lists.OwnTasks.as_view(), name="tasks"),
    path("nhiem-vu/<int:task_id>/", tasks.show, name="task"),
    path("nhiem-vu/<int:task_id>/sua/", tasks.edit, name="task-edit"),
    path("nhiem-vu/<int:task_id>/xoa/", tasks.remove, name="task-remove"),
    path("don-vi/", tasks.suggest_units, name="suggest-units"),
    path("tiep-nhan/", upload.IntakeList.as_view(), name="intakes"),
    path("tiep-nhan/moi/", upload.upload, name="upload"),
    path("tiep-nhan/<uuid:intake_id>/", intake.review, name="intake"),
    path("tiep-nhan/<uuid:intake_id>/trang-thai/", upload.progress, name="intake-progress"),
    path("tiep-nhan/<uuid:intake_id>/van-ban/<int:part>/", intake.source_part, name="intake-source"),
    path("tiep-nhan/<uuid:intake_id>/tim/", intake.find_in_source, name="intake-find"),
    path("tiep-nhan/<uuid:intake_id>/dong/<slug:section>/<int:part>/", intake.rows_part, name="intake-rows"),
    path("tiep-nhan/<uuid:intake_id>/luu/", intake.save, name="intake-save"),
    path("tiep-nhan/<uuid:intake_id>/them/", intake.add, name="intake-add"),
    path("tiep-nhan/<uuid:intake_id>/don-vi/", intake.units, name="intake-units"),
    path("tiep-nhan/<uuid:intake_id>/xac-nhan/", intake.confirm, name="intake-confirm"),
    path("tiep-nhan/<uuid:intake_id>/doc-lai/", intake.read_again, name="intake-read-again"),
    path("tiep-nhan/<uuid:intake_id>/van-doi-chieu/", intake.review_anyway, name="intake-anyway"),
    path("tiep-nhan/<uuid:intake_id>/bo/", intake.discard, name="intake-discard"),
    path("<int:plan_id>/", plans.overview, name="plan"),
    path("<int:plan_id>/nhiem-vu/", task_lists.PlanTasks.as_view(), name="plan-tasks"),
    path("<int:plan_id>/nhiem-vu/them/", tasks.create, name="task-create"),
    path("<int:plan_id>/chi-tieu/", plans.targets, name="plan-targets"),
    path("<int:plan_id>/van-ban/", plans.source, name="plan-source"),
    path("<int:plan_id>/van-ban/<int:part>/", plans.source_part, name="plan-source-part"),
    path("<int:plan_id>/van-ban/tim/", plans.find_in_source, name="plan-find"),
    path("<int:plan_id>/lich-su/", plans.history, name="plan-history"),
    path("<int:plan_id>/sua/", plans.edit, name="plan-edit"),
]
