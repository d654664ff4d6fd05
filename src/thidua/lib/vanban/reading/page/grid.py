"""Tables from ruling lines: which cells a grid of lines encloses, merged ones included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from thidua.lib.vanban.reading.page.ink import Rule

_NEAR = 2.5
"""Points within which two ruling lines are the same or meet."""
_MOST_LINES = 1_500
_MOST_CELLS = 40_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid with its spans and its place on the page."""

    row: int
    column: int
    row_span: int
    column_span: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page: the positions of its lines and its cells, each once."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def top(self) -> float:
        return self.rows[0]

    @property
    def bottom(self) -> float:
        return self.rows[-1]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is within the grid."""
        return (
            self.columns[0] - _NEAR <= x <= self.columns[-1] + _NEAR
            and self.rows[0] - _NEAR <= y <= self.rows[-1] + _NEAR
        )

    def cells_by_place(self) -> dict[tuple[int, int], GridCell]:
        """Return the cell over each elementary row and column."""
        return {
            (cell.row + down, cell.column + across): cell
            for cell in self.cells
            for down in range(cell.row_span)
            for across in range(cell.column_span)
        }

    def place_of(self, x: float, y: float) -> tuple[int, int]:
        """Return the elementary row and column a point lies in, the nearest one at the edges."""
        row = min(max(bisect_right(self.rows, y) - 1, 0), len(self.rows) - 2)
        return row, min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)


def find_grids(horizontals: Sequence[Rule], verticals: Sequence[Rule], *, near: float = _NEAR) -> list[Grid]:
    """Return the tables that ruling lines make, from top to bottom; frames of one cell are none."""
    across = _joined(horizontals, near)
    down = _joined(verticals, near)
    if len(across) < 2 or not down or len(across) + len(down) > _MOST_LINES:
        return []
    grids = [grid for group in _connected(across, down, near) if (grid := _grid(*group, near)) is not None]
    # A grid within another (a frame around the page, a box in a cell) belongs to the one with more cells.
    kept: list[Grid] = []
    for grid in sorted(grids, key=lambda grid: -len(grid.cells)):
        middle = (grid.columns[0] + grid.columns[-1]) / 2, (grid.top + grid.bottom) / 2
        if not any(other.holds(*middle) for other in kept):
            kept.append(grid)
    return sorted(kept, key=lambda grid: (grid.top, grid.columns[0]))


def _joined(rules: Sequence[Rule], near: float) -> list[Rule]:
    """Join pieces of one ruling line; drop those too short to part anything."""
    tracks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if tracks and rule.at - tracks[-1][0].at <= near:
            tracks[-1].append(rule)
        else:
            tracks.append([rule])
    joined: list[Rule] = []
    for track in tracks:
        at = sum(rule.at for rule in track) / len(track)
        track.sort(key=lambda rule: rule.start)
        start, end = track[0].start, track[0].end
        for rule in track[1:]:
            if rule.start <= end + 1.5 * near:
                end = max(end, rule.end)
            else:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start > 4]


def _connected(across: list[Rule], down: list[Rule], near: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Group lines that meet, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    heights = [rule.at for rule in across]
    for index, vertical in enumerate(down, start=len(across)):
        first = bisect_right(heights, vertical.start - near)
        last = bisect_right(heights, vertical.end + near)
        for number in range(first, last):
            if across[number].start - near <= vertical.at <= across[number].end + near:
                parent[root(number)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*across, *down]):
        group = groups.setdefault(root(index), ([], []))
        group[0 if index < len(across) else 1].append(rule)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _positions(rules: list[Rule], near: float) -> list[float]:
    positions: list[float] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if not positions or rule.at - positions[-1] > near:
            positions.append(rule.at)
    return positions


def _grid(across: list[Rule], down: list[Rule], near: float) -> Grid | None:
    rows, columns = _positions(across, near), _positions(down, near)
    # Tables drawn without their outer verticals end where their horizontals end.
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    if left < columns[0] - 4 * near:
        columns.insert(0, left)
        down = [*down, Rule(left, rows[0], rows[-1])]
    if right > columns[-1] + 4 * near:
        columns.append(right)
        down = [*down, Rule(right, rows[0], rows[-1])]
    count = (len(columns) - 1) * (len(rows) - 1)
    if not 2 <= count <= _MOST_CELLS:
        return None
    cells = _cells(rows, columns, across, down, near)
    return Grid(tuple(columns), tuple(rows), tuple(cells)) if len(cells) > 1 else None


def _cells(
    rows: list[float], columns: list[float], across: list[Rule], down: list[Rule], near: float
) -> list[GridCell]:
    """Walk the elementary cells; where no wall stands between two they are one cell."""
    column_walls = _walls(columns, rows, down, near)
    row_walls = _walls(rows, columns, across, near)
    taken = [[False] * (len(columns) - 1) for _ in range(len(rows) - 1)]
    cells: list[GridCell] = []
    for row in range(len(rows) - 1):
        for column in range(len(columns) - 1):
            if taken[row][column]:
                continue
            width = 1
            while (
                column + width < len(columns) - 1
                and not taken[row][column + width]
                and not column_walls[column + width][row]
            ):
                width += 1
            height = 1
            while row + height < len(rows) - 1 and not any(
                row_walls[row + height][column + step] or taken[row + height][column + step] for step in range(width)
            ):
                height += 1
            for down_step in range(height):
                for step in range(width):
                    taken[row + down_step][column + step] = True
            cells.append(
                GridCell(
                    row,
                    column,
                    height,
                    width,
                    columns[column],
                    rows[row],
                    columns[column + width],
                    rows[row + height],
                )
            )
    return cells


def _walls(positions: list[float], stops: list[float], rules: list[Rule], near: float) -> list[list[bool]]:
    """Tell for every line position and every stretch between two stops whether a ruling line is drawn there."""
    walls = [[False] * (len(stops) - 1) for _ in positions]
    for index, position in enumerate(positions):
        drawn = [rule for rule in rules if abs(rule.at - position) <= near]
        for rule in drawn:
            for stretch in range(max(0, bisect_right(stops, rule.start) - 1), len(stops) - 1):
                start, end = stops[stretch], stops[stretch + 1]
                if start > rule.end:
                    break
                if min(end, rule.end) - max(start, rule.start) >= 0.6 * (end - start):
                    walls[index][stretch] = True
    return walls
