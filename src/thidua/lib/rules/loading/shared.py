"""What the sections share: dates, provenance, notes, scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from thidua.lib.rules.loading.marked import (
    Marked,
    Need,
    Wrong,
    day,
    key,
    keys,
    required,
    text,
)
from thidua.lib.rules.loading.operators import BASIS
from thidua.lib.rules.model import Basis, Origin, Period, Scope, Words

Made = tuple[str, Any]
DATES: Mapping[str, Need] = {"from": Need(day), "until": Need(day)}
NOTE: Mapping[str, Need] = {"vi": Need(text, ""), "en": Need(text, "")}
LAW: Mapping[str, Need] = {
    **BASIS,
    "cite": required(BASIS["cite"].parse),
    "confidence": required(BASIS["confidence"].parse),
    **DATES,
    "delegated_by": Need(key, ""),
}
SCOPE: Mapping[str, Need] = {"applies_to": Need(keys, ()), "not_for": Need(keys, ())}


def period(item: Marked, found: Mapping[str, Any], *, first: str = "from") -> Period:
    days = Period(found[first], found["until"])
    if days.first and days.last and days.last < days.first:
        raise Wrong(item, f"Hết hiệu lực {days.last} trước khi bắt đầu {days.first}.", "Sửa một trong hai ngày.")
    return days


def basis_of(item: Marked, found: Mapping[str, Any]) -> Basis:
    basis = Basis(*(found[name] for name in BASIS))
    if basis.confidence in ("high", "medium") and not basis.source:
        raise Wrong(
            item, f"Độ tin cậy {basis.confidence} mà không có nguồn.", "Thêm source, hoặc ghi low, memory, gap."
        )
    return basis


def note_of(item: Marked, found: Mapping[str, Any]) -> Words | None:
    if bool(found["vi"]) != bool(found["en"]):
        raise Wrong(item, "Lời ghi chú chỉ có một thứ tiếng.", "Viết đủ vi và en.")
    return Words(found["vi"], found["en"]) if found["vi"] else None


def scope_of(item: Marked, found: Mapping[str, Any], subjects: tuple[str, ...]) -> Scope:
    if found["applies_to"] and found["not_for"]:
        raise Wrong(item, "Vừa có applies_to vừa có not_for.", "Giữ một trong hai.")
    return Scope(subjects, frozenset(found["applies_to"]), frozenset(found["not_for"]))


def common(item: Marked, found: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    return {
        "in_force": period(item, found),
        "basis": basis_of(item, found),
        "origin": replace(origin, line=item.line, delegated_by=found["delegated_by"]),
    }
