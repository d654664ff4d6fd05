"""Rows of planning, one module a subject: plans and their documents, work, cascade, targets, other lines, feeds."""

from thidua.apps.planning.models.cascade import PlanReceipt
from thidua.apps.planning.models.feeds import CalendarFeed
from thidua.apps.planning.models.lines import BudgetLine, ChecklistItem, PlanEvent, Spending
from thidua.apps.planning.models.plans import Intake, Plan, Task, TaskUnit
from thidua.apps.planning.models.sheets import SheetImport
from thidua.apps.planning.models.targets import PlanTarget, TargetActual, TargetShare
from thidua.apps.planning.models.work import Assignment, Extension, ProgressReport

__all__ = [
    "Assignment",
    "BudgetLine",
    "CalendarFeed",
    "ChecklistItem",
    "Extension",
    "Intake",
    "Plan",
    "PlanEvent",
    "PlanReceipt",
    "PlanTarget",
    "ProgressReport",
    "SheetImport",
    "Spending",
    "TargetActual",
    "TargetShare",
    "Task",
    "TaskUnit",
]
