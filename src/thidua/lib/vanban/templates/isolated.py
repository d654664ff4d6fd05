"""Check and fill uploaded templates in a child process without network and files, bounded in time and memory."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from thidua.lib.vanban.isolation import START_SECONDS, Child, Fate, bare_environment, started_child
from thidua.lib.vanban.reading.limits import MEGABYTE
from thidua.lib.vanban.templates.kinds import Values, kind_of
from thidua.lib.vanban.templates.report import Problem, Reason, TemplateRefused, TemplateReport
from thidua.lib.vanban.templates.values import plain_values

_CHILD = "thidua.lib.vanban.templates.child"
SECONDS = 10.0
LARGEST = 10 * MEGABYTE
"""Of an uploaded template; what is larger is not even handed to the child."""
_ENDS = {
    Fate.OUT_OF_TIME: Problem(
        Reason.OUT_OF_TIME,
        "Mẫu mất quá nhiều thời gian để kiểm tra nên đã dừng.",
        "Bỏ bớt bảng, hình và thẻ; hoặc chép nội dung sang một tệp Word mới.",
    ),
    Fate.OUT_OF_MEMORY: Problem(
        Reason.OUT_OF_MEMORY,
        "Mẫu cần quá nhiều bộ nhớ nên đã dừng.",
        "Bỏ bớt bảng, hình và thẻ; hoặc chép nội dung sang một tệp Word mới.",
    ),
    Fate.BROKEN: Problem(
        Reason.DAMAGED,
        "Mẫu làm hỏng bộ kiểm tra nên đã dừng.",
        "Chép nội dung sang một tệp Word mới rồi tải lên.",
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, and the template filled with sample values when it can be used."""

    report: TemplateReport
    sample: bytes | None


def check_template(content: bytes, *, kind: str) -> TemplateReport:
    """Say whether a template of a kind of paper can be used, and if not, everything that is wrong with it.

    Raises `KeyError` for an unknown kind.
    """
    return check_and_sample(content, kind=kind).report


def check_and_sample(content: bytes, *, kind: str) -> Checked:
    """Do what `check_template` does, and return the paper of sample values with it."""
    kind_of(kind)
    if len(content) > LARGEST:
        message = f"Tệp lớn quá {LARGEST // MEGABYTE} MB."
        problem = Problem(Reason.TOO_LARGE, message, "Bỏ bớt hình ảnh hoặc nén hình trong Word.")
        return Checked(TemplateReport(kind, (problem,)), None)
    with started_child(
        _CHILD, {"act": "check", "kind": kind}, payload=content, environment=bare_environment()
    ) as child:
        name, body = _answer(child, kind)
        if name != "report":
            return Checked(TemplateReport(kind, (_ENDS[Fate.BROKEN],)), None)
        report = TemplateReport.from_json(json.loads(body))
        return Checked(report, _answer(child, kind)[1] if report.is_acceptable else None)


def render_template(content: bytes, *, kind: str, values: Values) -> bytes:
    """Fill a template and return the Word file.

    Raises `WrongValue` for values that do not fit, `TemplateRefused` when the template is not one `check_template`
    lets pass, `KeyError` for an unknown kind.
    """
    request: dict[str, Any] = {"act": "render", "kind": kind, "values": plain_values(kind_of(kind), values)}
    with started_child(_CHILD, request, payload=content, environment=bare_environment()) as child:
        name, body = _answer(child, kind)
        if name == "report":
            raise TemplateRefused(TemplateReport.from_json(json.loads(body)))
        return body


def _answer(child: Child, kind: str) -> tuple[str, bytes]:
    """Return the next answer; when there is none, a report that says how the child ended."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            message = child.next_message(deadline)
        except TimeoutError:
            return "report", _ended(kind, Fate.OUT_OF_TIME)
        if message is None:
            return "report", _ended(kind, child.fate())
        name, body = message
        if name == "ready":
            deadline = time.monotonic() + SECONDS
        elif name == "starved":
            return "report", _ended(kind, Fate.OUT_OF_MEMORY)
        else:
            return name, body


def _ended(kind: str, fate: Fate) -> bytes:
    return json.dumps(TemplateReport(kind, (_ENDS[fate],)).as_json()).encode()
