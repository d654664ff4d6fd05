"""Addresses of document packages, below /van-ban/."""

from __future__ import annotations

from django.urls import path

from thidua.apps.documents.views import exchange

urlpatterns = [
    path("goi/", exchange.Packages.as_view(), name="packages"),
    path("goi/nhan/", exchange.receive, name="package-receive"),
    path("goi/<int:package_id>/", exchange.package, name="package"),
    path("<int:paper_id>/goi/", exchange.export, name="package-export"),
]
