"""From what was read to the draft an officer checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from thidua.apps.planning.domain.draft import Draft, drafted_task, whole_leaf

HEAD = ("kind", "issuer_parent", "issuer", "number", "symbol", "place", "title")
SIGNER = ("on_behalf", "position", "name")


def draft_from_reading(reading: Mapping[str, Any], *, this_year: int) -> Draft:
    """Return the draft of a reading (the JSON of `understanding.to_json`); `this_year` where no year is known."""
    evidence = reading.get("evidence") or {}
    issued = reading.get("date") or {}
    head: dict[str, Any] = {name: reading.get(name) or "" for name in HEAD if name != "kind"}
    head["kind"] = reading.get("doc_type") or "plan"
    head["issued_on"] = _whole_date(issued)
    head["issued_text"] = _date_as_written(issued)
    head["year"] = (reading.get("document") or {}).get("plan_year") or issued.get("year") or this_year
    signer = reading.get("signer") or {}
    head |= {f"signer_{name}": signer.get(name) or "" for name in SIGNER}
    head_evidence = {name: evidence.get(name) for name in HEAD}
    head_evidence |= {"kind": evidence.get("doc_type"), "year": evidence.get("plan_year")}
    head_evidence["issued_on"] = whole_leaf(evidence.get("date"))
    head_evidence |= {f"signer_{name}": (evidence.get("signer") or {}).get(name) for name in SIGNER}
    head["evidence"] = {name: leaf for name, leaf in head_evidence.items() if leaf}
    draft: Draft = {
        "head": head,
        "tasks": list(_tasks(reading, evidence)),
        "targets": _targets(reading, evidence),
        "legal_bases": _plain_items("b", reading.get("legal_bases"), evidence.get("legal_bases")),
        "movements": _text_items("m", reading.get("movements"), evidence.get("movements")),
        "recipients": _text_items("r", reading.get("recipients"), evidence.get("recipients")),
        "headings": list(reading.get("headings") or []),
        "units": {},
        "unread": [dict(part) for part in reading.get("unread") or []],
        "seen": [],
    }
    return draft


def _tasks(reading: Mapping[str, Any], evidence: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    leaves = evidence.get("tasks") or []
    for index, row in enumerate(reading.get("tasks") or []):
        yield drafted_task(
            "t", index, "table", row, _at(leaves, index), lead=row.get("lead"), content=row.get("content")
        )
    duties = list(reading.get("deadlines") or [])
    duty_leaves = evidence.get("deadlines") or []
    only_duty = _single_duties(duties)
    leaves = evidence.get("prose_tasks") or []
    for index, row in enumerate(reading.get("prose_tasks") or []):
        leaf = dict(_at(leaves, index))
        leaf["lead"] = leaf.pop("assignee", None)
        due = None
        if index in only_duty:
            due = duties[only_duty[index]].get("due")
            leaf["end"] = _at(duty_leaves, only_duty[index]).get("due")
        yield drafted_task(
            "p", index, "prose", {**row, "end": due}, leaf, lead=row.get("assignee"), content=row.get("content")
        )
    for index, row in enumerate(duties):
        if index in only_duty.values():
            continue
        leaf = dict(_at(duty_leaves, index))
        for old, new in (("what", "content"), ("who", "lead"), ("due", "end")):
            if old in leaf:
                leaf[new] = leaf.pop(old)
        who = [row["who"]] if row.get("who") else []
        task = drafted_task("d", index, "deadline", {"end": row.get("due")}, leaf, lead=who, content=row.get("what"))
        yield task


def _single_duties(duties: list[Mapping[str, Any]]) -> dict[int, int]:
    """Return {assignment: its one dated duty}: a sentence with one day is one task, with several days it is several."""
    by_assignment: dict[int, list[int]] = {}
    for index, duty in enumerate(duties):
        if duty.get("prose_task") is not None:
            by_assignment.setdefault(duty["prose_task"], []).append(index)
    return {assignment: found[0] for assignment, found in by_assignment.items() if len(found) == 1}


def _targets(reading: Mapping[str, Any], evidence: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = list(reading.get("targets") or [])
    leaves = evidence.get("targets") or []
    wholes = {part: index for index, row in enumerate(rows) for part in row.get("parts") or []}
    return [
        {
            "key": f"g{index + 1}",
            "included": True,
            "indicator": row.get("indicator") or "",
            "comparator": row.get("comparator") or "=",
            "min": row.get("min"),
            "max": row.get("max"),
            "unit": row.get("unit") or "",
            "whole": f"g{wholes[index] + 1}" if index in wholes else "",
            "evidence": _evidence_of("indicator", _at(leaves, index)),
        }
        for index, row in enumerate(rows)
    ]


def _plain_items(prefix: str, rows: Any, leaves: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{prefix}{index + 1}",
            "included": True,
            "text": row.get("text") or "",
            "number": row.get("number") or "",
            "date": row.get("date"),
            "evidence": _evidence_of("text", _at(leaves, index)),
        }
        for index, row in enumerate(rows or [])
    ]


def _text_items(prefix: str, rows: Any, leaves: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{prefix}{index + 1}",
            "included": True,
            "text": text,
            "evidence": _evidence_of("text", _at(leaves, index)),
        }
        for index, text in enumerate(rows or [])
    ]


def _at(leaves: Any, index: int) -> Mapping[str, Any]:
    return leaves[index] if isinstance(leaves, list) and index < len(leaves) and leaves[index] else {}


def _evidence_of(name: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the one place an item has in the source, under `name`, whether it came as a leaf or by field."""
    leaf = found if "spans" in found else found.get(name)
    return {name: dict(leaf)} if leaf else {}


def _whole_date(issued: Mapping[str, Any]) -> str | None:
    try:
        return date(issued["year"], issued["month"], issued["day"]).isoformat()
    except (KeyError, TypeError, ValueError):
        return None


def _date_as_written(issued: Mapping[str, Any]) -> str:
    parts = [("ngày", issued.get("day")), ("tháng", issued.get("month")), ("năm", issued.get("year"))]
    return " ".join(f"{word} {value:02d}" if value else f"{word} …" for word, value in parts) if issued else ""
