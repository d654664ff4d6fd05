"""The draft of a plan: what was read, as plain editable values, each with its evidence.

A draft is JSON. `head` holds the scalars; `tasks` holds rows of tables, assignments in prose and dated duties alike,
told apart by `origin`; `targets`, `legal_bases`, `movements`, `recipients` and `headings` are lists; `units` says for
every name of a unit which unit or group of the tree it stands for; `unread` lists what could not be read. Every item
of a list has a `key` that stays, and `included`: a person may leave a row out without losing it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from thidua.apps.planning.domain.rules import LARGEST, TOO_LARGE
from thidua.lib.vietnamese import clean, fold

DOUBTFUL = 0.75
"""Under this confidence a person should look (the limit of `lib.vanban.plan`)."""

TASK_TEXTS = ("no", "group", "content", "time_text", "product", "budget", "note", "code")
DATES = frozenset({"issued_on", "start", "end", "date"})
LISTS = ("tasks", "targets", "legal_bases", "movements", "recipients")

CHOICES = {
    "kind": frozenset({"plan", "decision", "decision_with_plan", "guideline", "other"}),
    "recurrence": frozenset({"", "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"}),
    "comparator": frozenset({"=", ">=", "<=", "range", "~"}),
}
LIMITS = {"number": 30, "symbol": 80, "place": 120, "issuer": 300, "issuer_parent": 300, "issued_text": 60, "no": 20,
          "group": 500, "time_text": 500, "code": 40, "unit": 60}  # fmt: skip
"""Letters the columns of the plan hold."""
TEXT_LIMIT = 10_000
FIRST_YEAR, LAST_YEAR = 1945, 2200
"""Below it a number fits the columns of the plan."""

Draft = dict[str, Any]


class InvalidChange(ValueError):
    """A value typed into the draft cannot be taken; `str()` is a Vietnamese sentence."""


def is_worth_confirming(draft: Draft) -> bool:
    """Whether anything of a plan was found: a task, an assignment, a duty with a date, or a target."""
    return bool(draft["tasks"] or draft["targets"])


def names_in(draft: Draft) -> list[str]:
    """Return every name of a unit in the draft's included tasks, as written, each once, in order."""
    found: dict[str, str] = {}
    for task in draft["tasks"]:
        if task["included"]:
            for name in (*task["lead"], *task["coordinating"]):
                found.setdefault(fold(name), name)
    return list(found.values())


def apply_change(draft: Draft, path: str, value: Any) -> tuple[Any, Any]:
    """Change one value in place and return (before, after).

    `path` is "head.title", "tasks.<key>.content", "targets.<key>.included", "units.<folded name>", "seen.<path>" …
    Raises InvalidChange for a value that cannot be taken, KeyError for a path that is not there.
    """
    area, _, rest = path.partition(".")
    if area == "head":
        if rest == "evidence" or rest not in draft["head"]:
            raise KeyError(path)
        holder, field = draft["head"], rest
    elif area == "units":
        before = draft["units"][rest].get("choice")
        draft["units"][rest] |= {"choice": _choice(value), "chosen_by_person": True}
        return before, draft["units"][rest]["choice"]
    elif area == "seen":
        before = rest in draft["seen"]
        draft["seen"] = [*(one for one in draft["seen"] if one != rest), *([rest] if value else [])]
        return before, bool(value)
    elif area in LISTS:
        key, _, field = rest.partition(".")
        holder = next((item for item in draft[area] if item["key"] == key), None)
        if holder is None or field in {"", "key", "origin", "evidence"} or field not in holder:
            raise KeyError(path)
        if field == "whole" and (value or "") not in {"", *possible_wholes(draft, key)}:
            raise InvalidChange("Chỉ tiêu này không thể là một phần của chỉ tiêu đó.")
    else:
        raise KeyError(path)
    before = holder[field]
    holder[field] = after = _typed(field, before, value)
    if path not in draft["seen"]:
        draft["seen"].append(path)
    return before, after


def typed_value(draft: Draft, path: str) -> str:
    """Return the value at `path` as a person would type it: dates dd/mm/yyyy, numbers 1.234,5, names with "; ".

    Raises KeyError for a path that is not there.
    """
    area, _, rest = path.partition(".")
    if area == "units":
        choice = draft["units"][rest].get("choice") or {}
        return next((f"{kind}:{key}" for kind, key in choice.items()), "")
    if area == "seen":
        return "1" if rest in draft["seen"] else ""
    if area == "head":
        if rest == "evidence":
            raise KeyError(path)
        return as_typed(rest, draft["head"][rest])
    key, _, field = rest.partition(".")
    item = next((item for item in draft[area] if item["key"] == key), None) if area in LISTS else None
    if item is None:
        raise KeyError(path)
    return as_typed(field, item[field])


