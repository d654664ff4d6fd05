"""What still stands between a draft and a plan: problems that stop it, doubts that ask for a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from thidua.apps.planning.domain.draft import DOUBTFUL, Draft
from thidua.lib.vietnamese import fold


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
    included = [task for task in draft["tasks"] if task["included"]]
    for task in included:
        where = f"Nhiệm vụ {task['no']}" if task["no"] else f"Nhiệm vụ “{task['content'][:40]}”"
        if not task["content"].strip():
            found.append(Problem(f"tasks.{task['key']}.content", f"{where}: chưa có nội dung."))
        if task["start"] and task["end"] and task["start"] > task["end"]:
            found.append(Problem(f"tasks.{task['key']}.end", f"{where}: ngày kết thúc đứng trước ngày bắt đầu."))
    for target in draft["targets"]:
        if target["included"] and None not in (target["min"], target["max"]) and target["min"] > target["max"]:
            message = f"Chỉ tiêu “{target['indicator'][:40]}”: số đầu lớn hơn số cuối."
            found.append(Problem(f"targets.{target['key']}.max", message))
    if not included and not any(target["included"] for target in draft["targets"]):
        message = "Chưa có nhiệm vụ hoặc chỉ tiêu nào được đưa vào kế hoạch. Thêm ít nhất một dòng."
        found.append(Problem("tasks", message))
    return found


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


def unit_entry(draft: Draft, name: str) -> Mapping[str, Any] | None:
    """Return what a name of a unit stands for, or None when it was never matched."""
    entry = draft["units"].get(fold(name))
    return entry if isinstance(entry, Mapping) else None
