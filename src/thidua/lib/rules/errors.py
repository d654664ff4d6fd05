"""What can be wrong with rules and cases, each error telling what, where and the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class RuleProblem:
    """One fault of a rule file; prints as `file:line: what remedy`."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.remedy}"


class RulebookInvalid(Exception):
    """The rule files cannot be used; `problems` holds every fault of every file."""

    def __init__(self, problems: Sequence[RuleProblem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = tuple(problems)


class RuleConflict(Exception):
    """Two rules of one award both apply and neither names the other as its exception."""

    def __init__(self, *, award: str, rules: Sequence[str]) -> None:
        super().__init__(f"Hai quy tắc cùng áp dụng cho {award}: {', '.join(rules)}. Khai excepts ở quy tắc riêng hơn.")
        self.award = award
        self.rules = tuple(rules)


class NoRule(Exception):
    """No rule of the award applies to this candidate on this day."""

    def __init__(self, *, award: str, why: str) -> None:
        super().__init__(why)
        self.award = award
        self.why = why


class CaseInvalid(Exception):
    """A case does not follow the format; the message says which key and what it should be."""
