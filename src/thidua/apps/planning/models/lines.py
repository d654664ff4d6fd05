from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thidua.apps.planning.enums import EventKind, EventState, MoneySource
from thidua.apps.planning.models.plans import Plan, Task


class BudgetLine(models.Model):
    """A line of a plan's estimate: what for, from which source, how much (in đồng)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="budget_lines")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="budget_lines")
    position = models.PositiveIntegerField()
    purpose = models.CharField("Nội dung chi", max_length=500)
    source = models.CharField("Nguồn kinh phí", max_length=12, choices=MoneySource)
    estimated = models.PositiveBigIntegerField("Dự toán (đồng)")
    note = models.TextField("Ghi chú", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.CheckConstraint(condition=Q(source__in=MoneySource.values), name="budget_source")]

    def __str__(self) -> str:
        return self.purpose


class Spending(models.Model):
    """An amount spent against a line of the estimate (in đồng)."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="spendings")
    spent_on = models.DateField("Ngày chi")
    amount = models.PositiveBigIntegerField("Số tiền (đồng)")
    note = models.CharField("Chứng từ, ghi chú", max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("spent_on", "pk")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="spending_amount")]

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"


class PlanEvent(models.Model):
    """Something a plan gathers people for: a training, a visit, a sports day, a press conference."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="events")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    kind = models.CharField("Loại", max_length=12, choices=EventKind)
    title = models.CharField("Tên sự kiện", max_length=300)
    starts_at = models.DateTimeField("Bắt đầu")
    ends_at = models.DateTimeField("Kết thúc", null=True, blank=True)
    place = models.CharField("Địa điểm", max_length=300, blank=True)
    participants = models.TextField("Thành phần", blank=True)
    participant_count = models.PositiveIntegerField("Số người dự", null=True, blank=True)
    state = models.CharField(max_length=12, choices=EventState, default=EventState.PLANNED)
    result = models.TextField("Kết quả", blank=True)
    files = models.ManyToManyField("documents.StoredFile", related_name="+", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("starts_at", "pk")
        indexes = [models.Index(fields=["starts_at"], name="event_start")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind"),
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="event_state"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="event_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChecklistItem(models.Model):
    """Something else a plan needs, from a template or added by hand, ticked off when it is there."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="checklist")
    position = models.PositiveIntegerField()
    text = models.CharField("Việc cần có", max_length=300)
    hint = models.CharField("Gợi ý", max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["plan", "text"], name="checklist_text_once")]

    def __str__(self) -> str:
        return self.text
