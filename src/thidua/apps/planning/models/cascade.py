from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thidua.apps.planning.enums import ReceiptState
from thidua.apps.planning.models.plans import Plan


class PlanReceipt(models.Model):
    """An issued plan as one addressed unit received it: acknowledged, answered with an own plan, launched.

    `own_plan` is the unit's plan that answers it, from its draft on; `staff_total` and `staff_taking_part` are the
    headcounts the unit reports ("100 % of staff take part"); `reminders` maps what the unit was reminded of
    (`Lack`) to the last day it was.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="receipts")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ReceiptState, default=ReceiptState.SENT)
    sent_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    own_plan = models.OneToOneField(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="receipt")
    planned_at = models.DateTimeField(null=True, blank=True)
    launched_on = models.DateField("Ngày triển khai", null=True, blank=True)
    launch_note = models.TextField("Cách triển khai", blank=True)
    staff_total = models.PositiveIntegerField("Tổng số người", null=True, blank=True)
    staff_taking_part = models.PositiveIntegerField("Số người tham gia", null=True, blank=True)
    staff_reported_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.JSONField("Đã đôn đốc", default=dict)

    class Meta:
        ordering = ("unit__path",)
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="receipt_once"),
            models.CheckConstraint(condition=Q(state__in=ReceiptState.values), name="receipt_state"),
            models.CheckConstraint(
                condition=Q(state=ReceiptState.SENT) | Q(acknowledged_at__isnull=False),
                name="receipt_acknowledged_first",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReceiptState.LAUNCHED) | Q(launched_on__isnull=False), name="receipt_launch_has_day"
            ),
            models.CheckConstraint(
                condition=Q(staff_taking_part__isnull=True) | Q(staff_taking_part__lte=F("staff_total")),
                name="receipt_staff_in_order",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="receipt_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.plan}"
