"""Addresses of the inbox and of what a person wants to be told."""

from __future__ import annotations

from django.urls import path

from thidua.apps.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.Inbox.as_view(), name="list"),
    path("da-doc-het/", views.read_all, name="read-all"),
    path("tuy-chon/", views.preferences, name="preferences"),
    path("<int:notice_id>/", views.open_notice, name="open"),
]
