from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator

from thidua.apps.planning.enums import IntakeState, PlanState, Recurrence, TaskOrigin, TaskState, UnitPart

ORDINARY_REMINDERS = (14, 7, 1)
"""Days before the due day on which the units of a task are reminded, unless the plan says otherwise."""


class Plan(models.Model):
    """A plan in the system: the head of the document, where it stands in its life, and what hangs on it.

    `answers` is the superior's plan that this one carries out in its unit; `amends` the plan that this one changes,
    with what it changed in `amendment` once it is issued.
    """

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
    state = models.CharField("Trạng thái", max_length=12, choices=PlanState, default=PlanState.DRAFT)
    state_reason = models.TextField("Lý do", blank=True)
    answers = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_by",
        verbose_name="Kế hoạch cấp trên",
    )
    amends = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amended_by",
        verbose_name="Sửa đổi kế hoạch",
    )
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="Lập từ kế hoạch"
    )
    amendment = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    launched_on = models.DateField("Ngày triển khai", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminder_days = models.JSONField("Nhắc trước hạn (ngày)", null=True, blank=True)
    head_after_days = models.PositiveSmallIntegerField("Báo thủ trưởng khi quá hạn (ngày)", default=3)
    leader_after_days = models.PositiveSmallIntegerField("Báo lãnh đạo khi quá hạn (ngày)", default=7)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("-year", "-issued_on", "-pk")
        indexes = [models.Index(fields=["year", "state"], name="plan_year_state")]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=1945, year__lte=2200), name="plan_year"),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "withdrawn")) | Q(issued_at__isnull=False),
                name="plan_issued_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(launched_on__isnull=False), name="plan_active_has_day"
            ),
            models.UniqueConstraint(
                fields=["unit", "answers"],
                condition=Q(answers__isnull=False) & ~Q(state="withdrawn"),
                name="plan_one_answer_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.title}" if self.code else self.title

    @property
    def reminds_before(self) -> list[int]:
        """Days before the due day on which units are reminded; an empty list for a plan that wants none."""
        return list(ORDINARY_REMINDERS) if self.reminder_days is None else list(self.reminder_days)

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
    """A piece of work a plan asks for: a row of its table, a charge in its prose, a dated duty, or added by hand.

    `parent` is the task this one is a part of, or with `period_starts_on` the recurring task it is one occurrence of.
    `answers` is the superior's task that a unit's own plan carries out; `revises` the task an amending plan changes.
    State, percent, counts and `open_due_on` roll up what the lead units report (see `Assignment`).
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    period_starts_on = models.DateField(null=True, blank=True)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by")
    revises = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_dropped = models.BooleanField(default=False)
    needs = models.ManyToManyField("self", symmetrical=False, related_name="needed_by", blank=True)
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
    state = models.CharField("Trạng thái", max_length=12, choices=TaskState, default=TaskState.NOT_BEGUN)
    percent = models.PositiveSmallIntegerField("Tiến độ", default=0)
    open_due_on = models.DateField("Hạn gần nhất còn mở", null=True, blank=True)
    lead_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "pk")
        indexes = [
            models.Index(fields=["plan", "position"], name="task_order"),
            models.Index(fields=["plan", "due_on", "is_dropped"], name="task_due"),
            models.Index(fields=["plan", "state", "open_due_on"], name="task_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=TaskOrigin.values), name="task_origin"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(starts_on__lte=F("due_on")),
                name="task_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(recurrence__in=["", *Recurrence.values]), name="task_recurrence"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_known"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="task_percent"),
            models.UniqueConstraint(
                fields=["parent", "period_starts_on"],
                condition=Q(period_starts_on__isnull=False),
                name="task_one_occurrence_a_period",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.content).chars(120)


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
