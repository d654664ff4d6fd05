from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


def storage_key(stored: StoredFile, _filename: str) -> str:
    """Where a file lies: by its content, never by the name somebody gave it."""
    return f"{stored.sha256[:2]}/{stored.sha256}-{stored.pk}"


class StoredFile(models.Model):
    """A file as it came in, kept as it is, belonging to `unit`. Who may open it is asked of the app that keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    original_name = models.CharField("Tên tệp", max_length=255)
    media_type = models.CharField("Loại tệp", max_length=100)
    size = models.PositiveBigIntegerField("Dung lượng")
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to=storage_key, max_length=200)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="file_content")]
        constraints = [models.CheckConstraint(condition=Q(size__gte=0), name="file_size")]

    def __str__(self) -> str:
        return self.original_name
