from __future__ import annotations

from django.urls import path

from thidua.apps.documents import views

app_name = "documents"
urlpatterns = [
    path("<uuid:file_id>/", views.download, name="download"),
    path("<uuid:file_id>/trang/<int:page>/", views.page, name="page"),
]
