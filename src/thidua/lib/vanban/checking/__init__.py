"""Check whether a Word file keeps the form of Nghị định 30/2020/NĐ-CP.

`check_docx` here, `check_docx_isolated` in a bounded child process; `rules()` is what is known.
"""

from thidua.lib.vanban.checking.as_json import to_json
from thidua.lib.vanban.checking.checker import check_docx
from thidua.lib.vanban.checking.isolated import check_docx_isolated
from thidua.lib.vanban.checking.rules import Departure, Rule, Severity, rules

__all__ = ["Departure", "Rule", "Severity", "check_docx", "check_docx_isolated", "rules", "to_json"]