def as_typed(field: str, value: Any) -> str:
    """Return a value of the draft as a person would type it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    if field in DATES:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if field in {"min", "max"}:
        whole, _, rest = f"{value:,.4f}".partition(".")
        rest = rest.rstrip("0")
        return whole.replace(",", ".") + (f",{rest}" if rest else "")
    return str(value)


def add_item(draft: Draft, area: str) -> str:
    """Add an empty item at the end of a list and return its key. Raises KeyError for what is no list."""
    if area == "tasks":
        item = drafted_task("n", _next(draft, area), "manual", {}, {}, lead=None, content="")
    elif area == "targets":
        item = {"key": f"n{_next(draft, area) + 1}", "included": True, "indicator": "", "comparator": "="}
        item |= {"min": None, "max": None, "unit": "", "whole": "", "evidence": {}}
    elif area in LISTS:
        item = {"key": f"n{_next(draft, area) + 1}", "included": True, "text": "", "evidence": {}}
        item |= {"number": "", "date": None} if area == "legal_bases" else {}
    else:
        raise KeyError(area)
    draft[area].append(item)
    return str(item["key"])


def possible_wholes(draft: Draft, key: str) -> list[str]:
    """Return the keys of the targets of which the target `key` may be a part: not itself, nothing below it."""
    whole_of = {item["key"]: item["whole"] for item in draft["targets"]}

    def is_below(one: str) -> bool:
        seen: set[str] = set()
        while one and one not in seen:
            if one == key:
                return True
            seen.add(one)
            one = whole_of.get(one, "")
        return False

    return [one for one in whole_of if not is_below(one)]


def _next(draft: Draft, area: str) -> int:
    return sum(item["key"].startswith("n") for item in draft[area])


def _typed(field: str, before: Any, value: Any) -> Any:
    """Return what was typed as the kind of value the field holds."""
    if field in {"included", "is_optional", "is_continuous"}:
        return value in (True, "true", "1", "on")
    if field in DATES:
        return _typed_date(value)
    if field in {"lead", "coordinating"}:
        names = value if isinstance(value, list) else re.split(r"[;\n]", str(value))
        return [name.strip() for name in names if name.strip()]
    if field in {"min", "max"}:
        return _typed_number(value)
    if field == "year":
        text = str(value).strip()
        if not re.fullmatch(r"\d{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
            raise InvalidChange("Năm cần ghi đủ bốn chữ số, ví dụ 2026.")
        return int(text)
    if field in {"recurrence_day", "relative_days"}:
        text = str(value or "").strip()
        if text and not re.fullmatch(r"\d{1,3}", text):
            raise InvalidChange("Số ngày cần là số nguyên.")
        return int(text) if text else None
    if field == "other" or isinstance(before, dict):
        raise KeyError(field)
    text = clean(str(value or "")).strip()
    if field in CHOICES and text not in CHOICES[field]:
        raise InvalidChange("Cần chọn một giá trị trong danh sách.")
    if len(text) > LIMITS.get(field, TEXT_LIMIT):
        raise InvalidChange(f"Nội dung dài quá {LIMITS.get(field, TEXT_LIMIT)} ký tự.")
    if field in {"content", "indicator", "title", "issuer", "text"} and not text:
        raise InvalidChange("Nội dung này không được để trống; nếu không cần, hãy bỏ dòng.")
    return text


def _typed_date(value: Any) -> str | None:
    text = str(value or "").strip()
    if not text:
        return None
    day_first = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text)
    year_first = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1])).isoformat()
        if year_first:
            return date(int(year_first[1]), int(year_first[2]), int(year_first[3])).isoformat()
    except ValueError:
        raise InvalidChange(f"Ngày {text} không có trong lịch.") from None
    raise InvalidChange("Ngày cần ghi theo dạng ngày/tháng/năm, ví dụ 05/03/2026.")


def _typed_number(value: Any) -> float | None:
    text = re.sub(r"\s", "", str(value if value is not None else ""))
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?|-?\d+([,]\d+)?", text):
        raise InvalidChange("Số cần ghi theo cách viết 1.234,5.")
    number: float = float(text.replace(".", "").replace(",", "."))
    if abs(number) >= LARGEST:
        raise InvalidChange(TOO_LARGE)
    return number


def _choice(value: Any) -> dict[str, int] | None:
    """Return {"unit": key}, {"group": key} or None from "unit:5", "group:7", ""."""
    kind, _, key = str(value or "").partition(":")
    if not kind:
        return None
    if kind not in {"unit", "group"} or not key.isdigit():
        raise InvalidChange("Đơn vị chọn không hợp lệ.")
    return {kind: int(key)}


def drafted_task(
    prefix: str,
    index: int,
    origin: str,
    row: Mapping[str, Any],
    leaf: Mapping[str, Any],
    *,
    lead: Iterable[str] | None,
    content: str | None,
) -> dict[str, Any]:
    task: dict[str, Any] = {"key": f"{prefix}{index + 1}", "origin": origin, "included": True}
    task |= {name: row.get(name) or "" for name in TASK_TEXTS}
    task["content"] = content or ""
    task |= {"lead": list(lead or []), "coordinating": list(row.get("coordinating") or [])}
    task |= {"start": row.get("start"), "end": row.get("end")}
    task |= {
        "is_optional": bool(row.get("optional")),
        "is_continuous": bool(row.get("continuous")),
        "recurrence": row.get("recurrence") or "",
        "recurrence_day": row.get("recurrence_day"),
        "relative_days": row.get("working_days"),
        "other": dict(row.get("other") or {}),
        "evidence": _task_evidence(leaf),
    }
    return task


def _task_evidence(leaf: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what names a place: one leaf a field, and no second copy of the place the time or the group has already."""
    kept = {name: whole_leaf(found) for name, found in leaf.items() if name != "other" and found}
    for name in ("start", "end"):
        if kept.get(name) is not None and kept[name] in (kept.get("time_text"), kept.get("group")):
            del kept[name]
    return kept


def whole_leaf(found: Any) -> Any:
    """Return one leaf for what came as several (one a unit, one a part of a date): the least sure, with every span."""
    if isinstance(found, Mapping) and "spans" not in found:
        found = list(found.values())
    if not isinstance(found, list):
        return found
    leaves = [leaf for leaf in found if leaf]
    if not leaves:
        return None
    weakest = min(leaves, key=lambda leaf: leaf["confidence"])
    spans: list[Any] = []
    for leaf in leaves:
        spans += [span for span in leaf["spans"] if span not in spans]
    return {"confidence": weakest["confidence"], "doubt": weakest.get("doubt"), "spans": spans}
