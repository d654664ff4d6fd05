"""Addresses of the templates of papers, below /van-ban/mau/."""

from __future__ import annotations

from django.urls import path

from thidua.apps.documents.views import templates

urlpatterns = [
    path("", templates.listing, name="templates"),
    path("xuat/", templates.export, name="templates-export"),
    path("phien-ban/<int:version_id>/xem-thu/", templates.version_sample, name="template-version-sample"),
    path("phien-ban/<int:version_id>/thoi-ap-dung/", templates.retire, name="template-retire"),
    path("<slug:kind>/", templates.one, name="template"),
    path("<slug:kind>/mau-goc/", templates.base, name="template-base"),
    path("<slug:kind>/lap/", templates.make, name="template-make"),
    path("<slug:kind>/xem-thu/", templates.sample, name="template-sample"),
    path("<slug:kind>/tai-len/", templates.upload, name="template-upload"),
]
