from __future__ import annotations

from django.urls import path

from thidua.apps.documents.views import files

app_name = "documents"
urlpatterns = [
    path("<uuid:file_id>/", files.download, name="download"),
    path("<uuid:file_id>/trang/<int:page>/", files.page, name="page"),
]
