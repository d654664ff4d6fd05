"""The calendar and its feeds; under /lich/, a name space of its own."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import calendar, feeds

app_name = "calendar"
urlpatterns = [
    path("", calendar.show, name="show"),
    path("ngay-lam-viec/", calendar.working_days, name="working-days"),
    path("nguon/", feeds.show, name="feeds"),
    path("nguon/them/", feeds.create, name="feed-create"),
    path("nguon/<int:feed_id>/thu-hoi/", feeds.revoke, name="feed-revoke"),
    path("nguon/<str:token>.ics", feeds.read, name="feed"),
]
