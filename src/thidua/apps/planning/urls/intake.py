"""Documents brought in."""

from __future__ import annotations

from django.urls import path

from thidua.apps.planning.views import intake, tasks, upload

urlpatterns = [
    path("don-vi/", tasks.suggest_units, name="suggest-units"),
    path("tiep-nhan/", upload.IntakeList.as_view(), name="intakes"),
    path("tiep-nhan/moi/", upload.upload, name="upload"),
    path("tiep-nhan/<uuid:intake_id>/", intake.review, name="intake"),
    path("tiep-nhan/<uuid:intake_id>/trang-thai/", upload.progress, name="intake-progress"),
    path("tiep-nhan/<uuid:intake_id>/van-ban/<int:part>/", intake.source_part, name="intake-source"),
    path("tiep-nhan/<uuid:intake_id>/tim/", intake.find_in_source, name="intake-find"),
    path("tiep-nhan/<uuid:intake_id>/dong/<slug:section>/<int:part>/", intake.rows_part, name="intake-rows"),
    path("tiep-nhan/<uuid:intake_id>/luu/", intake.save, name="intake-save"),
    path("tiep-nhan/<uuid:intake_id>/them/", intake.add, name="intake-add"),
    path("tiep-nhan/<uuid:intake_id>/don-vi/", intake.units, name="intake-units"),
    path("tiep-nhan/<uuid:intake_id>/xac-nhan/", intake.confirm, name="intake-confirm"),
    path("tiep-nhan/<uuid:intake_id>/doc-lai/", intake.read_again, name="intake-read-again"),
    path("tiep-nhan/<uuid:intake_id>/van-doi-chieu/", intake.review_anyway, name="intake-anyway"),
    path("tiep-nhan/<uuid:intake_id>/bo/", intake.discard, name="intake-discard"),
]
