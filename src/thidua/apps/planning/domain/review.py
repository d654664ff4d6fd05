"""What still stands between a draft and a plan: problems that stop it, doubts that ask for a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from thidua.apps.planning.domain.draft import DOUBTFUL, FIRST_YEAR, LAST_YEAR, LIMITS, Draft
from thidua.apps.planning.domain.rules import LARGEST
from thidua.lib.vietnamese import fold

NAME_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must be mended before the plan can be confirmed."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value read with low confidence and not yet looked at."""

    path: str
    message: str


def problems(draft: Draft) -> list[Problem]:
    """Return what stops confirmation, in the order of the page."""
    found = []
    head = draft["head"]
    if not head["title"].strip():
        found.append(Problem("head.title", "Chưa có trích yếu của kế hoạch."))
    if not head["issuer"].strip():
        found.append(Problem("head.issuer", "Chưa có cơ quan ban hành."))
    if not FIRST_YEAR <= head["year"] <= LAST_YEAR:
        found.append(Problem("head.year", "Năm của kế hoạch chưa đúng."))
    found += _too_long("head", head, "Thông tin chung")
    included = [task for task in draft["tasks"] if task["included"]]
    for task in included:
        where = f"Nhiệm vụ {task['no']}" if task["no"] else f"Nhiệm vụ “{task['content'][:40]}”"
        if not task["content"].strip():
            found.append(Problem(f"tasks.{task['key']}.content", f"{where}: chưa có nội dung."))
        if task["start"] and task["end"] and task["start"] > task["end"]:
            found.append(Problem(f"tasks.{task['key']}.end", f"{where}: ngày kết thúc đứng trước ngày bắt đầu."))
        found += _too_long(f"tasks.{task['key']}", task, where)
        for part in ("lead", "coordinating"):
            if any(len(name) > NAME_LIMIT for name in task[part]):
                message = f"{where}: có tên đơn vị dài quá {NAME_LIMIT} ký tự; tách thành từng đơn vị."
                found.append(Problem(f"tasks.{task['key']}.{part}", message))
    for target in draft["targets"]:
        if not target["included"]:
            continue
        where = f"Chỉ tiêu “{target['indicator'][:40]}”"
        if not target["indicator"].strip():
            found.append(Problem(f"targets.{target['key']}.indicator", f"{where}: chưa có nội dung."))
        if None not in (target["min"], target["max"]) and target["min"] > target["max"]:
            found.append(Problem(f"targets.{target['key']}.max", f"{where}: số đầu lớn hơn số cuối."))
        if any(abs(target[bound] or 0) >= LARGEST for bound in ("min", "max")):
            found.append(Problem(f"targets.{target['key']}.min", f"{where}: số này lớn quá mức ghi được."))
        found += _too_long(f"targets.{target['key']}", target, where)
    if not included and not any(target["included"] for target in draft["targets"]):
        message = "Chưa có nhiệm vụ hoặc chỉ tiêu nào được đưa vào kế hoạch. Thêm ít nhất một dòng."
        found.append(Problem("tasks", message))
    return found


def _too_long(path: str, item: Mapping[str, Any], where: str) -> list[Problem]:
    return [
        Problem(f"{path}.{field}", f"{where}: một ô dài quá {limit} ký tự; rút gọn hoặc chuyển bớt sang ô khác.")
        for field, limit in LIMITS.items()
        if isinstance(item.get(field), str) and len(item[field]) > limit
    ]


def doubts(draft: Draft) -> list[Doubt]:
    """Return the values to look at, in the order of the page; those already looked at or changed are left out."""
    seen = set(draft["seen"])
    found = [Doubt(f"head.{field}", text) for field, text in _doubtful(draft["head"]["evidence"])]
    for area in ("tasks", "targets", "legal_bases", "movements", "recipients"):
        for item in draft[area]:
            if item["included"]:
                found += [Doubt(f"{area}.{item['key']}.{field}", text) for field, text in _doubtful(item["evidence"])]
    found += [
        Doubt(f"units.{folded}", f"“{entry['as_written']}” chưa ghép với đơn vị nào trong cơ cấu tổ chức.")
        for folded, entry in draft["units"].items()
        if not entry["choice"] and not entry.get("chosen_by_person")
    ]
    return [doubt for doubt in found if doubt.path not in seen]


def _doubtful(evidence: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, leaf in evidence.items():
        if isinstance(leaf, Mapping) and leaf.get("confidence") is not None and leaf["confidence"] < DOUBTFUL:
            yield field, leaf.get("doubt") or "Giá trị này đọc chưa chắc chắn; đối chiếu với văn bản gốc."


@dataclass(frozen=True, slots=True)
class Counts:
    """What the line over the review says."""

    tasks: int
    targets: int
    doubts: int
    unread: int
    left_out: int


def counts(draft: Draft) -> Counts:
    """Count what was read, what asks for a look, and what could not be read."""
    rows = [*draft["tasks"], *draft["targets"]]
    return Counts(
        tasks=sum(task["included"] for task in draft["tasks"]),
        targets=sum(target["included"] for target in draft["targets"]),
        doubts=len(doubts(draft)),
        unread=len(draft["unread"]),
        left_out=sum(not row["included"] for row in rows),
    )


def unit_entry(draft: Draft, name: str) -> Mapping[str, Any] | None:
    """Return what a name of a unit stands for, or None when it was never matched."""
    entry = draft["units"].get(fold(name))
    return entry if isinstance(entry, Mapping) else None
