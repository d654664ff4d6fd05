"""Addresses of the office shell."""

from __future__ import annotations

from django.urls import path

from thidua.office import views

app_name = "office"
urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("tim/", views.search, name="search"),
    path("tai-khoan/", views.account, name="account"),
    path("lam-thay/", views.act_for, name="act-for"),
    path("lam-thay/thoi/", views.stop_acting, name="stop-acting"),
    path("thiet-lap/", views.set_up, name="set-up"),
    path("thanh-phan/", views.components, name="components"),
]
