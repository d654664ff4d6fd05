from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarFeed(models.Model):
    """A calendar that programs read by a secret address: one's own work, or that of a unit (`unit` set).

    Only the SHA-256 of the secret is kept; the address is shown once, and a revoked one answers nothing.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("organizations.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Tên", max_length=120, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["user"], name="feed_user", condition=Q(revoked_at__isnull=True))]

    def __str__(self) -> str:
        return self.name or str(self.pk)
