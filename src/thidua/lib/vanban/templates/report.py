"""What is said about a template: each problem with the place it stands, and what the office does about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why a template is refused."""

    NOT_WORD = "not-word"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNSAFE_NAME = "unsafe-name"
    UNSAFE_XML = "unsafe-xml"
    MACRO = "macro"
    EMBEDDED = "embedded"
    UNKNOWN_PART = "unknown-part"
    EXTERNAL = "external"
    INCLUDED = "included"
    WORD_FIELD = "word-field"
    PICTURE = "picture"
    TAG_OUTSIDE_TEXT = "tag-outside-text"
    UNBALANCED = "unbalanced"
    WRONG_TAG = "wrong-tag"
    UNKNOWN_FIELD = "unknown-field"
    MISSING_FIELD = "missing-field"
    WRONG_USE = "wrong-use"
    TOO_MANY_TAGS = "too-many-tags"
    NOT_RENDERED = "not-rendered"
    OUT_OF_TIME = "out-of-time"
    OUT_OF_MEMORY = "out-of-memory"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: what, in which text (`where`, "" when it is nowhere in particular), and the remedy."""

    reason: Reason
    message: str
    remedy: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """What the check of a template found; without problems it can be used. `used` are the fields it holds."""

    kind: str
    problems: tuple[Problem, ...] = ()
    used: tuple[str, ...] = ()

    @property
    def is_acceptable(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values; `from_json` undoes it."""
        problems = [
            {"reason": one.reason.value, "message": one.message, "remedy": one.remedy, "where": one.where}
            for one in self.problems
        ]
        return {"kind": self.kind, "problems": problems, "used": list(self.used)}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> TemplateReport:
        problems = tuple(
            Problem(Reason(one["reason"]), str(one["message"]), str(one["remedy"]), str(one["where"]))
            for one in raw["problems"]
        )
        return cls(str(raw["kind"]), problems, tuple(str(name) for name in raw["used"]))


class TemplateRefused(Exception):
    """The template cannot be filled; `report` says why."""

    def __init__(self, report: TemplateReport) -> None:
        super().__init__(report.problems[0].message if report.problems else "")
        self.report = report


class WrongValue(ValueError):
    """A value does not fit its field: missing, of another type, or too long. `str()` is a sentence in Vietnamese."""
