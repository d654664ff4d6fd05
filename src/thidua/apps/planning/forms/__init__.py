"""Shape of what is typed by hand, one module a subject."""

from thidua.apps.planning.forms.plans import NamesField, PlanForm, TaskForm

__all__ = ["NamesField", "PlanForm", "TaskForm"]
