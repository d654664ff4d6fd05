"""Addresses of signatures, below /van-ban/."""

from __future__ import annotations

from django.urls import path

from thidua.apps.documents.views import signatures

urlpatterns = [
    path("kiem-tra-chu-ky/", signatures.check, name="signature-check"),
    path("chu-ky/", signatures.images, name="signature-images"),
    path("chu-ky/cua-toi/", signatures.hand, name="signature-hand"),
    path("chu-ky/con-dau/<int:unit_id>/", signatures.seal, name="signature-seal"),
]
