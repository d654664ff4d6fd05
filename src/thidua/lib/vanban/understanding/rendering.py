"""The reading as plain JSON: the schema's keys, and beside them the evidence for every value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from thidua.lib.vanban.model import Document
from thidua.lib.vanban.plan import Found, Period, PlanReading, PlanTask, Span

Json = dict[str, Any]


def to_json(reading: PlanReading, document: Document) -> Json:
    """Return the reading with the schema's keys at top level, then `evidence`, `unread` and `document`.

    `evidence` has the same structure as the values; each leaf is confidence, doubt and spans, or None without a value.
    """
    signer = reading.signer
    issued = reading.issued.value if reading.issued else None
    return {
        "doc_type": reading.kind.value.value,
        "issuer_parent": _value(reading.issuer_parent),
        "issuer": _value(reading.issuer),
        "number": _value(reading.number),
        "symbol": _value(reading.symbol),
        "place": _value(reading.place),
        "date": {
            "year": issued.year if issued else None,
            "month": issued.month if issued else None,
            "day": issued.day if issued else None,
        },
        "title": _value(reading.title),
        "legal_bases": [
            {"text": found.value.text, "number": found.value.number, "date": _iso(found.value.date)}
            for found in reading.legal_bases
        ],
        "headings": [
            {"label": h.value.label, "title": h.value.title, "level": h.value.level} for h in reading.headings
        ],
        "tasks": [_task(task) for task in reading.tasks],
        "prose_tasks": [
            {"content": task.content.value, "assignee": list(task.assignee.value) if task.assignee else []}
            for task in reading.prose_tasks
        ],
        "deadlines": [
            {"what": d.what.value, "who": _value(d.who), "due": _iso(d.due.value), "prose_task": d.prose_task}
            for d in reading.deadlines
        ],
        "targets": [
            {
                "indicator": t.indicator.value,
                "comparator": t.comparator.value,
                "min": _number(t.minimum),
                "max": _number(t.maximum),
                "unit": t.unit,
                "parts": list(t.parts),
            }
            for t in reading.targets
        ],
        "movements": [found.value for found in reading.movements],
        "recipients": [found.value for found in reading.recipients],
        "signer": {
            "on_behalf": _value(signer.on_behalf),
            "position": _value(signer.position),
            "name": _value(signer.name),
        },
        "evidence": _evidence(reading),
        "unread": [{**_span(part.span), "why": part.why} for part in reading.unread],
        "document": {
            "format": document.source_format.value,
            "encoding": document.encoding,
            "pages": document.page_count,
            "notices": list(document.notices),
            "plan_year": _value(reading.plan_year),
        },
    }


def _task(task: PlanTask) -> Json:
    period = task.time.value if task.time else None
    values: Json = {
        "no": _value(task.no),
        "group": _value(task.group),
        "content": task.content.value,
        "lead": list(task.lead.value) if task.lead else [],
        "coordinating": list(task.coordinating.value) if task.coordinating else [],
        "time_text": period.text if period else None,
        "start": _iso(task.start),
        "end": _iso(task.end),
        "optional": task.is_optional,
        "recurrence": period.recurrence.value if period and period.recurrence else None,
        "recurrence_day": period.recurrence_day if period else None,
        "continuous": bool(period and period.is_continuous),
        "relative": bool(period and period.is_relative),
        "working_days": period.working_days if period else None,
        "product": _value(task.product),
        "budget": _value(task.budget),
        "note": _value(task.note),
        "code": _value(task.code),
        "other": {title: found.value for title, found in task.other},
    }
    if period and period.periods:
        values["periods"] = [[_iso(start), _iso(end)] for start, end in period.periods]
    return values


def _evidence(reading: PlanReading) -> Json:
    signer = reading.signer
    dated = _leaf(reading.issued)
    return {
        "doc_type": _leaf(reading.kind),
        "issuer_parent": _leaf(reading.issuer_parent),
        "issuer": _leaf(reading.issuer),
        "number": _leaf(reading.number),
        "symbol": _leaf(reading.symbol),
        "place": _leaf(reading.place),
        "date": {"year": dated, "month": dated, "day": dated},
        "title": _leaf(reading.title),
        "legal_bases": [{key: _leaf(found) for key in ("text", "number", "date")} for found in reading.legal_bases],
        "headings": [{key: _leaf(found) for key in ("label", "title", "level")} for found in reading.headings],
        "tasks": [_task_evidence(task) for task in reading.tasks],
        "prose_tasks": [
            {"content": _leaf(task.content), "assignee": _leaves(task.assignee)} for task in reading.prose_tasks
        ],
        "deadlines": [{"what": _leaf(d.what), "who": _leaf(d.who), "due": _leaf(d.due)} for d in reading.deadlines],
        "targets": [
            {key: _leaf(t.indicator) for key in ("indicator", "comparator", "min", "max", "unit")}
            for t in reading.targets
        ],
        "movements": [_leaf(found) for found in reading.movements],
        "recipients": [_leaf(found) for found in reading.recipients],
        "signer": {
            "on_behalf": _leaf(signer.on_behalf),
            "position": _leaf(signer.position),
            "name": _leaf(signer.name),
        },
        "plan_year": _leaf(reading.plan_year),
    }


def _task_evidence(task: PlanTask) -> Json:
    timed = _leaf(task.time) or (_leaf(task.group) if task.start or task.end else None)
    return {
        "no": _leaf(task.no),
        "group": _leaf(task.group),
        "content": _leaf(task.content),
        "lead": _leaves(task.lead),
        "coordinating": _leaves(task.coordinating),
        "time_text": _leaf(task.time),
        "start": timed if task.start else None,
        "end": timed if task.end else None,
        "product": _leaf(task.product),
        "budget": _leaf(task.budget),
        "note": _leaf(task.note),
        "code": _leaf(task.code),
        "other": {title: _leaf(found) for title, found in task.other},
    }


def _value(found: Found[Any] | None) -> Any:
    return found.value if found else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: float | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 6)


def _span(span: Span) -> Json:
    return {"first_line": span.first_line, "last_line": span.last_line, "page": span.page, "text": span.text}


def _leaf(found: Found[Any] | None) -> Json | None:
    if found is None:
        return None
    return {
        "confidence": found.confidence,
        "doubt": found.doubt or None,
        "spans": [_span(span) for span in found.spans],
    }


def _leaves(found: Found[tuple[str, ...]] | None) -> list[Json]:
    """Return one leaf a unit where each has its own span, else the same leaf for all."""
    if found is None:
        return []
    if len(found.spans) == len(found.value):
        return [{"confidence": found.confidence, "doubt": found.doubt, "spans": [_span(span)]} for span in found.spans]
    leaf = _leaf(found) or {}
    return [leaf for _ in found.value]


# ---------------------------------------------------------------- a table to read on the terminal

_KINDS = {
    "plan": "Kế hoạch",
    "decision": "Quyết định",
    "decision_with_plan": "Quyết định kèm kế hoạch",
    "guideline": "Hướng dẫn",
    "other": "Văn bản khác",
}
_COMPARED = {"=": "", ">=": "từ ", "<=": "không quá ", "~": "khoảng ", "range": ""}


def explain(reading: Json, *, with_evidence: bool) -> str:
    """Return a reading's JSON as a Vietnamese text to read on a terminal; with evidence, lines and confidence too."""
    evidence: Json = reading.get("evidence") or {}
    out: list[str] = []

    def mark(leaf: Any) -> str:
        if not with_evidence or not isinstance(leaf, dict):
            return ""
        lines = ", ".join(
            str(s["first_line"]) if s["first_line"] == s["last_line"] else f"{s['first_line']}-{s['last_line']}"
            for s in leaf["spans"]
        )
        doubt = f"; {leaf['doubt']}" if leaf.get("doubt") else ""
        return f"  [dòng {lines}; tin cậy {round(leaf['confidence'] * 100)}%{doubt}]"

    def row(name: str, value: Any, leaf: Any) -> None:
        out.append(f"{name:<18}{value if value not in (None, '') else '-'}{mark(leaf)}")

    row("Loại văn bản", _KINDS.get(reading["doc_type"], reading["doc_type"]), evidence.get("doc_type"))
    row("Cơ quan chủ quản", reading["issuer_parent"], evidence.get("issuer_parent"))
    row("Cơ quan ban hành", reading["issuer"], evidence.get("issuer"))
    row("Số", reading["number"], evidence.get("number"))
    row("Ký hiệu", reading["symbol"], evidence.get("symbol"))
    row("Địa danh", reading["place"], evidence.get("place"))
    day = reading["date"]
    written = "/".join(str(day[key]) if day[key] is not None else "…" for key in ("day", "month", "year"))
    row("Ngày ban hành", written if any(day.values()) else None, (evidence.get("date") or {}).get("year"))
    row("Trích yếu", reading["title"], evidence.get("title"))
    signer = " / ".join(
        part
        for part in (reading["signer"]["on_behalf"], reading["signer"]["position"], reading["signer"]["name"])
        if part
    )
    row("Người ký", signer, (evidence.get("signer") or {}).get("name"))

    def section(title: str, key: str, line: Callable[[Json, Any], Sequence[str]]) -> None:
        values = reading[key]
        if not values:
            return
        out.extend(["", f"{title} ({len(values)})"])
        leaves = evidence.get(key) or []
        for place, value in enumerate(values):
            out.extend(line(value, leaves[place] if place < len(leaves) else None))

    def sub(leaf: Any, key: str) -> Any:
        return leaf.get(key) if isinstance(leaf, dict) else None

    section("Căn cứ", "legal_bases", lambda v, e: [f"  - {v['text']}{mark(sub(e, 'text'))}"])
    section(
        "Đề mục",
        "headings",
        lambda v, e: [f"  {'  ' * (v['level'] - 1)}{v['label']}. {v['title']}{mark(sub(e, 'title'))}"],
    )

    def task_lines(value: Json, leaf: Any) -> list[str]:
        group = f"[{value['group']}] " if value["group"] else ""
        lines = [f"  {value['no'] or '-'}. {group}{value['content']}{mark(sub(leaf, 'content'))}"]
        if value["lead"]:
            lines.append(f"       Chủ trì: {'; '.join(value['lead'])}")
        if value["coordinating"]:
            lines.append(f"       Phối hợp: {'; '.join(value['coordinating'])}")
        days = " - ".join(part for part in (_shown(value["start"]), _shown(value["end"])) if part)
        if value["time_text"] or days:
            lines.append(
                f"       Thời gian: {value['time_text'] or 'theo nhóm'}"
                + (f" ({days})" if days else "")
                + mark(sub(leaf, "time_text"))
            )
        lines.extend(
            f"       {name}: {value[key]}"
            for key, name in (("product", "Sản phẩm"), ("budget", "Kinh phí"), ("note", "Ghi chú"), ("code", "Mã"))
            if value.get(key)
        )
        lines.extend(f"       {title}: {text}" for title, text in (value.get("other") or {}).items())
        return lines

    section("Nhiệm vụ trong bảng", "tasks", task_lines)
    section(
        "Giao việc trong lời văn",
        "prose_tasks",
        lambda v, e: [
            f"  - {v['content']}{mark(sub(e, 'content'))}",
            *([f"       Thực hiện: {'; '.join(v['assignee'])}"] if v["assignee"] else []),
        ],
    )
    section(
        "Thời hạn",
        "deadlines",
        lambda v, e: [
            f"  - {_shown(v['due'])}: {v['what']}" + (f" ({v['who']})" if v["who"] else "") + mark(sub(e, "due"))
        ],
    )

    def target_line(value: Json, leaf: Any) -> list[str]:
        low, high = _vietnamese(value["min"]), _vietnamese(value["max"])
        amount = (
            f"{low} đến {high}" if value["comparator"] == "range" else _COMPARED[value["comparator"]] + (low or high)
        )
        return [f"  - {amount} {value['unit'] or ''}: {value['indicator']}{mark(sub(leaf, 'indicator'))}"]

    section("Chỉ tiêu", "targets", target_line)
    out_list = (("Phong trào", "movements"), ("Nơi nhận", "recipients"))
    for title, key in out_list:
        if reading[key]:
            out.extend(["", f"{title} ({len(reading[key])})"])
            leaves = evidence.get(key) or []
            out.extend(
                f"  - {value}{mark(leaves[place] if place < len(leaves) else None)}"
                for place, value in enumerate(reading[key])
            )
    if reading.get("unread"):
        out.extend(["", f"Chưa đọc được ({len(reading['unread'])})"])
        for part in reading["unread"]:
            where = (
                str(part["first_line"])
                if part["first_line"] == part["last_line"]
                else f"{part['first_line']}-{part['last_line']}"
            )
            out.append(f"  - dòng {where}: {part['text'][:120]} ({part['why']})")
    notices = (reading.get("document") or {}).get("notices") or []
    if notices:
        out.extend(["", "Lưu ý khi đọc tệp", *(f"  - {notice}" for notice in notices)])
    return "\n".join(out)


def _shown(day: str | None) -> str:
    return "/".join(reversed(day.split("-"))) if day else ""


def _vietnamese(value: float | None) -> str:
    if value is None:
        return ""
    whole, _, rest = f"{value:,}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


__all__ = ["Period", "explain", "to_json"]
