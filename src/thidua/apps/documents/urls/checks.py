"""The address that checks the form of a Word file, below /van-ban/."""

from __future__ import annotations

from django.urls import path

from thidua.apps.documents.views import checks

urlpatterns = [
    path("kiem-tra-the-thuc/", checks.form, name="form-check"),
]
