from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from thidua.apps.planning.enums import SheetKind, SheetState
from thidua.apps.planning.models.plans import Plan


class SheetImport(models.Model):
    """An Excel list of a plan between its preview and its being applied. `rows` are its cells as read, until then.

    `unit` is the one it was brought in for: the plan's, or with figures the one that reports.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("Danh sách", max_length=10, choices=SheetKind)
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    rows = models.JSONField(default=dict)
    state = models.CharField("Trạng thái", max_length=12, choices=SheetState, default=SheetState.PREVIEW)
    outcome = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SheetKind.values), name="sheet_kind"),
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state"),
            models.CheckConstraint(
                condition=Q(state=SheetState.APPLIED, applied_at__isnull=False)
                | (~Q(state=SheetState.APPLIED) & Q(applied_at__isnull=True)),
                name="sheet_applied_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["plan", "created_by"], name="sheet_plan")]

    def __str__(self) -> str:
        return self.file.original_name
