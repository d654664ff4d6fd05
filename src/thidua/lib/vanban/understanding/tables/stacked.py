"""Tables whose cells stand one to a line, as they do when a table is copied out of a page: lines become rows again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.understanding.numbering import Label, read_label
from thidua.lib.vanban.understanding.pieces import Grid, GridCell, GridRow, Item, Piece
from thidua.lib.vanban.understanding.tables.groups import is_period_only
from thidua.lib.vanban.understanding.tables.profiles import looks_like_time
from thidua.lib.vanban.understanding.tables.titles import Role, title_role
from thidua.lib.vanban.understanding.units import looks_like_unit
from thidua.lib.vanban.understanding.words import is_upper

_MOST_COLUMNS = 10
_NOTHING = -9.0


@dataclass(slots=True)
class _Row:
    """The pieces of one row: its number, where it has one, and what stands under it."""

    number: Piece | None
    pieces: list[Piece] = field(default_factory=list)
    alone: bool = False
    """A line over rows: a quarter or a section."""


def stack_tables(items: Sequence[Item]) -> list[Item]:
    """Return items with such tables as grids, and lone numbers that are none of their cells (page numbers) left out."""
    result: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        if isinstance(item, Piece) and _is_title(item) and (found := _table(items, at)) is not None:
            grid, at = found
            result.append(grid)
            continue
        if not (isinstance(item, Piece) and item.is_folio):
            result.append(item)
        at += 1
    return result


def _is_title(item: Item) -> bool:
    return (
        isinstance(item, Piece)
        and item.side is None
        and item.label is None
        and len(item.text) <= 60
        and not item.text.endswith((".", ";", ":", ","))
        and title_role(item.text)[1] >= 3
    )


def _table(items: Sequence[Item], at: int) -> tuple[Grid, int] | None:
    titles = _titles(items, at)
    roles = [title_role(title.text)[0] for title in titles]
    if len(titles) < 3 or Role.CONTENT not in roles or not {Role.LEAD, Role.TIME} & set(roles):
        return None
    body = at + len(titles)
    rows, end = _numbered_rows(items, body, roles) if roles[0] is Role.NO else _plain_rows(items, body, roles)
    if sum(1 for row in rows if not row.alone) < 2:
        return None
    grid_rows = [_grid_row([[title] for title in titles], is_header=True)]
    for row in rows:
        if row.alone:
            cells = [[piece] for piece in (row.number, *row.pieces) if piece is not None]
        elif row.number is not None:
            cells = [[row.number], *_placed(row.pieces, roles[1:])]
        else:
            cells = [[piece] for piece in row.pieces]
        cells += [[] for _ in range(len(roles) - len(cells))]
        grid_rows.append(_grid_row(cells))
    return Grid(tuple(grid_rows), grid_rows[0].first_line, grid_rows[-1].last_line, grid_rows[0].page), end


def _titles(items: Sequence[Item], at: int) -> list[Piece]:
    """Return the pieces of the title row: up to the first number, where rows are numbered."""
    titles: list[Piece] = []
    for item in items[at : at + _MOST_COLUMNS + 1]:
        if not isinstance(item, Piece) or item.side is not None or len(item.text) > 60:
            break
        numbered = bool(titles) and title_role(titles[0].text)[0] is Role.NO
        if numbered and _lone(item) is not None:
            break
        role = title_role(item.text)[0]
        repeated = role is not Role.OTHER and any(title_role(title.text)[0] is role for title in titles)
        if not numbered and titles and (repeated or not _is_title(item)):
            break  # words like those of a title may stand in the first row as well
        titles.append(item)
    return titles


def _lone(item: Item) -> Label | None:
    """Return the number a piece consists of, or None."""
    if not isinstance(item, Piece) or len(item.text) > 7:
        return None
    label = read_label(item.text.rstrip(".)") + ". x")
    return None if label is None or label.is_bullet or label.end < len(item.text.rstrip(".)")) + 1 else label


def _numbered_rows(items: Sequence[Item], at: int, roles: Sequence[Role]) -> tuple[list[_Row], int]:
    rows: list[_Row] = []
    seen: dict[str, int] = {}
    count = len(roles) - 1
    while at < len(items):
        item = items[at]
        if not isinstance(item, Piece) or item.side is not None or item.heading_level is not None:
            break
        label = _lone(item)
        if label is not None and _is_due(label, seen, rows):
            if rows and rows[-1].number is not None and not rows[-1].pieces:
                rows.pop()  # the number of a page, right before the number of a row
            seen[label.style] = label.value
            rows.append(_Row(item))
        elif _is_over(items, at, rows, roles[1:]):
            rows.append(_Row(None, [item], alone=True))
        elif not rows or (label is None and item.label is not None and not item.label.is_bullet):
            break
        elif not item.is_folio:
            if len(rows[-1].pieces) >= count and not _more(items, at, count):
                break
            rows[-1].pieces.append(item)
        at += 1
    while rows and not rows[-1].pieces:
        rows.pop()
    for row in rows:
        row.alone = row.alone or (len(row.pieces) == 1 and count > 1)
    return rows, at


def _is_due(label: Label, seen: dict[str, int], rows: Sequence[_Row]) -> bool:
    """Tell whether a number opens a row: it goes on its list, or begins one."""
    if rows and rows[-1].number is not None and not rows[-1].pieces:
        return label.value == seen.get(label.style, 0) or label.style not in seen
    before = seen.get(label.style, 0)
    return before < label.value <= before + 3 or label.value == 1 or label.depth > 1


def _is_over(items: Sequence[Item], at: int, rows: Sequence[_Row], roles: Sequence[Role]) -> bool:
    """Tell whether a piece behind whole rows stands over the next ones: "QUÝ II", and a number follows."""
    item = items[at]
    following = items[at + 1] if at + 1 < len(items) else item
    timed = not rows or Role.TIME not in roles or any(looks_like_time(piece.text) for piece in rows[-1].pieces)
    whole = not rows or (len(rows[-1].pieces) >= len(roles) and timed)
    return (
        isinstance(item, Piece)
        and item.label is None
        and _lone(following) is not None
        and whole
        and (is_period_only(item.text) or is_upper(item.text))
    )


def _more(items: Sequence[Item], at: int, count: int) -> bool:
    """Tell whether a full row goes on in more lines: another number follows soon, and no sentence stands between."""
    for item in items[at : at + count + 3]:
        if not isinstance(item, Piece) or len(item.text) > 300 or item.heading_level is not None:
            return False
        if _lone(item) is not None and not item.is_centered:
            return True
        if item.label is not None and not item.label.is_bullet:
            return False
    return False


def _plain_rows(items: Sequence[Item], at: int, roles: Sequence[Role]) -> tuple[list[_Row], int]:
    rows: list[_Row] = []
    count = len(roles)
    while at < len(items):
        chunk = [item for item in items[at : at + count] if isinstance(item, Piece) and item.side is None]
        if chunk and is_period_only(chunk[0].text) and roles[0] is not Role.TIME:
            rows.append(_Row(None, chunk[:1], alone=True))
            at += 1
            continue
        if len(chunk) < count or not _fits(chunk, roles):
            break
        rows.append(_Row(None, chunk))
        at += count
    while rows and rows[-1].alone:
        rows.pop()
        at -= 1
    return rows, at


def _fits(chunk: Sequence[Piece], roles: Sequence[Role]) -> bool:
    if any(piece.heading_level is not None or (piece.label and not piece.label.is_bullet) for piece in chunk):
        return False
    told = [
        _score(role, piece.text) > 0
        for role, piece in zip(roles, chunk, strict=True)
        if role in (Role.TIME, Role.LEAD, Role.COORDINATING)
    ]
    return sum(told) * 2 > len(told)


def _placed(pieces: Sequence[Piece], roles: Sequence[Role]) -> list[list[Piece]]:
    """Share the lines of a row among its columns, in order; where counts differ, by what each column holds."""
    if len(pieces) == len(roles):
        return [[piece] for piece in pieces]
    # best[c] is the score and shares of the pieces so far when the last went to column c.
    best: list[tuple[float, list[int]]] = [(_NOTHING * 99, []) for _ in roles]
    for place, piece in enumerate(pieces):
        following: list[tuple[float, list[int]]] = []
        for column, role in enumerate(roles):
            own = _score(role, piece.text)
            if not place:
                empty = sum(_NOTHING for skipped in roles[:column] if skipped is Role.CONTENT)
                following.append((own + empty, [column]))
                continue
            options = [(best[column][0] + own - 0.5, best[column][1])]
            for before in range(column):
                empty = sum(_NOTHING for skipped in roles[before + 1 : column] if skipped is Role.CONTENT)
                options.append((best[before][0] + own + empty, best[before][1]))
            score, shares = max(options, key=lambda option: option[0])
            following.append((score, [*shares, column]))
        best = following
    cells: list[list[Piece]] = [[] for _ in roles]
    for piece, column in zip(pieces, max(best, key=lambda option: option[0])[1], strict=True):
        cells[column].append(piece)
    return cells


def _score(role: Role, text: str) -> float:
    time, unit = looks_like_time(text), looks_like_unit(text)
    if role is Role.TIME:
        return 2.0 if time else -3.0
    if role in (Role.LEAD, Role.COORDINATING):
        return 2.0 if unit else -2.0
    if role is Role.CONTENT:
        return 1.0 if not time and not unit else -1.0
    numeric = role is Role.BUDGET and any(char.isdigit() for char in text)
    return 1.5 if numeric else -1.0 if time or unit else 0.0


def _grid_row(cells: Sequence[Sequence[Piece]], *, is_header: bool = False) -> GridRow:
    passages = [piece.passage for cell in cells for piece in cell]
    return GridRow(
        tuple(
            GridCell(tuple(piece.passage for piece in cell), is_bold=bool(cell) and all(p.is_bold for p in cell))
            for cell in cells
        ),
        passages[0].first_line,
        passages[-1].last_line,
        passages[0].marks[0].page,
        is_header,
    )
