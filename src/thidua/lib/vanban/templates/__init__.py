"""Word templates an office owns: the kinds of paper and their fields, the check of an upload, papers filled from it."""

from thidua.lib.vanban.templates.isolated import Checked, check_and_sample, check_template, render_template
from thidua.lib.vanban.templates.kinds import Column, Field, FieldType, Kind, Value, Values, kind_of, kinds
from thidua.lib.vanban.templates.report import Problem, Reason, TemplateRefused, TemplateReport, WrongValue

__all__ = [
    "Checked",
    "Column",
    "Field",
    "FieldType",
    "Kind",
    "Problem",
    "Reason",
    "TemplateRefused",
    "TemplateReport",
    "Value",
    "Values",
    "WrongValue",
    "check_and_sample",
    "check_template",
    "kind_of",
    "kinds",
    "render_template",
]
