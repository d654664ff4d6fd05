from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thidua.apps.planning.enums import Comparator, PeriodKind
from thidua.apps.planning.models.plans import Plan


class PlanTarget(models.Model):
    """A quantified goal of a plan. `whole` is the goal this one is a part of ("trong đó").

    Figures of a cumulative target add up over the periods (jobs made); of any other the last one counts (a share).
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    whole = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    indicator = models.TextField("Chỉ tiêu")
    comparator = models.CharField("So sánh", max_length=5, choices=Comparator)
    minimum = models.DecimalField("Từ", max_digits=20, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField("Đến", max_digits=20, decimal_places=4, null=True, blank=True)
    measure = models.CharField("Đơn vị tính", max_length=60, blank=True)
    baseline = models.DecimalField("Kỳ gốc", max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_text = models.CharField("Kỳ gốc là", max_length=120, blank=True)
    is_cumulative = models.BooleanField("Cộng dồn các kỳ", default=True)
    version = models.PositiveIntegerField(default=1)
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(comparator__in=Comparator.values), name="target_comparator"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")),
                name="target_bounds_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.indicator[:120]


class TargetShare(models.Model):
    """What one unit is to reach of a plan's target."""

    target = models.ForeignKey(PlanTarget, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    minimum = models.DecimalField("Từ", max_digits=20, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField("Đến", max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "unit"], name="target_share_once"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")),
                name="target_share_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.target}"


class TargetActual(models.Model):
    """What a unit reached in one period, with its evidence. The newest figure of a period replaces the one before."""

    target = models.ForeignKey(PlanTarget, on_delete=models.CASCADE, related_name="actuals")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.CharField("Kỳ", max_length=12, choices=PeriodKind)
    starts_on = models.DateField("Từ ngày")
    ends_on = models.DateField("Đến hết ngày")
    value = models.DecimalField("Thực hiện", max_digits=20, decimal_places=4)
    note = models.TextField("Ghi chú", blank=True)
    files = models.ManyToManyField("documents.StoredFile", related_name="+", blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("ends_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["target", "unit", "starts_on", "ends_on"], name="target_actual_once"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="target_actual_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.value}"
