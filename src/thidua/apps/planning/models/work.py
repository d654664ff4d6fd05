from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from thidua.apps.planning.enums import ExtensionState, ReportKind, TaskState, UnitPart
from thidua.apps.planning.models.plans import Task, TaskUnit


class Assignment(models.Model):
    """A unit of the tree that takes part in a task, groups expanded; a lead unit's work on it has its own state.

    `named` is the wording of the task that brought the unit in, nothing where the plan's own unit carries out a task
    that names nobody known. `due_on` is the day that holds for this unit, `first_due_on` the one before an extension.
    Only lead units report; a task is done when all of them are.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey("organizations.Unit", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=UnitPart)
    named = models.ForeignKey(TaskUnit, null=True, on_delete=models.SET_NULL, related_name="assignments")
    state = models.CharField("Trạng thái", max_length=12, choices=TaskState, default=TaskState.NOT_BEGUN)
    percent = models.PositiveSmallIntegerField("Tiến độ", default=0)
    due_on = models.DateField("Hạn", null=True, blank=True)
    first_due_on = models.DateField("Hạn ban đầu", null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField("Ngày hoàn thành", null=True, blank=True)
    has_difficulty = models.BooleanField("Có khó khăn chưa được trả lời", default=False)
    people = models.ManyToManyField("organizations.Person", related_name="+", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="assignment_once"),
            models.CheckConstraint(condition=Q(part__in=UnitPart.values), name="assignment_part"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="assignment_state"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="assignment_percent"),
            models.CheckConstraint(
                condition=Q(part=UnitPart.LEAD) | Q(state=TaskState.NOT_BEGUN), name="assignment_lead_works"
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.DONE, done_on__isnull=False)
                | (~Q(state=TaskState.DONE) & Q(done_on__isnull=True)),
                name="assignment_done_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "part", "state", "due_on"], name="assignment_unit"),
            models.Index(fields=["part", "state", "due_on"], name="assignment_due"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.task}"


class ProgressReport(models.Model):
    """What a unit says of its work on a task, with evidence; `answer` is the superior's word on it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=12, choices=ReportKind)
    percent = models.PositiveSmallIntegerField("Tiến độ")
    text = models.TextField("Kết quả", blank=True)
    difficulties = models.TextField("Khó khăn, vướng mắc", blank=True)
    files = models.ManyToManyField("documents.StoredFile", related_name="+", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    answer = models.TextField("Trả lời", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_returned = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=["assignment", "-created_at"], name="report_order")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="report_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.percent}%"


class Extension(models.Model):
    """A later due day asked for by a unit, with its reason, granted or refused by the plan's unit."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    from_on = models.DateField("Hạn hiện tại", null=True, blank=True)
    to_on = models.DateField("Xin đến hết ngày")
    granted_on = models.DateField("Được gia hạn đến", null=True, blank=True)
    reason = models.TextField("Lý do")
    state = models.CharField(max_length=12, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("Trả lời", blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExtensionState.values), name="extension_state"),
            models.UniqueConstraint(fields=["assignment"], condition=Q(state="asked"), name="extension_one_open"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__gt=F("from_on")), name="extension_moves_on"
            ),
            models.CheckConstraint(
                condition=Q(state="granted", granted_on__isnull=False)
                | (~Q(state="granted") & Q(granted_on__isnull=True)),
                name="extension_granted_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.to_on:%d/%m/%Y}"
