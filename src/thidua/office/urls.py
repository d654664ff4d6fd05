"""Addresses of the office shell."""

from __future__ import annotations

from django.urls import path

from thidua.office import views

app_name = "office"
urlpatterns = [
    path("thanh-phan/", views.components, name="components"),
]
