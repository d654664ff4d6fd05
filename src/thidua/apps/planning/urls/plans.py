"""Plans and their tasks."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import papers, plan_calendar, plans, task_lists, tasks

urlpatterns = [
    path("", plans.PlanList.as_view(), name="list"),
    path("nhiem-vu/<int:task_id>/sua/", tasks.edit, name="task-edit"),
    path("nhiem-vu/<int:task_id>/xoa/", tasks.remove, name="task-remove"),
    path("<int:plan_id>/", plans.overview, name="plan"),
    path("<int:plan_id>/nhiem-vu/", task_lists.PlanTasks.as_view(), name="plan-tasks"),
    path("<int:plan_id>/lich/", plan_calendar.PlanCalendar.as_view(), name="plan-calendar"),
    path("<int:plan_id>/nhiem-vu/them/", tasks.create, name="task-create"),
    path("<int:plan_id>/van-ban/", plans.source, name="plan-source"),
    path("<int:plan_id>/van-ban/<int:part>/", plans.source_part, name="plan-source-part"),
    path("<int:plan_id>/van-ban/tim/", plans.find_in_source, name="plan-find"),
    path("<int:plan_id>/lich-su/", plans.history, name="plan-history"),
    path("<int:plan_id>/sua/", plans.edit, name="plan-edit"),
    path("<int:plan_id>/soan-van-ban/", papers.write, name="plan-paper"),
]
