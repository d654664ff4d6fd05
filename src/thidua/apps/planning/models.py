from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thidua.apps.planning.enums import Comparator, IntakeState, Recurrence, TaskOrigin, UnitPart


class Plan(models.Model):
    """A plan in the system: the head of the document and what hangs on it."""

    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField("Loại văn bản", max_length=30)
    year = models.PositiveSmallIntegerField("Năm")
    issuer_parent = models.CharField("Cơ quan chủ quản", max_length=300, blank=True)
    issuer = models.CharField("Cơ quan ban hành", max_length=300)
    number = models.CharField("Số", max_length=30, blank=True)
    symbol = models.CharField("Ký hiệu", max_length=80, blank=True)
    place = models.CharField("Địa danh", max_length=120, blank=True)
    issued_text = models.CharField("Ngày ban hành (như văn bản)", max_length=60, blank=True)
    issued_on = models.DateField("Ngày ban hành", null=True, blank=True)
    title = models.TextField("Trích yếu")
    legal_bases = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    movements = models.JSONField(default=list)
    recipients = models.JSONField(default=list)
    signer = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("-year", "-issued_on", "-pk")
        constraints = [models.CheckConstraint(condition=Q(year__gte=1945, year__lte=2200), name="plan_year")]

    def __str__(self) -> str:
        return f"{self.code} – {self.title}" if self.code else self.title

    @property
    def code(self) -> str:
        """Number and symbol as offices cite them: "25/KH-SLĐTBXH"."""
        return f"{self.number or '…'}/{self.symbol}" if self.symbol else self.number


class Intake(models.Model):
    """An uploaded document on its way to becoming a plan. Nothing of it counts until it is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=IntakeState, default=IntakeState.WAITING)
    step_done = models.PositiveIntegerField(default=0)
    step_count = models.PositiveIntegerField(default=0)
    source = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    draft = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    plan = models.OneToOneField(Plan, null=True, on_delete=models.PROTECT, related_name="intake")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state"),
            models.CheckConstraint(
                condition=Q(state=IntakeState.CONFIRMED, plan__isnull=False)
                | (~Q(state=IntakeState.CONFIRMED) & Q(plan__isnull=True)),
                name="intake_confirmed_has_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.file.original_name


class Task(models.Model):
    """A piece of work a plan asks for: a row of its table, a charge in its prose, a dated duty, or added by hand."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    origin = models.CharField("Nguồn", max_length=10, choices=TaskOrigin)
    position = models.PositiveIntegerField("Thứ tự")
    no = models.CharField("STT", max_length=20, blank=True)
    group = models.CharField("Nhóm", max_length=500, blank=True)
    content = models.TextField("Nội dung")
    time_text = models.CharField("Thời gian (như văn bản)", max_length=500, blank=True)
    starts_on = models.DateField("Từ ngày", null=True, blank=True)
    due_on = models.DateField("Đến hết ngày", null=True, blank=True)
    is_optional = models.BooleanField("Nếu có", default=False)
    is_continuous = models.BooleanField("Thường xuyên", default=False)
    recurrence = models.CharField("Lặp lại", max_length=12, choices=Recurrence, blank=True)
    recurrence_day = models.PositiveSmallIntegerField(null=True, blank=True)
    relative_days = models.PositiveSmallIntegerField("Số ngày làm việc", null=True, blank=True)
    product = models.TextField("Sản phẩm", blank=True)
    budget = models.TextField("Kinh phí", blank=True)
    note = models.TextField("Ghi chú", blank=True)
    code = models.CharField("Mã nhiệm vụ", max_length=40, blank=True)
    other = models.JSONField("Cột khác", default=dict)
    evidence = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "pk")
        indexes = [
            models.Index(fields=["plan", "position"], name="task_order"),
            models.Index(fields=["plan", "due_on"], name="task_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=TaskOrigin.values), name="task_origin"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(starts_on__lte=F("due_on")),
                name="task_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(recurrence__in=["", *Recurrence.values]), name="task_recurrence"),
        ]

    def __str__(self) -> str:
        return self.content[:120]


class TaskUnit(models.Model):
    """A unit or a group as a task names it. `as_written` is kept whether or not it was matched to the tree."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="units")
    part = models.CharField(max_length=12, choices=UnitPart)
    position = models.PositiveSmallIntegerField()
    as_written = models.CharField(max_length=500)
    unit = models.ForeignKey("organizations.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey("organizations.UnitGroup", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("part", "position")
        constraints = [
            models.CheckConstraint(condition=Q(part__in=UnitPart.values), name="task_unit_part"),
            models.CheckConstraint(condition=Q(unit__isnull=True) | Q(group__isnull=True), name="task_unit_or_group"),
        ]

    def __str__(self) -> str:
        return self.as_written


class TaskMember(models.Model):
    """A unit of the tree that takes part in a task, groups expanded: what visibility and workload are asked of."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=UnitPart)
    named = models.ForeignKey(TaskUnit, on_delete=models.CASCADE, related_name="members")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "unit", "part", "named"], name="task_member_once"),
            models.CheckConstraint(condition=Q(part__in=UnitPart.values), name="task_member_part"),
        ]
        indexes = [models.Index(fields=["unit", "part"], name="task_member_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_part_display()}"


class PlanTarget(models.Model):
    """A quantified goal of a plan. `whole` is the goal this one is a part of ("trong đó")."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="targets")
    whole = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    indicator = models.TextField("Chỉ tiêu")
    comparator = models.CharField("So sánh", max_length=5, choices=Comparator)
    minimum = models.DecimalField("Từ", max_digits=20, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField("Đến", max_digits=20, decimal_places=4, null=True, blank=True)
    measure = models.CharField("Đơn vị tính", max_length=60, blank=True)
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
