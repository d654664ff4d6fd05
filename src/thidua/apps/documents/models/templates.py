from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PaperTemplate(models.Model):
    """A body's own template of one kind of paper (lib.vanban.templates); its versions hold the Word files."""

    body = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("Loại văn bản", max_length=40)
    name = models.CharField("Tên mẫu", max_length=200)

    class Meta:
        ordering = ("body", "kind")
        constraints = [models.UniqueConstraint(fields=["body", "kind"], name="template_once")]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """A Word file with fields as it was uploaded and checked, and the days on which papers are made from it.

    Versions of a template never overlap: a new one ends the one before it the day before it begins. `is_dropped`: it
    was replaced or given up before its first day came, and was never in force. Versions are kept for good.
    """

    template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("Phiên bản")
    file = models.OneToOneField("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    note = models.CharField("Nội dung thay đổi", max_length=300, blank=True)
    in_force_from = models.DateField("Áp dụng từ ngày")
    in_force_to = models.DateField("Đến hết ngày", null=True)
    is_dropped = models.BooleanField("Không áp dụng", default=False)
    fields_used = models.JSONField("Trường đã dùng", default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_label = models.CharField("Người tải lên", max_length=200)
    uploaded_at = models.DateTimeField("Tải lên lúc")

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(in_force_to=None, is_dropped=False), name="template_one_open_version"
            ),
            models.UniqueConstraint(
                fields=["template", "in_force_from"], condition=Q(is_dropped=False), name="template_one_begins_a_day"
            ),
            models.CheckConstraint(
                condition=Q(in_force_to=None) | Q(in_force_to__gte=F("in_force_from")), name="template_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template}, phiên bản {self.number}"
