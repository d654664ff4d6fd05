"""Shape of what is typed by hand, one module a subject."""

from thidua.apps.planning.forms.life import CloseForm, DraftForm, IssueForm, PlanLaunchForm, StepReasonForm
from thidua.apps.planning.forms.measures import (
    ActualForm,
    BudgetLineForm,
    EventForm,
    EventResultForm,
    ReasonForm,
    SharesForm,
    SpendingForm,
    TargetForm,
)
from thidua.apps.planning.forms.plans import NamesField, PlanForm, TaskForm
from thidua.apps.planning.forms.work import AnswerForm, ExtensionForm, GrantForm, PeopleForm, ReportForm, WhyForm

__all__ = [
    "ActualForm",
    "AnswerForm",
    "BudgetLineForm",
    "CloseForm",
    "DraftForm",
    "EventForm",
    "EventResultForm",
    "ExtensionForm",
    "GrantForm",
    "IssueForm",
    "NamesField",
    "PeopleForm",
    "PlanForm",
    "PlanLaunchForm",
    "ReasonForm",
    "ReportForm",
    "SharesForm",
    "SpendingForm",
    "StepReasonForm",
    "TargetForm",
    "TaskForm",
    "WhyForm",
]
