"""Addresses of the number registers, below /van-ban/so/."""

from __future__ import annotations

from django.urls import path

from thidua.apps.documents.views import register_acts, registers

urlpatterns = [
    path("", registers.Registers.as_view(), name="registers"),
    path("cach-danh-so/", register_acts.scheme, name="number-scheme"),
    path("xac-nhan-so/", register_acts.confirm, name="numbers-confirm"),
    path("khoa-so/<int:year>/", register_acts.close_year, name="registers-close"),
    path("<int:register_id>/", registers.Register.as_view(), name="register"),
    path("<int:register_id>/in/", registers.print_register, name="register-print"),
    path("<int:register_id>/pdf/", registers.pdf, name="register-pdf"),
    path("<int:register_id>/so/<int:number>/", registers.entry, name="register-entry"),
    path("<int:register_id>/so/<int:number>/ghi/", register_acts.note, name="register-note"),
]
