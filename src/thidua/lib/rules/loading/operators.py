"""The operators of conditions: how each is written, and the class it becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from thidua.lib.rules import conditions as c
from thidua.lib.rules.loading.marked import (
    Marked,
    Need,
    Wrong,
    boolean,
    choice,
    citation,
    day,
    fields,
    key,
    keys,
    listed,
    number,
    positive,
    required,
    text,
    whole,
)
from thidua.lib.rules.model import CONFIDENCES, ROUTES, Basis, Words

BASIS: Mapping[str, Need] = {
    "cite": Need(listed(citation), ()),
    "confidence": Need(choice(*CONFIDENCES), ""),
    "source": Need(text, ""),
    "mirror": Need(text, ""),
    "carried_from": Need(day),
}
_EXTRAS: Mapping[str, Need] = {
    **BASIS,
    "route": Need(choice(*ROUTES), ""),
    "vi": Need(text, ""),
    "en": Need(text, ""),
}


def figure(item: Marked) -> c.Figure:
    """Read a number, or `{parameter: key}`."""
    if item.is_mapping:
        return c.Reference(fields(item, {"parameter": required(key)})["parameter"])
    return number(item)


@dataclass(frozen=True, slots=True)
class _Operator:
    build: Callable[..., c.Condition]
    needs: Mapping[str, Need]
    short: str = ""  # the argument a bare value stands for


_OPERATORS: Mapping[str, _Operator] = {
    "completion": _Operator(
        c.Completion,
        {"at_least": Need(key, ""), "exactly": Need(key, ""), "years": Need(positive, 0), "count": Need(positive, 0)},
    ),
    "solidarity": _Operator(c.Solidarity, {"years": Need(positive, 0)}),
    "held": _Operator(
        c.Held,
        {
            "award": required(keys),
            "count": Need(positive, 1),
            "consecutive": Need(positive, 0),
            "step": Need(positive, 1),
            "ending_within": Need(whole, 1),
            "same_year": Need(boolean, default=False),
            "years": Need(positive, 0),
            "since": Need(key, ""),
            "anytime": Need(boolean, default=False),
        },
    ),
    "meets_standard": _Operator(c.MeetsStandard, {"award": required(keys)}),
    "work": _Operator(
        c.Work,
        {
            "scope": Need(key, ""),
            "kind": Need(keys, ()),
            "count": Need(positive, 1),
            "effective": Need(boolean, default=False),
            "unused": Need(choice("true", "forms", "warn", "false"), ""),
            "years": Need(positive, 0),
        },
    ),
    "members": _Operator(
        c.Members,
        {
            "ratio": Need(key, ""),
            "count": Need(key, ""),
            "at_least": Need(figure),
            "more_than": Need(figure),
            "at_most": Need(figure),
        },
    ),
    "flag": _Operator(c.Flag, {"key": required(key)}, "key"),
    "attested": _Operator(c.Attested, {"key": required(key)}, "key"),
    "declared": _Operator(c.Declared, {"key": required(key)}, "key"),
    "movement": _Operator(
        c.Movement, {"launched_by": Need(key, ""), "years": Need(positive, 0), "rank": Need(positive, 0)}
    ),
    "service": _Operator(
        c.Service,
        {
            "posts": required(keys),
            "years": required(number),
            "below": Need(number),
            "women_less": Need(number, Fraction(0)),
        },
    ),
    "category": _Operator(c.Category, {"of": required(keys)}, "of"),
    "gender": _Operator(c.Gender, {"is_": required(choice("female", "male"))}, "is_"),
    "undisciplined": _Operator(
        c.Undisciplined, {"at_least": Need(key, ""), "running_only": Need(boolean, default=False)}
    ),
    "no_pending": _Operator(c.NoPending, {"kinds": required(keys)}),
    "interval": _Operator(c.Interval, {"award": required(keys), "years": required(positive)}),
    "quota": _Operator(
        c.Quota,
        {
            "of": required(key),
            "rank": required(key),
            "ratio": required(figure),
            "rounding": Need(choice("down", "up", "nearest"), "down"),
        },
    ),
}
_OTHERS = ("all", "any", "not", "at_least", "after", "span", "unread")


def condition(item: Marked, *, basis: Basis, depth: int = 0) -> c.Condition:
    """Read one condition; `basis` is what it inherits. Raises Wrong."""
    if depth > 20:
        raise Wrong(item, "Điều kiện lồng nhau quá 20 tầng.", "Tách thành quy tắc nhỏ hơn.")
    given = item.mapping()
    operators = [name for name in given if name not in _EXTRAS]
    if len(operators) != 1:
        what = (
            "Điều kiện không có phép nào."
            if not operators
            else f"Điều kiện có {len(operators)} phép: {', '.join(operators)}."
        )
        raise Wrong(item, what, "Mỗi điều kiện có đúng một phép; nhiều điều kiện thì đặt trong all hoặc any.")
    name = operators[0]
    argument = given[name]
    extras = {key_: need.parse(given[key_]) if key_ in given else need.default for key_, need in _EXTRAS.items()}
    own = inherited(extras, basis)
    shared: dict[str, Any] = {
        "basis": own,
        "has_own_basis": own != basis,
        "route": extras["route"],
        "note": Words(extras["vi"], extras["en"]) if extras["vi"] and extras["en"] else None,
        "line": item.line,
    }
    if bool(extras["vi"]) != bool(extras["en"]):
        raise Wrong(item, "Lời ghi chú chỉ có một thứ tiếng.", "Viết đủ vi và en.")

    def below(one: Marked) -> c.Condition:
        return condition(one, basis=own, depth=depth + 1)

    if name in ("all", "any"):
        return (c.All if name == "all" else c.AnyOf)(of=listed(below)(_many(argument)), **shared)
    if name == "not":
        return c.Not(of=below(argument), **shared)
    if name == "at_least":
        found = fields(argument, {"n": required(positive), "of": required(lambda one: listed(below)(_many(one)))})
        if found["n"] > len(found["of"]):
            raise Wrong(
                argument, f"Đòi {found['n']} trong {len(found['of'])} điều kiện.", "Giảm n hoặc thêm điều kiện."
            )
        return c.AtLeast(**found, **shared)
    if name == "after":
        needs = {
            "award": required(keys),
            "years": required(positive),
            "conditions": required(lambda one: listed(below)(_many(one))),
            "count_from": Need(choice("last", "any"), "last"),
            "no_later": Need(key, ""),
        }
        return c.After(**fields(argument, needs), **shared)
    if name == "span":
        needs = {"years": required(positive), "conditions": required(lambda one: listed(below)(_many(one)))}
        return c.Span(**fields(argument, needs), **shared)
    if name == "unread":
        found = fields(argument, {"vi": required(text), "en": required(text)})
        return c.Unread(**{**shared, "note": Words(found["vi"], found["en"])})
    return _simple(item, name, argument, shared)


def inherited(extras: Mapping[str, Any], basis: Basis) -> Basis:
    """Return a basis that takes from `basis` what `extras` does not give."""
    own_confidence = bool(extras["confidence"])
    return Basis(
        extras["cite"] or basis.cite,
        extras["confidence"] or basis.confidence,
        extras["source"] or ("" if own_confidence else basis.source),
        extras["mirror"] or ("" if extras["source"] else basis.mirror),
        extras["carried_from"] or (None if extras["cite"] else basis.carried_from),
    )


def _many(item: Marked) -> Marked:
    if not item.is_sequence:
        raise Wrong(item, "Ở đây cần một danh sách điều kiện.", "Viết mỗi điều kiện sau một dấu gạch.")
    return item


def _simple(item: Marked, name: str, argument: Marked, shared: Mapping[str, Any]) -> c.Condition:
    import difflib

    operator = _OPERATORS.get(name)
    if operator is None:
        near = difflib.get_close_matches(name, (*_OPERATORS, *_OTHERS), 1)
        remedy = f"Có phải {near[0]}?" if near else f"Chỉ dùng: {', '.join((*_OTHERS, *_OPERATORS))}."
        raise Wrong(item, f"Không có phép {name}.", remedy)
    if operator.short and not argument.is_mapping:
        found = {operator.short: operator.needs[operator.short].parse(argument)}
    else:
        found = fields(argument, operator.needs)
    built = operator.build(**found, **shared)
    _reject_nonsense(argument, built)
    return built


def _reject_nonsense(item: Marked, built: c.Condition) -> None:
    if isinstance(built, c.Completion) and bool(built.at_least) == bool(built.exactly):
        raise Wrong(item, "Mức hoàn thành cần đúng một trong at_least và exactly.", "Viết một khóa, bỏ khóa kia.")
    if isinstance(built, c.Members):
        if bool(built.ratio) == bool(built.count):
            raise Wrong(item, "members cần đúng một trong ratio và count.", "Viết ratio (tỷ lệ) hoặc count (số người).")
        if sum(one is not None for one in (built.at_least, built.more_than, built.at_most)) != 1:
            raise Wrong(item, "members cần đúng một ngưỡng.", "Viết một trong at_least, more_than, at_most.")
        limit = built.at_least or built.more_than or built.at_most
        if built.ratio and isinstance(limit, Fraction) and not 0 <= limit <= 1:
            raise Wrong(item, "Tỷ lệ nằm ngoài khoảng 0 đến 1.", "Viết 0.70 cho 70 %.")
    if isinstance(built, c.Quota) and isinstance(built.ratio, Fraction) and not 0 < built.ratio <= 1:
        raise Wrong(item, "Tỷ lệ nằm ngoài khoảng 0 đến 1.", "Viết 0.20 cho 20 %.")
    if isinstance(built, c.Held) and built.consecutive and built.count > 1:
        raise Wrong(item, "held vừa có count vừa có consecutive.", "Viết một trong hai.")
