"""The sections of a rule file: how an item of each is written, and the value it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from thidua.lib.rules import model
from thidua.lib.rules.conditions import Condition
from thidua.lib.rules.loading.marked import (
    Marked,
    Need,
    Wrong,
    boolean,
    choice,
    day,
    fields,
    key,
    keys,
    listed,
    number,
    optional_list,
    positive,
    required,
    text,
    whole,
    words,
)
from thidua.lib.rules.loading.operators import BASIS, condition
from thidua.lib.rules.model import Basis, Limit, Origin, Period, Scope, Words

Made = tuple[str, Any]
_DATES: Mapping[str, Need] = {"from": Need(day), "until": Need(day)}
_NOTE: Mapping[str, Need] = {"vi": Need(text, ""), "en": Need(text, "")}
_LAW: Mapping[str, Need] = {
    **BASIS,
    "cite": required(BASIS["cite"].parse),
    "confidence": required(BASIS["confidence"].parse),
    **_DATES,
    "delegated_by": Need(key, ""),
}
_SCOPE: Mapping[str, Need] = {"applies_to": Need(keys, ()), "not_for": Need(keys, ())}


def _period(item: Marked, found: Mapping[str, Any], *, first: str = "from") -> Period:
    period = Period(found[first], found["until"])
    if period.first and period.last and period.last < period.first:
        raise Wrong(item, f"Hết hiệu lực {period.last} trước khi bắt đầu {period.first}.", "Sửa một trong hai ngày.")
    return period


def _basis(item: Marked, found: Mapping[str, Any]) -> Basis:
    basis = Basis(*(found[name] for name in BASIS))
    if basis.confidence in ("high", "medium") and not basis.source:
        raise Wrong(
            item, f"Độ tin cậy {basis.confidence} mà không có nguồn.", "Thêm source, hoặc ghi low, memory, gap."
        )
    return basis


def _note(item: Marked, found: Mapping[str, Any]) -> Words | None:
    if bool(found["vi"]) != bool(found["en"]):
        raise Wrong(item, "Lời ghi chú chỉ có một thứ tiếng.", "Viết đủ vi và en.")
    return Words(found["vi"], found["en"]) if found["vi"] else None


def _scope(item: Marked, found: Mapping[str, Any], subjects: tuple[str, ...]) -> Scope:
    if found["applies_to"] and found["not_for"]:
        raise Wrong(item, "Vừa có applies_to vừa có not_for.", "Giữ một trong hai.")
    return Scope(subjects, frozenset(found["applies_to"]), frozenset(found["not_for"]))


def _common(item: Marked, found: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    return {
        "in_force": _period(item, found),
        "basis": _basis(item, found),
        "origin": replace(origin, line=item.line, delegated_by=found["delegated_by"]),
    }


def source(name: str, item: Marked, origin: Origin) -> Made:
    found = fields(item, {"read": required(boolean), "vi": required(text), "en": required(text)})
    return name, model.Source(name, Words(found["vi"], found["en"]), found["read"])


def scale(name: str, item: Marked, origin: Origin) -> Made:
    steps = listed(key)(item)
    if len(set(steps)) != len(steps):
        raise Wrong(item, f"Thang {name} có bậc viết hai lần.", "Bỏ bậc lặp.")
    return name, steps


def word(name: str, item: Marked, origin: Origin) -> Made:
    return name, words(item)


def instrument(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "key": required(key),
            "number": required(text),
            "vi": required(text),
            "en": required(text),
            "level": required(choice(*model.LEVELS)),
            "issued": Need(day),
            **_DATES,
            "after": Need(choice("unknown"), ""),
            "carried_from": Need(day),
            "articles": Need(positive),
            "amends": Need(optional_list(key), ()),
            "replaces": Need(optional_list(key), ()),
            "confidence": required(choice(*model.CONFIDENCES)),
            "source": Need(text, ""),
        },
    )
    period = _period(item, found)
    if found["after"] and period.last is None:
        raise Wrong(item, "Có after mà không có until.", "Thêm ngày hết hiệu lực hoặc bỏ after.")
    if found["issued"] and period.first and period.first < found["issued"]:
        raise Wrong(item, f"Có hiệu lực {period.first} trước ngày ban hành {found['issued']}.", "Sửa một trong hai.")
    return found["key"], model.Instrument(
        found["key"],
        found["number"],
        Words(found["vi"], found["en"]),
        found["level"],
        period,
        found["issued"],
        bool(found["after"]),
        found["carried_from"],
        found["articles"],
        found["amends"],
        found["replaces"],
        found["confidence"],
        found["source"],
    )


def regime(item: Marked, origin: Origin) -> Made:
    found = fields(item, {"key": required(key), "vi": required(text), "en": required(text), **_DATES})
    return found["key"], model.Regime(found["key"], Words(found["vi"], found["en"]), _period(item, found))


def award(item: Marked, origin: Origin) -> Made:
    needs = {
        "key": required(key),
        "vi": required(text),
        "en": required(text),
        "kind": required(choice("title", "form")),
        "family": Need(key, ""),
        "subjects": required(listed(choice(*model.SUBJECTS))),
        "rank": required(whole),
        "authority": Need(words),
        "since": Need(day),
        **{name: need for name, need in _LAW.items() if name not in ("from", "delegated_by")},
    }
    found = fields(item, needs)
    return found["key"], model.Award(
        found["key"],
        Words(found["vi"], found["en"]),
        found["kind"],
        found["family"],
        found["subjects"],
        found["rank"],
        found["authority"],
        _period(item, found, first="since"),
        _basis(item, found),
    )


def rule(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "award": required(key),
            "subject": required(listed(choice(*model.SUBJECTS))),
            **_SCOPE,
            "route": Need(choice(*model.ROUTES), ""),
            **_LAW,
            "excepts": Need(keys, ()),
            "adds_to": Need(key, ""),
            **_NOTE,
            "conditions": required(lambda one: one),
        },
    )
    common = _common(item, found, origin)
    return found["id"], model.Rule(
        id=found["id"],
        award=found["award"],
        scope=_scope(item, found, found["subject"]),
        route=found["route"],
        excepts=found["excepts"],
        adds_to=found["adds_to"],
        note=_note(item, found),
        conditions=condition(found["conditions"], basis=common["basis"]),
        **common,
    )


def restriction(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "awards": Need(keys, ()),
            "except_awards": Need(keys, ()),
            "kind": Need(choice("title", "form"), ""),
            "subject": Need(listed(choice(*model.SUBJECTS)), model.SUBJECTS),
            **_SCOPE,
            "effect": Need(choice("block", "warn"), "block"),
            **_LAW,
            **_NOTE,
            "require": required(lambda one: one),
        },
    )
    common = _common(item, found, origin)
    require: Condition = condition(found["require"], basis=common["basis"])
    return found["id"], model.Restriction(
        id=found["id"],
        awards=found["awards"],
        except_awards=found["except_awards"],
        kind=found["kind"],
        scope=_scope(item, found, found["subject"]),
        blocks=found["effect"] == "block",
        note=_note(item, found),
        require=require,
        **common,
    )


def parameter(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "key": required(key),
            "unit": required(choice("VND", "ratio", "count", "years", "days", "coefficient", "text")),
            "vi": required(text),
            "en": required(text),
            "values": required(lambda one: one),
        },
    )
    read = text if found["unit"] == "text" else number
    values: list[model.DatedValue] = []
    for one in found["values"].sequence():
        given = fields(one, {"value": required(read), **_LAW})
        dated = model.DatedValue(value=given["value"], **_common(one, given, origin))
        if not origin.preset and any(dated.in_force.overlaps(other.in_force) for other in values):
            raise Wrong(one, f"Hai giá trị của {found['key']} cùng có hiệu lực.", "Đặt until cho giá trị trước.")
        values.append(dated)
    return found["key"], model.Parameter(found["key"], found["unit"], Words(found["vi"], found["en"]), tuple(values))


def bonus_method(item: Marked, origin: Origin) -> Made:
    needs = {"id": required(key), "base": required(key), "round_up_to": required(positive), **_LAW}
    found = fields(item, needs)
    return found["id"], model.BonusMethod(
        id=found["id"], base=found["base"], round_up_to=found["round_up_to"], **_common(item, found, origin)
    )


def bonus(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "awards": required(keys),
            "kind": required(choice(*model.SUBJECTS)),
            "coefficient": Need(number),
            "times": Need(number),
            "of": Need(choice(*model.SUBJECTS), ""),
            "at_most": Need(boolean, default=False),
            **_NOTE,
            **_LAW,
        },
    )
    if (found["coefficient"] is None) == (found["times"] is None) or bool(found["of"]) != (found["times"] is not None):
        raise Wrong(item, "Hệ số chưa rõ.", "Viết coefficient, hoặc cặp times và of.")
    if found["of"] == found["kind"]:
        raise Wrong(item, "Hệ số tính theo chính nó.", "of phải là đối tượng khác với kind.")
    if (found["coefficient"] or found["times"] or Fraction(0)) <= 0:
        raise Wrong(item, "Hệ số phải lớn hơn 0.", "Sửa coefficient hoặc times.")
    return found["id"], model.Bonus(
        id=found["id"],
        awards=found["awards"],
        kind=found["kind"],
        coefficient=found["coefficient"],
        times=found["times"],
        of=found["of"],
        is_ceiling=found["at_most"],
        note=_note(item, found),
        **_common(item, found, origin),
    )


def _threshold(item: Marked) -> tuple[Fraction | None, str]:
    if item.is_null:
        return None, ""
    value = number(item)
    if not 0 < value <= 1:
        raise Wrong(item, f"Ngưỡng phiếu {item.raw} nằm ngoài khoảng 0 đến 1.", "Viết phân số, ví dụ 9/10.")
    return value, item.raw


def vote(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "awards": required(keys),
            "threshold": required(_threshold),
            "base": Need(choice("all_members", "present"), ""),
            "ballot": Need(choice("required", "secret", "open"), ""),
            **_NOTE,
            **_LAW,
        },
    )
    threshold, written = found["threshold"]
    note = _note(item, found)
    if threshold is None and note is None:
        raise Wrong(item, "Không có ngưỡng phiếu mà không nói vì sao.", "Thêm vi và en.")
    if threshold is not None and not found["base"]:
        raise Wrong(item, "Ngưỡng phiếu không nói tính trên số nào.", "Thêm base: all_members hoặc present.")
    return found["id"], model.Vote(
        id=found["id"],
        awards=found["awards"],
        threshold=threshold,
        threshold_text=written,
        base=found["base"],
        ballot=found["ballot"],
        note=note,
        **_common(item, found, origin),
    )


def _limit(item: Marked) -> Limit:
    needs = {
        "days": Need(positive),
        "unit": Need(choice("working_days", "days", "months"), "days"),
        "by": Need(text, ""),
    }
    found = fields(item, needs)
    if (found["days"] is None) != bool(found["by"]):
        raise Wrong(item, "Thời hạn cần đúng một trong days và by.", 'Viết days: 10 hoặc by: "12-31".')
    if found["by"]:
        try:
            day(Marked(item.file, _scalar(item, f"2024-{found['by']}")))
        except Wrong:
            raise Wrong(
                item, f"«{found['by']}» không phải là ngày trong năm.", 'Viết tháng-ngày, ví dụ "12-31".'
            ) from None
    return Limit(found["days"], found["unit"], found["by"])


def _scalar(item: Marked, value: str) -> Any:
    import yaml

    return yaml.ScalarNode("tag:yaml.org,2002:str", value, item.node.start_mark, item.node.end_mark)


def procedure(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "kind": required(choice(*model.PROCEDURE_KINDS)),
            "awards": Need(keys, ()),
            "vi": required(text),
            "en": required(text),
            "limit": Need(_limit),
            **_LAW,
        },
    )
    return found["id"], model.Procedure(
        id=found["id"],
        kind=found["kind"],
        awards=found["awards"],
        words=Words(found["vi"], found["en"]),
        limit=found["limit"],
        **_common(item, found, origin),
    )


def transition(item: Marked, origin: Origin) -> Made:
    needs = {"id": required(key), "at": required(day), "more_favourable": required(boolean), **_LAW}
    found = fields(item, needs)
    common = _common(item, found, origin)
    return found["id"], model.Transition(
        found["id"], found["at"], found["more_favourable"], common["basis"], common["origin"]
    )


def delegation(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "to": required(listed(choice("ministry", "province", "body"))),
            "awards": Need(keys, ()),
            "sections": required(listed(choice(*LAYERED))),
            **_NOTE,
            **_LAW,
        },
    )
    return found["id"], model.Delegation(
        id=found["id"],
        to=found["to"],
        awards=found["awards"],
        sections=found["sections"],
        **_common(item, found, origin),
    )


LISTS: Mapping[str, Callable[[Marked, Origin], Made]] = {
    "instruments": instrument,
    "regimes": regime,
    "awards": award,
    "rules": rule,
    "restrictions": restriction,
    "parameters": parameter,
    "bonus_methods": bonus_method,
    "bonuses": bonus,
    "votes": vote,
    "procedures": procedure,
    "transitions": transition,
    "delegations": delegation,
}
TABLES: Mapping[str, Callable[[str, Marked, Origin], Made]] = {"sources": source, "scales": scale, "words": word}
LAYERED = ("rules", "restrictions", "parameters", "bonuses", "votes", "procedures")
"""Sections a lower layer may fill, where the law delegates."""
