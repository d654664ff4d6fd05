"""The sections of figures: parameters, bonuses, votes."""

from __future__ import annotations

from fractions import Fraction

from thidua.lib.rules import model
from thidua.lib.rules.loading.marked import (
    Marked,
    Need,
    Wrong,
    boolean,
    choice,
    fields,
    key,
    keys,
    number,
    positive,
    required,
    text,
)
from thidua.lib.rules.loading.shared import LAW, NOTE, Made, common, note_of
from thidua.lib.rules.model import Origin, Words


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
        given = fields(one, {"value": required(read), **LAW})
        dated = model.DatedValue(value=given["value"], **common(one, given, origin))
        if not origin.preset and any(dated.in_force.overlaps(other.in_force) for other in values):
            raise Wrong(one, f"Hai giá trị của {found['key']} cùng có hiệu lực.", "Đặt until cho giá trị trước.")
        values.append(dated)
    return found["key"], model.Parameter(found["key"], found["unit"], Words(found["vi"], found["en"]), tuple(values))


def bonus_method(item: Marked, origin: Origin) -> Made:
    needs = {"id": required(key), "base": required(key), "round_up_to": required(positive), **LAW}
    found = fields(item, needs)
    return found["id"], model.BonusMethod(
        id=found["id"], base=found["base"], round_up_to=found["round_up_to"], **common(item, found, origin)
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
            **NOTE,
            **LAW,
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
        note=note_of(item, found),
        **common(item, found, origin),
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
            **NOTE,
            **LAW,
        },
    )
    threshold, written = found["threshold"]
    note = note_of(item, found)
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
        **common(item, found, origin),
    )
