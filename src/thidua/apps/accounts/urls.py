"""Addresses of sign-in and one's own account."""

from __future__ import annotations

from django.urls import path

from thidua.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignIn.as_view(), name="sign-in"),
    path("dang-xuat/", views.SignOut.as_view(), name="sign-out"),
    path("mat-khau/", views.change_password, name="password"),
    path("ngon-ngu/", views.set_language, name="language"),
]
