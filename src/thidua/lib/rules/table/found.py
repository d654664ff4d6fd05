"""Findings of a whole table: a value a row, and how they combine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thidua.lib.rules.table.columns import Bools, Ints

UNMET, UNKNOWN, MET = 0, 1, 2
NONE = 10_000  # no year of achievement relied on


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One condition over all rows; `active` are the rows it speaks of. `code` names a leaf's reason."""

    value: Ints
    carried: Bools
    first: Ints
    active: Bools
    code: str = ""
    children: tuple[Found, ...] = ()
    always: bool = False  # a child decides whatever its value («not»)


def leaf(code: str, value: Ints, *, first: Ints | None = None, active: Bools | None = None) -> Found:
    size = len(value)
    return Found(
        value=value,
        carried=np.zeros(size, dtype=bool),
        first=np.full(size, NONE) if first is None else np.where(value == MET, first, NONE),
        active=np.ones(size, dtype=bool) if active is None else active,
        code=code,
    )


def joined(children: Sequence[Found], *, needed: int | None) -> Found:
    """Combine rows: `needed` of the children met, or all that are active (None)."""
    values = np.stack([one.value for one in children])
    active = np.stack([one.active for one in children])
    carried = np.stack([one.carried for one in children])
    count = active.sum(axis=0)
    wanted = count if needed is None else np.full_like(count, needed)
    met = active & (values == MET)
    possible = active & (values != UNMET)
    unmet = active & (values == UNMET)
    value = np.where(met.sum(axis=0) >= wanted, MET, np.where(possible.sum(axis=0) >= wanted, UNKNOWN, UNMET))
    weak = np.where(
        value == MET,
        (met & ~carried).sum(axis=0) < wanted,
        np.where(value == UNKNOWN, (possible & carried).any(axis=0), (unmet & ~carried).sum(axis=0) <= count - wanted),
    )
    firsts = np.stack([one.first for one in children])
    if needed is None:  # the usual cases without a sort
        first = np.where(met, firsts, NONE).min(axis=0)
    else:
        ordered = np.where(met, firsts, -1)
        first = ordered.max(axis=0) if needed == 1 else -np.sort(-ordered, axis=0)[needed - 1]
    first = np.where(value == MET, first, NONE)
    return Found(value=value, carried=weak, first=first, active=count > 0, children=tuple(children))


def reasons(top: Found, codes: Sequence[str]) -> Ints:
    """Return, a row, the bits of the leaves that made the value."""
    bits = np.zeros(len(top.value), dtype=np.int64)

    def walk(one: Found, mask: Bools) -> None:
        mask = mask & one.active
        if one.code:
            bits[mask] |= 1 << codes.index(one.code)
        for child in one.children:
            walk(child, mask if one.always else mask & (child.value == one.value))

    walk(top, np.ones(len(top.value), dtype=bool))
    return bits
