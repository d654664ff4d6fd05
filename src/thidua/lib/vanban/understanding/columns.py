"""What the columns of a table hold, told by their titles, and by their cells where titles are strange or lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from thidua.lib.vanban.understanding.numbering import read_label
from thidua.lib.vanban.understanding.periods import tokenize
from thidua.lib.vanban.understanding.periods.tokens import Kind
from thidua.lib.vanban.understanding.pieces import Grid, GridRow
from thidua.lib.vanban.understanding.tables.profiles import MEASURE, Profile
from thidua.lib.vanban.understanding.tables.titles import Role, title_role
from thidua.lib.vanban.understanding.words import is_upper, lower, plain


class TableKind(StrEnum):
    TASKS = "tasks"
    TARGETS = "targets"
    OTHER = "other"
    UNKNOWN = "unknown"
    """It looks as if it assigned work, yet its columns were not understood."""


_COUNTING_ROW = re.compile(r"\(?(?:\d{1,2}|[a-zđ])\)?(?:\s*=.*)?", re.IGNORECASE)


_TARGET_TITLE = re.compile(r"chi tieu|muc tieu|tieu chi")


_VALUE_TITLE = re.compile(
    r"ke hoach|^kh\b|muc tieu|chi tieu|phan dau|dang ky|giao|nam \d{4}|so luong|muc|can dat|ket qua can dat"
)


_PAST_TITLE = re.compile(r"thuc hien|ket qua nam|nam truoc|uoc|luy ke|so sanh|cung ky|dat duoc")


@dataclass(slots=True)
class Columns:
    """Roles by column, the titles as printed, and how many rows the titles take."""

    roles: list[Role]
    titles: list[str]
    header_rows: int
    confidence: float = 0.95
    kind: TableKind = TableKind.OTHER
    time_unit: str | None = None

    def of(self, role: Role) -> list[int]:
        return [place for place, found in enumerate(self.roles) if found is role]

    def first(self, role: Role) -> int | None:
        return next(iter(self.of(role)), None)


def is_counting_row(row: GridRow) -> bool:
    """Tell whether a row only numbers the columns: "(1) (2) (3)", "A B 1 2"."""
    texts = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    return len(texts) >= 3 and all(_COUNTING_ROW.fullmatch(text) for text in texts)


def _title_score(row: GridRow) -> int:
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    if not texts or any(len(text) > 100 for text in texts):
        return 0
    return sum(1 for text in texts if title_role(text)[1] >= 3)


def read_columns(grid: Grid, known: Columns | None = None) -> Columns:
    """Return what the columns of a grid hold. `known` are the columns of the table it may continue."""
    width = max((len(row.cells) for row in grid.rows), default=0)
    header_rows, titles = _header(grid, width)
    if not header_rows and known is not None and len(known.roles) == width:
        return Columns(list(known.roles), list(known.titles), 0, known.confidence, known.kind, known.time_unit)
    body = [row for row in grid.rows[header_rows:] if not is_counting_row(row)]
    roles = [Role.OTHER] * width
    strengths = [0] * width
    for place, title in enumerate(titles):
        roles[place], strengths[place] = title_role(title)
    columns = Columns(roles, titles, header_rows)
    profiles = [Profile.of([row.cells[place] for row in body if place < len(row.cells)]) for place in range(width)]
    _marks(columns, profiles)
    _settle(columns, strengths, profiles)
    _by_content(columns, strengths, profiles, header_known=header_rows > 0)
    _time_unit(columns)
    columns.kind = _kind(columns, profiles, body)
    return columns


def _header(grid: Grid, width: int) -> tuple[int, list[str]]:
    """Return how many rows are titles, and the title of each column with those merged above it."""
    rows = grid.rows
    start = 0
    while (
        start < min(3, len(rows))
        and len([cell for cell in rows[start].cells if cell.text.strip()]) <= 1
        and _title_score(rows[start]) == 0
        and width > 2
        and start + 1 < len(rows)
        and _title_score(rows[start + 1]) >= 2
    ):
        start += 1  # a title of the table printed in its first row
    if start >= len(rows):
        return 0, [""] * width
    first = rows[start]
    score = _title_score(first)
    numbered = (
        read_label(first.cells[0].text + " x") is not None and first.cells[0].text.strip()[:1].isdigit()
        if first.cells and first.cells[0].text.strip()
        else False
    )
    told = (
        score >= 2 or (score >= 1 and (first.is_header or width <= 2)) or _stands_over_numbers(rows[start : start + 4])
    )
    if numbered or not told:
        return 0, [""] * width
    titles = [cell.text.strip() for cell in first.cells] + [""] * (width - len(first.cells))
    count = start + 1
    filled = sum(1 for title in titles if title)
    spread = list(titles)
    for place, cell in enumerate(first.cells):
        if cell.beside and place:
            spread[place] = spread[place - 1]
    if count < len(rows):
        second = rows[count]
        lower_titles = [cell.text.strip() for cell in second.cells]
        under = sum(1 for cell in second.cells if cell.above or not cell.text.strip())
        named = sum(1 for text in lower_titles if text and (title_role(text)[1] >= 3 or _period_title(text)))
        gaps = filled < width or any(cell.beside for cell in first.cells)
        below = [text for text in lower_titles if text]
        goes_on = (
            not lower_titles[0]
            and len(below) >= 2
            and all(len(text) <= 25 and (text[0].islower() or text[0] == "(") for text in below)
            and named * 2 >= len(below)
        )
        if (second.is_header or goes_on or (gaps and under and named and named >= len(below) - 1)) and not lower_titles[
            0
        ][:1].isdigit():
            for place, text in enumerate(lower_titles[:width]):
                if text:
                    titles[place] = _under(titles, spread, place, text)
            count += 1
    while count < len(rows) and is_counting_row(rows[count]):
        count += 1
    return count, titles


def _under(titles: Sequence[str], spread: Sequence[str], place: int, text: str) -> str:
    """Return the title of a column whose second title row says `text`: a part of a wider title, or its second line."""
    above = spread[place]
    own = bool(titles[place]) and (place + 1 >= len(titles) or bool(titles[place + 1]))
    if not above or (not own and (title_role(text)[1] >= 3 or _period_title(text))):
        return text
    return f"{above} {text}"


def _stands_over_numbers(rows: Sequence[GridRow]) -> bool:
    """Tell whether a row of short words, a cell a column, stands over rows that begin with numbers."""
    if len(rows) < 3 or len(rows[0].cells) < 3:
        return False
    texts = [cell.text.strip() for cell in rows[0].cells]
    numbers = [row.cells[0].text.strip().rstrip(".)") for row in rows[1:]]
    brief = all(text and len(text) <= 30 and not text[0].isdigit() for text in texts)
    return brief and sum(1 for number in numbers if number.isdigit()) * 2 > len(numbers) and len(texts[0]) <= 8


def _period_title(text: str) -> bool:
    tokens = tokenize(text)
    return len(text) <= 24 and any(token.kind in (Kind.QUARTER, Kind.MONTH, Kind.HALF) for token in tokens)


def _marks(columns: Columns, profiles: Sequence[Profile]) -> None:
    for place, title in enumerate(columns.titles):
        if _period_title(title) and (profiles[place].crosses >= 0.5 or profiles[place].filled == 0):
            columns.roles[place] = Role.MARK


def _settle(columns: Columns, strengths: list[int], profiles: Sequence[Profile]) -> None:
    """Let one column keep each role: the strongest title, then the one whose cells fit."""
    for role in (
        Role.NO,
        Role.CONTENT,
        Role.LEAD,
        Role.COORDINATING,
        Role.TIME,
        Role.PRODUCT,
        Role.BUDGET,
        Role.NOTE,
        Role.CODE,
    ):
        places = columns.of(role)
        if role is Role.LEAD:
            for place in list(places):
                profile = profiles[place]
                measure = (
                    profile.filled
                    and sum(1 for text in profile.texts if MEASURE.match(lower(text))) * 2 > profile.filled
                )
                if strengths[place] <= 3 and (measure or profile.units < 0.3) and profile.filled:
                    columns.roles[place] = Role.OTHER
                    places.remove(place)
        if len(places) < 2:
            continue
        fit = {Role.LEAD: "units", Role.COORDINATING: "units", Role.TIME: "times", Role.CONTENT: "length"}.get(
            role, "filled"
        )
        best = max(
            places,
            key=lambda place: (
                strengths[place] if role is not Role.CONTENT else 0,
                getattr(profiles[place], fit),
                -place,
            ),
        )
        if role is Role.TIME and (pair := _first_and_last(columns, places)) is not None:
            best = pair[0]
            columns.roles[pair[1]] = Role.UNTIL
            places.remove(pair[1])
        elif role is Role.TIME:
            best = max(places, key=lambda place: (getattr(profiles[place], fit) >= 0.3, strengths[place], -place))
        for place in places:
            if place != best:
                columns.roles[place] = Role.OTHER
    code = columns.first(Role.CODE)
    if code is not None and columns.first(Role.NO) is None and profiles[code].labels >= 0.6:
        columns.roles[code] = Role.NO  # "Mã số" over 1, 2, 3.1 numbers the rows
    content = columns.first(Role.CONTENT)
    if (
        content is not None
        and profiles[content].filled
        and profiles[content].units > 0.8
        and profiles[content].length < 60
        and strengths[content] <= 2
    ):
        columns.roles[content] = Role.OTHER


def _first_and_last(columns: Columns, places: Sequence[int]) -> tuple[int, int] | None:
    """Return the columns where a task begins and where it ends, when its time stands in two."""
    titles = {place: plain(columns.titles[place]) for place in places}
    first = [place for place, title in titles.items() if re.search(r"bat dau|tu ngay|khoi cong", title)]
    last = [place for place, title in titles.items() if re.search(r"hoan thanh|ket thuc|den ngay", title)]
    return (first[0], last[0]) if len(first) == len(last) == 1 and first != last else None


def _by_content(columns: Columns, strengths: Sequence[int], profiles: Sequence[Profile], *, header_known: bool) -> None:
    """Give roles still missing to columns whose titles say nothing, by what stands in them."""
    free = [
        place
        for place, role in enumerate(columns.roles)
        if role is Role.OTHER and strengths[place] == 0 and profiles[place].filled
    ]
    if not free:
        return
    guessed = False
    if columns.first(Role.NO) is None and free and free[0] == 0 and profiles[0].labels >= 0.6:
        columns.roles[0] = Role.NO
        free.remove(0)
    if columns.first(Role.TIME) is None:
        timed = [place for place in free if profiles[place].times >= 0.6]
        if timed:
            columns.roles[timed[0]] = Role.TIME
            free.remove(timed[0])
            guessed = True
    if columns.first(Role.CONTENT) is None:
        longest = max(free, key=lambda place: profiles[place].length, default=None)
        if longest is not None and profiles[longest].length >= 18 and profiles[longest].units < 0.7:
            columns.roles[longest] = Role.CONTENT
            free.remove(longest)
            guessed = True
    named = [place for place in free if profiles[place].units >= 0.6]
    if columns.first(Role.LEAD) is None and named:
        columns.roles[named[0]] = Role.LEAD
        free.remove(named.pop(0))
        guessed = True
        if not header_known and columns.first(Role.COORDINATING) is None and named:
            columns.roles[named[0]] = Role.COORDINATING
            free.remove(named[0])
    if guessed:
        columns.confidence = 0.7


def _time_unit(columns: Columns) -> None:
    place = columns.first(Role.TIME)
    if place is not None:
        title = lower(columns.titles[place])
        columns.time_unit = (
            "tháng" if re.match(r"tháng(?!\s*,?\s*năm)", title) else "quý" if title.startswith("quý") else None
        )


def _kind(columns: Columns, profiles: Sequence[Profile], body: Sequence[GridRow]) -> TableKind:
    if not body:
        return TableKind.OTHER
    content, time = columns.first(Role.CONTENT), columns.first(Role.TIME)
    lead = columns.first(Role.LEAD) if columns.first(Role.LEAD) is not None else columns.first(Role.COORDINATING)
    if is_target_table(columns, profiles):
        return TableKind.TARGETS
    if time is not None and profiles[time].filled and profiles[time].clocks >= 0.5:
        return TableKind.OTHER
    filled = [profile for profile in profiles if profile.filled]
    numeric = sum(
        1
        for place, profile in enumerate(profiles)
        if profile.filled
        and profile.numbers >= 0.6
        and columns.roles[place] not in (Role.NO, Role.TIME, Role.CODE, Role.BUDGET)
    )
    if content is None:
        looks = any(role in (Role.LEAD, Role.COORDINATING) for role in columns.roles) and time is not None
        return TableKind.UNKNOWN if looks else TableKind.OTHER
    if profiles[content].forms > 0.5 or not profiles[content].filled or profiles[content].numbers > 0.6:
        return TableKind.OTHER
    if numeric >= 2 and numeric * 2 >= len(filled) - 1:
        return TableKind.OTHER
    if any(re.search(r"diem|don gia|thanh tien", plain(title)) for title in columns.titles):
        return TableKind.OTHER
    if lead is not None and (profiles[lead].filled or time is not None):
        return TableKind.TASKS
    if columns.of(Role.MARK):
        return TableKind.TASKS
    if (
        time is not None
        and (profiles[time].times >= 0.4 or profiles[time].filled * 3 <= profiles[time].total)
        and profiles[content].length >= 12
    ):
        return TableKind.TASKS
    grouped = any(
        _period_title(cell.text) and is_upper(cell.text[:3]) for row in body for cell in row.cells[:2] if cell.text
    )
    if grouped and profiles[content].length >= 20 and numeric == 0:
        return TableKind.TASKS
    return TableKind.OTHER


def _holds_values(title: str, profile: Profile) -> bool:
    return profile.numbers >= 0.5 or (_TARGET_TITLE.search(title) is not None and profile.quantities >= 0.7)


def is_target_table(columns: Columns, profiles: Sequence[Profile] | None = None) -> bool:
    """Tell whether the titles are those of a table of targets: an indicator, a measure or value, nobody in charge."""
    titles = [plain(title) for title in columns.titles]
    named = any(_TARGET_TITLE.search(title) and not re.search(r"don vi|thuc hien", title) for title in titles[:3])
    values = [
        place
        for place, title in enumerate(titles)
        if place and _VALUE_TITLE.search(title) and (profiles is None or _holds_values(title, profiles[place]))
    ]
    measured = any(re.search(r"^dvt$|don vi tinh|don vi do|^dv tinh", title) for title in titles)
    if columns.first(Role.LEAD) is not None and columns.first(Role.TIME) is not None:
        return False
    return bool(named and values) or bool(
        measured and values and not any("thanh tien" in title or "don gia" in title for title in titles)
    )
