"""The picture of a year."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import overview

urlpatterns = [
    path("nam/", overview.show, name="year"),
    path("nam/viec/", overview.YearWork.as_view(), name="year-work"),
]
