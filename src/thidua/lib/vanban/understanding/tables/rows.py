"""Rows of a task table gathered into drafts of tasks: broken rows joined, headers and groups passed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from thidua.lib.vanban.understanding.columns import Columns, is_counting_row
from thidua.lib.vanban.understanding.pieces import Grid, GridRow
from thidua.lib.vanban.understanding.tables.groups import END, Draft, Group, group_row, mended, push_group
from thidua.lib.vanban.understanding.tables.titles import Role, title_role
from thidua.lib.vanban.understanding.words import lower

_TOTAL = re.compile(
    r"(?:tổng cộng|cộng|tổng số|tổng kinh phí|tổng)(?:$|\s*[:(.…]|\s+(?:[ivxa-e]\b|\d|toàn|các|kinh phí))"
)


def gather_drafts(grid: Grid, columns: Columns) -> Iterator[Draft]:
    titles = [[lower(title) for title in columns.titles]]
    titles.extend([lower(cell.text.strip()) for cell in row.cells] for row in grid.rows[: columns.header_rows])
    groups: list[Group] = []
    draft: Draft | None = None
    rows = grid.rows[columns.header_rows :]
    broken = False
    numbered = _is_numbered(rows, columns)
    for index, row in enumerate(rows):
        texts = [cell.text.strip() for cell in row.cells]
        if not any(texts) or is_counting_row(row) or _repeats_header(texts, titles):
            broken = broken or not any(texts) or _repeats_header(texts, titles)
            continue
        if _is_total(texts, columns):
            continue
        group = group_row(row, columns, rows[index + 1 : index + 4], draft, numbered=numbered)
        if group is not None:
            if draft is not None:
                yield draft
                draft = None
            push_group(groups, mended(group, groups))
            broken = False
            continue
        if draft is not None and _continues(row, columns, draft, broken=broken or row.after_break, numbered=numbered):
            for place, cell in enumerate(row.cells):
                if place < len(draft.cells):
                    draft.cells[place].extend(cell.lines)
            draft.rows.append(row)
            continue
        if draft is not None:
            yield draft
        draft = Draft([list(cell.lines) for cell in row.cells], [row], tuple(groups))
        broken = False
    if draft is not None:
        yield draft


def _is_total(texts: Sequence[str], columns: Columns) -> bool:
    """Tell whether a row only sums up others: "Tổng cộng", nobody charged with it."""
    charged = (columns.first(role) for role in (Role.LEAD, Role.COORDINATING, Role.TIME))
    first = next(text for text in texts if text)
    return _TOTAL.match(lower(first)) is not None and not any(
        place is not None and place < len(texts) and texts[place] and texts[place] != first for place in charged
    )


def _is_numbered(rows: Sequence[GridRow], columns: Columns) -> bool:
    place = columns.first(Role.NO)
    if place is None:
        return False
    filled = sum(1 for row in rows if place < len(row.cells) and row.cells[place].text.strip())
    return filled * 2 >= len(rows)


def _repeats_header(texts: Sequence[str], printed: Sequence[Sequence[str]]) -> bool:
    titles = printed[0]
    if any([lower(text) for text in texts] == row for row in printed[1:]):
        return True
    pairs = [(lower(text), title) for text, title in zip(texts, titles, strict=False) if text]
    if len(pairs) < 2:
        return False
    same = sum(1 for text, title in pairs if text == title)
    if same >= 2 and same * 2 >= len(pairs):
        return True
    return len(pairs) >= 3 and all(len(text) < 60 and title_role(text)[1] >= 6 for text, _ in pairs)


def _continues(row: GridRow, columns: Columns, draft: Draft, *, broken: bool, numbered: bool) -> bool:
    """Tell whether a row only goes on the one before: its number is blank, and its text does not begin a task."""
    no_place, content_place = columns.first(Role.NO), columns.first(Role.CONTENT)
    if no_place is not None and no_place < len(row.cells) and row.cells[no_place].text.strip():
        return False
    if content_place is None or content_place >= len(row.cells):
        return True
    cell = row.cells[content_place]
    content = cell.text.strip()
    if cell.above:
        return True
    if not content:
        return True
    if no_place is None:
        # Without numbers only an unfinished text, going on small, tells a broken row.
        before = draft.cells[content_place][-1].text if draft.cells[content_place] else ""
        return content[:1].islower() and not END.search(before)
    if content[:1].islower():
        return True
    charged = any(
        row.cells[place].text.strip()[:1].isupper()
        for place in (*columns.of(Role.LEAD), *columns.of(Role.TIME))
        if place < len(row.cells)
    )
    if broken and not charged:
        return True
    before = draft.cells[content_place][-1].text if draft.cells[content_place] else ""
    if broken and charged and not END.search(before) and not content.startswith(("-", "+")):
        return True
    if row.cells[no_place].above and charged:
        return False
    return not charged if numbered else not charged and content.startswith(("-", "+", "•", "*"))
