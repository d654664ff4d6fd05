"""Check whether a Word file keeps the form of Nghị định 30/2020/NĐ-CP: `check_docx`; `rules()` is what it knows."""

from thidua.lib.vanban.checking.checker import check_docx
from thidua.lib.vanban.checking.rules import Departure, Rule, Severity, rules

__all__ = ["Departure", "Rule", "Severity", "check_docx", "rules"]
