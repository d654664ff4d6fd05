"""The sections of a rule file: how an item of each is written, and the value it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thidua.lib.rules import model
from thidua.lib.rules.conditions import Condition
from thidua.lib.rules.loading.figures import bonus, bonus_method, parameter, vote
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
    optional_list,
    positive,
    required,
    text,
    whole,
    words,
)
from thidua.lib.rules.loading.operators import condition
from thidua.lib.rules.loading.shared import DATES, LAW, NOTE, SCOPE, Made, basis_of, common, note_of, period, scope_of
from thidua.lib.rules.loading.stackings import stacking
from thidua.lib.rules.model import Limit, Origin, Words


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
            **DATES,
            "after": Need(choice("unknown"), ""),
            "carried_from": Need(day),
            "articles": Need(positive),
            "amends": Need(optional_list(key), ()),
            "replaces": Need(optional_list(key), ()),
            "confidence": required(choice(*model.CONFIDENCES)),
            "source": Need(text, ""),
        },
    )
    in_force = period(item, found)
    if found["after"] and in_force.last is None:
        raise Wrong(item, "Có after mà không có until.", "Thêm ngày hết hiệu lực hoặc bỏ after.")
    if found["issued"] and in_force.first and in_force.first < found["issued"]:
        raise Wrong(item, f"Có hiệu lực {in_force.first} trước ngày ban hành {found['issued']}.", "Sửa một trong hai.")
    return found["key"], model.Instrument(
        found["key"],
        found["number"],
        Words(found["vi"], found["en"]),
        found["level"],
        in_force,
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
    found = fields(item, {"key": required(key), "vi": required(text), "en": required(text), **DATES})
    return found["key"], model.Regime(found["key"], Words(found["vi"], found["en"]), period(item, found))


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
        **{name: need for name, need in LAW.items() if name not in ("from", "delegated_by")},
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
        period(item, found, first="since"),
        basis_of(item, found),
    )


def rule(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "award": required(key),
            "subject": required(listed(choice(*model.SUBJECTS))),
            **SCOPE,
            "route": Need(choice(*model.ROUTES), ""),
            **LAW,
            "excepts": Need(keys, ()),
            "adds_to": Need(key, ""),
            **NOTE,
            "conditions": required(lambda one: one),
        },
    )
    shared = common(item, found, origin)
    return found["id"], model.Rule(
        id=found["id"],
        award=found["award"],
        scope=scope_of(item, found, found["subject"]),
        route=found["route"],
        excepts=found["excepts"],
        adds_to=found["adds_to"],
        note=note_of(item, found),
        conditions=condition(found["conditions"], basis=shared["basis"]),
        **shared,
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
            **SCOPE,
            "effect": Need(choice("block", "warn"), "block"),
            **LAW,
            **NOTE,
            "require": required(lambda one: one),
        },
    )
    shared = common(item, found, origin)
    require: Condition = condition(found["require"], basis=shared["basis"])
    return found["id"], model.Restriction(
        id=found["id"],
        awards=found["awards"],
        except_awards=found["except_awards"],
        kind=found["kind"],
        scope=scope_of(item, found, found["subject"]),
        blocks=found["effect"] == "block",
        note=note_of(item, found),
        require=require,
        **shared,
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
            **LAW,
        },
    )
    return found["id"], model.Procedure(
        id=found["id"],
        kind=found["kind"],
        awards=found["awards"],
        words=Words(found["vi"], found["en"]),
        limit=found["limit"],
        **common(item, found, origin),
    )


def transition(item: Marked, origin: Origin) -> Made:
    needs = {"id": required(key), "at": required(day), "more_favourable": required(boolean), **LAW}
    found = fields(item, needs)
    shared = common(item, found, origin)
    return found["id"], model.Transition(
        found["id"], found["at"], found["more_favourable"], shared["basis"], shared["origin"]
    )


def delegation(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "to": required(listed(choice("ministry", "province", "body"))),
            "awards": Need(keys, ()),
            "sections": required(listed(choice(*LAYERED))),
            **NOTE,
            **LAW,
        },
    )
    return found["id"], model.Delegation(
        id=found["id"],
        to=found["to"],
        awards=found["awards"],
        sections=found["sections"],
        **common(item, found, origin),
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
    "stackings": stacking,
    "votes": vote,
    "procedures": procedure,
    "transitions": transition,
    "delegations": delegation,
}
TABLES: Mapping[str, Callable[[str, Marked, Origin], Made]] = {"sources": source, "scales": scale, "words": word}
LAYERED = ("rules", "restrictions", "parameters", "bonuses", "votes", "procedures")
"""Sections a lower layer may fill, where the law delegates."""
