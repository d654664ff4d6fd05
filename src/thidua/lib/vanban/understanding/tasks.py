"""Rows of task tables as tasks: group rows, rows broken over pages, merged cells, ditto marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from thidua.lib.vanban.plan import Found, Period, PlanTask, Span, UnreadPart
from thidua.lib.vanban.understanding.columns import Columns, Role, TableKind, is_counting_row, read_columns, title_role
from thidua.lib.vanban.understanding.numbering import read_label, roman
from thidua.lib.vanban.understanding.passages import Passage, cap, join
from thidua.lib.vanban.understanding.periods import PlanYears, parse_period, tokenize
from thidua.lib.vanban.understanding.periods.tokens import Kind
from thidua.lib.vanban.understanding.pieces import Grid, GridCell, GridRow
from thidua.lib.vanban.understanding.units import begins_unit, split_units
from thidua.lib.vanban.understanding.words import is_upper, lower

_DITTO = re.compile(r"(?:n\.?t\.?|n/t|như trên|nhu tren|[-–—]+|[\"”“″〃]|''|-nt-|-\s*nt\s*-|ntr)\.?", re.IGNORECASE)
_NUMBER = re.compile(r"[(]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,5}|[A-Za-zđĐ])(?:[.)]|\s*[-/])?")
_ROLE_MARK = re.compile(
    r"(?:(?:cơ quan|đơn vị|bộ phận)?\s*(?:chủ trì|ct|lãnh đạo thực hiện|đầu mối))\s*:|(?:(?:cơ quan|đơn vị"
    r"|bộ phận)?\s*(?:phối hợp|ph|tham gia)(?:\s+(?:thực hiện|với))?)\s*:"
)
_LEADS_TAIL = re.compile(r"\s*(?:\(\s*)?(?:chủ trì|là đầu mối|đầu mối)(?:\s*\))?\s*[,;.]?\s*$")
_WITH = re.compile(
    r"(?:[,;.]|\s+-)?\s*(?<!\w)(?:chủ trì,?\s*)?(?:phối hợp|cùng phối hợp)(?:\s+(?:với|cùng"
    r"|thực hiện với))?(?!\w)\s*:?\s*"
)
_OPTIONAL = re.compile(r"\(?\s*nếu có\s*\)?")
_END = re.compile(r"[.;:!?…]$")
DITTO_DOUBT = "Ô để trống hoặc ghi «như trên»; lấy theo dòng phía trên."
MISSING_HEADER = "Tên cột không rõ; suy từ nội dung các ô."


@dataclass(slots=True)
class TableReading:
    """Tasks of the document's tables, tables of targets for others to read, and what was not understood."""

    tasks: list[PlanTask] = field(default_factory=list)
    target_grids: list[tuple[Grid, Columns]] = field(default_factory=list)
    other_grids: list[Grid] = field(default_factory=list)
    unread: list[UnreadPart] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    passage: Passage
    name: str
    style: str
    value: int
    period: Period | None


@dataclass(slots=True)
class _Draft:
    """A task while its rows are gathered: for every column the lines of its cells."""

    cells: list[list[Passage]]
    rows: list[GridRow]
    groups: tuple[_Group, ...]
    inherited: set[int] = field(default_factory=set)
    no: str | None = None


def read_tables(grids: Sequence[Grid], *, years: PlanYears) -> TableReading:
    """Read all grids in order; a grid without titles that fits the one before continues it."""
    reading = TableReading()
    for grid, columns in _merged(grids):
        if columns.kind is TableKind.TASKS:
            drafts = list(_drafts(grid, columns, reading))
            _fill_from_above(drafts, columns, grid)
            for draft in drafts:
                task = _task(draft, columns, years)
                if task is not None:
                    reading.tasks.append(task)
        elif columns.kind is TableKind.TARGETS:
            reading.target_grids.append((grid, columns))
        else:
            reading.other_grids.append(grid)
            if columns.kind is TableKind.UNKNOWN:
                reading.unread.append(_unread(grid.rows, "Bảng giống bảng phân công nhưng chưa nhận ra cột nội dung."))
    return reading


def _unread(rows: Sequence[GridRow], why: str) -> UnreadPart:
    lines = [cell.lines[0] for row in rows for cell in row.cells if cell.lines]
    text = " | ".join(cell.text for cell in rows[0].cells if cell.text)
    span = lines[0].span() if lines else None
    return UnreadPart(Span(rows[0].first_line, rows[-1].last_line, text, span.page if span else rows[0].page), why)


def _merged(grids: Sequence[Grid]) -> Iterator[tuple[Grid, Columns]]:
    """Put together grids that continue one another: no titles of its own, as many columns, right behind."""
    current: Grid | None = None
    columns: Columns | None = None
    for grid in grids:
        width = max((len(row.cells) for row in grid.rows), default=0)
        if not width:
            continue
        if current is not None and columns is not None:
            near = grid.first_line - current.last_line <= 12
            own = read_columns(grid)
            fits = width == len(columns.roles) or (width < len(columns.roles) and own.header_rows == 0)
            same = own.header_rows > 0 and [lower(t) for t in own.titles] == [lower(t) for t in columns.titles]
            if near and fits and (own.header_rows == 0 or same) and columns.header_rows:
                rows = list(grid.rows)
                if rows:
                    rows[0] = replace(rows[0], after_break=True)
                if width < len(columns.roles):
                    rows = [
                        replace(
                            row, cells=(*row.cells, *(GridCell(()) for _ in range(len(columns.roles) - len(row.cells))))
                        )
                        for row in rows
                    ]
                current = replace(current, rows=(*current.rows, *rows), last_line=grid.last_line)
                continue
            yield current, read_columns(current) if len(current.rows) else columns
            current, columns = grid, own
            continue
        current, columns = grid, read_columns(grid)
    if current is not None:
        yield current, read_columns(current)


# ---------------------------------------------------------------- rows


def _drafts(grid: Grid, columns: Columns, reading: TableReading) -> Iterator[_Draft]:
    titles = [lower(title) for title in columns.titles]
    groups: list[_Group] = []
    draft: _Draft | None = None
    rows = grid.rows[columns.header_rows :]
    broken = False
    numbered = _is_numbered(rows, columns)
    for index, row in enumerate(rows):
        texts = [cell.text.strip() for cell in row.cells]
        if not any(texts) or is_counting_row(row) or _repeats_header(texts, titles):
            broken = broken or not any(texts) or _repeats_header(texts, titles)
            continue
        group = _group_row(row, columns, rows[index + 1 : index + 4], draft, numbered=numbered)
        if group is not None:
            if draft is not None:
                yield draft
                draft = None
            _push_group(groups, _mended(group, groups))
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
        draft = _Draft([list(cell.lines) for cell in row.cells], [row], tuple(groups))
        broken = False
    if draft is not None:
        yield draft


def _is_numbered(rows: Sequence[GridRow], columns: Columns) -> bool:
    place = columns.first(Role.NO)
    if place is None:
        return False
    filled = sum(1 for row in rows if place < len(row.cells) and row.cells[place].text.strip())
    return filled * 2 >= len(rows)


def _repeats_header(texts: Sequence[str], titles: Sequence[str]) -> bool:
    pairs = [(lower(text), title) for text, title in zip(texts, titles, strict=False) if text]
    if len(pairs) < 2:
        return False
    same = sum(1 for text, title in pairs if text == title)
    if same >= 2 and same * 2 >= len(pairs):
        return True
    return len(pairs) >= 3 and all(len(text) < 60 and title_role(text)[1] >= 6 for text, _ in pairs)


def _mended(group: _Group, groups: Sequence[_Group]) -> _Group:
    """Read a second "QUÝ II" of a scan as the third quarter: recognition loses strokes of roman numerals."""
    before = next((other for other in reversed(groups) if other.period is not None), None)
    if before is None or group.period is None or all(mark.confidence >= 1 for mark in group.passage.marks):
        return group
    quarters = [
        [token for token in tokenize(item.period.text) if token.kind is Kind.QUARTER]
        for item in (before, group)
        if item.period
    ]
    if any(len(found) != 1 for found in quarters):
        return group
    (last,), (this,) = quarters
    if this.first > last.first or last.first >= 4 or not re.search(r"(?<!\w)i+(?!\w)", lower(group.name)):
        return group
    name = re.sub(r"(?<!\w)[iI]+(?!\w)", roman(last.first + 1), group.name, count=1)
    return replace(group, name=name, period=Period(text=name))


def _push_group(groups: list[_Group], group: _Group) -> None:
    """Set a group under those it is nested in: another style of number, or a topic under a period."""
    for place in range(len(groups) - 1, -1, -1):
        other = groups[place]
        same_style = other.style == group.style and (
            other.style != "" or (other.period is None) == (group.period is None)
        )
        if same_style or (group.style == "" and group.period is not None and other.period is not None):
            del groups[place:]
            break
    groups.append(group)


def _group_row(
    row: GridRow, columns: Columns, ahead: Sequence[GridRow], draft: _Draft | None, *, numbered: bool
) -> _Group | None:
    no_place, content_place = columns.first(Role.NO), columns.first(Role.CONTENT)
    filled = [place for place, cell in enumerate(row.cells) if cell.text.strip()]
    number = ""
    own = [place for place in filled if place != no_place]
    if no_place is not None and no_place in filled:
        text = row.cells[no_place].text.strip()
        if _NUMBER.fullmatch(text) and (own or len(text) <= 6):
            number = text
        else:
            own = filled
    if not own:
        return None
    texts = {lower(row.cells[place].text.strip()) for place in own}
    if len(own) > 1 and len(texts) > 1:
        extra = [
            place
            for place in own
            if place != content_place and columns.roles[place] not in (Role.NOTE, Role.BUDGET, Role.OTHER, Role.CODE)
        ]
        if not (_is_period_only(row.cells[own[0]].text) and not extra) and (
            extra or not (number and _group_number(number, ahead, columns))
        ):
            return None
    place = own[0]
    cell = row.cells[place]
    passage = join(cell.lines)
    label = read_label(passage.text)
    merged = any(other.beside for other in row.cells[place + 1 :]) and all(
        not other.text.strip() for other in row.cells[place + 1 :]
    )
    in_number_column = place == no_place
    style, value = "", 0
    name = passage
    if number:
        marked = read_label(number.rstrip(".)") + ". x")
        style, value = (marked.style, marked.value) if marked else ("", 0)
    elif label is not None and not label.is_bullet and label.end < len(passage.text):
        style, value = label.style, label.value
        name = passage.cut(label.end)
    is_period = _is_period_only(name.text)
    if style == "number" and not is_period and _counts_on(value, draft, ahead, columns):
        return None
    upper = is_upper(name.text)
    decided = (
        is_period
        or in_number_column
        or (merged and (not number or style != "number" or cell.is_bold) and (content_place != 0 or len(row.cells) > 1))
        or (bool(number) and _group_number(number, ahead, columns))
        or (not number and label is not None and style in ("roman", "LETTER", "word phần", "word mục"))
        or (upper and not (number and style.startswith("number")) and len(name.text) > 3)
        or (bool(number) and upper and _is_nested_ahead(number, ahead, columns))
    )
    if not decided and not number and numbered and not row.after_break:
        # A lone text without a number where all tasks have one, and numbered tasks follow: a section, when it is not
        # the rest of the task above.
        after = [r for r in ahead if any(c.text.strip() for c in r.cells)]
        next_numbered = bool(after) and no_place is not None and bool(after[0].cells[no_place].text.strip())
        begins = name.text[:1].isupper() and not _END.search(name.text.rstrip()) and len(name.text) < 140
        decided = (
            next_numbered and begins and place == content_place and (cell.is_bold or _restarts(after, no_place, draft))
        )
    if (
        not decided
        and cell.is_bold
        and not number
        and name.text[:1].isupper()
        and not numbered
        and len(own) == 1
        and place == content_place
    ):
        decided = True
    if not decided:
        return None
    period = None
    if is_period:
        period = Period(text=name.text)
    return _Group(name, name.text.strip(" :.*-"), style, value, period)


def _counts_on(value: int, draft: _Draft | None, ahead: Sequence[GridRow], columns: Columns) -> bool:
    """Tell whether a number goes on from the task above to the task below: then its row is a task, however it looks."""
    place = columns.first(Role.NO)
    if draft is None or place is None or not draft.rows[0].cells[place].text.strip():
        return False
    before = draft.rows[0].cells[place].text.strip().rstrip(".)")
    after = next((text for row in ahead if (text := row.cells[place].text.strip().rstrip(".)")) and text.isdigit()), "")
    return before.isdigit() and int(before) + 1 == value and (not after or int(after) == value + 1)


def _restarts(ahead: Sequence[GridRow], no_place: int | None, draft: _Draft | None) -> bool:
    if no_place is None or not ahead:
        return False
    return ahead[0].cells[no_place].text.strip().rstrip(".)") in ("1", "a", "01") or draft is None


def _is_period_only(text: str) -> bool:
    small = lower(text).strip(" :.*()")
    if not small or len(small) > 60 or (begins_unit(text) and not small.startswith(("quý", "tháng"))):
        return False
    tokens = [token for token in tokenize(small) if token.kind not in (Kind.NUMBER, Kind.ROMAN)]
    if not any(
        token.kind in (Kind.QUARTER, Kind.MONTH, Kind.HALF, Kind.YEAR, Kind.DAYS, Kind.DAY, Kind.WEEK)
        for token in tokens
    ):
        return False
    rest = small
    for token in reversed(tokens):
        rest = rest[: token.start] + rest[token.end :]
    rest = re.sub(
        r"trong|năm|tháng|quý|các|nhiệm vụ|công việc|công tác|thực hiện|kế hoạch|trọng tâm|nội dung|thời gian"
        r"|hoạt động|[\W\d_]|[ivx]+",
        "",
        rest,
    )
    return len(rest) <= 3


def _number_style(text: str) -> str:
    label = read_label(text.strip().rstrip(".)") + ". x")
    return label.style if label else ""


def _group_number(number: str, ahead: Sequence[GridRow], columns: Columns) -> bool:
    """Tell whether a row without units or time is a section by its number: other numbers stand under it."""
    style = _number_style(number)
    place = columns.first(Role.NO)
    following = [row.cells[place].text.strip() for row in ahead if place is not None and place < len(row.cells)]
    styles = [_number_style(text) for text in following if text]
    if style in ("roman", "LETTER"):
        return (
            not styles
            or styles[0] != style
            or (len(number.strip(".")) > 0 and (style == "roman" or styles[0] != "LETTER"))
        )
    return _is_nested_ahead(number, ahead, columns)


def _is_nested_ahead(number: str, ahead: Sequence[GridRow], columns: Columns) -> bool:
    place = columns.first(Role.NO)
    if place is None:
        return False
    content = columns.first(Role.CONTENT)
    for row in ahead:
        text = row.cells[place].text.strip() if place < len(row.cells) else ""
        if text:
            bare = number.rstrip(".)")
            if text.startswith(bare + "."):
                return True
            return (
                bare.isdigit()
                and len(text.rstrip(".)")) == 1
                and text[0].isalpha()
                and text[0].islower()
                and text[0] in "a"
            )
        if content is not None and content < len(row.cells):
            body = row.cells[content].text.strip()
            units = any(
                row.cells[p].text.strip()
                for p in (*columns.of(Role.LEAD), *columns.of(Role.TIME))
                if p < len(row.cells)
            )
            if body.startswith(("-", "+", "•")) and units:
                return True
        return False
    return False


def _continues(row: GridRow, columns: Columns, draft: _Draft, *, broken: bool, numbered: bool) -> bool:
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
        return content[:1].islower() and not _END.search(before)
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
    if broken and charged and not _END.search(before) and not content.startswith(("-", "+")):
        return True
    if row.cells[no_place].above and charged:
        return False
    return not charged if numbered else not charged and content.startswith(("-", "+", "•", "*"))


# ---------------------------------------------------------------- cells


def _fill_from_above(drafts: Sequence[_Draft], columns: Columns, grid: Grid) -> None:
    """Give merged, ditto and, where the whole column is sparse, blank cells the value above them."""
    for role in (Role.LEAD, Role.COORDINATING, Role.TIME, Role.PRODUCT):
        place = columns.first(role)
        if place is None:
            continue
        blanks = [not draft.cells[place] for draft in drafts]
        share = sum(blanks) / len(drafts) if drafts else 0.0
        sparse = (
            role in (Role.LEAD, Role.TIME)
            and len(drafts) >= 3
            and 0.3 <= share < 1.0
            and bool(drafts)
            and not blanks[0]
        )
        if role is Role.TIME and any(group.period for draft in drafts for group in draft.groups):
            sparse = False
        known = _merges_known(grid)
        last: list[Passage] | None = None
        last_groups: tuple[_Group, ...] | None = None
        for draft in drafts:
            cell = draft.rows[0].cells[place] if place < len(draft.rows[0].cells) else None
            text = " ".join(line.text for line in draft.cells[place]).strip()
            ditto = bool(text) and _DITTO.fullmatch(text) is not None
            merged = cell is not None and cell.above
            blank = (
                not text and sparse and not known and last_groups is not None and last_groups[-1:] == draft.groups[-1:]
            )
            if (ditto or merged or blank) and last is not None:
                draft.cells[place] = list(last)
                draft.inherited.add(place)
            elif ditto:
                draft.cells[place] = []
            elif text:
                last, last_groups = draft.cells[place], draft.groups


def _merges_known(grid: Grid) -> bool:
    return any(cell.above or cell.beside for row in grid.rows for cell in row.cells)


def _whole(lines: Sequence[Passage]) -> Passage:
    return join(lines)


def _task(draft: _Draft, columns: Columns, years: PlanYears) -> PlanTask | None:
    place = columns.first(Role.CONTENT)
    if place is None or not draft.cells[place]:
        return None
    content = _whole(draft.cells[place])
    sure = columns.confidence
    no_place = columns.first(Role.NO)
    number: Found[str] | None = None
    if no_place is not None and draft.cells[no_place]:
        cell = _whole(draft.cells[no_place])
        text = cell.text.strip().rstrip(".)").strip("( ")
        if text:
            number = cell.found(text)
    elif (
        no_place is None
        and (label := read_label(content.text)) is not None
        and not label.is_bullet
        and label.end < len(content.text)
    ):
        number = content.found(label.text, 0, label.end)
        content = content.cut(label.end)
    if not any(char.isalpha() for char in content.text) or len(content.text) < 3:
        return None
    lead, coordinating = _charged(draft, columns)
    group = draft.groups[-1] if draft.groups else None
    time, start, end = _time(draft, columns, years)
    doubt = None if sure >= 0.75 else MISSING_HEADER
    task = PlanTask(
        content=content.found(content.text.lstrip("-+•* ").strip(), confidence=sure, doubt=doubt),
        no=number,
        group=group.passage.found(group.name) if group else None,
        lead=lead,
        coordinating=coordinating,
        time=time,
        start=start,
        end=end,
        product=_plain(draft, columns, Role.PRODUCT),
        budget=_plain(draft, columns, Role.BUDGET),
        note=_plain(draft, columns, Role.NOTE),
        code=_plain(draft, columns, Role.CODE),
        other=tuple(
            (columns.titles[other] or f"Cột {other + 1}", join(draft.cells[other]).found(join(draft.cells[other]).text))
            for other in columns.of(Role.OTHER)
            if other < len(draft.cells) and draft.cells[other]
        ),
        is_optional=_OPTIONAL.search(lower(content.text)) is not None or (time is not None and time.value.is_optional),
    )
    if lead is None and coordinating is None and columns.first(Role.LEAD) is not None:
        task = replace(task, content=cap(task.content, 0.7, "Dòng không ghi đơn vị nào."))
    return task


def _plain(draft: _Draft, columns: Columns, role: Role) -> Found[str] | None:
    place = columns.first(role)
    if place is None or place >= len(draft.cells) or not draft.cells[place]:
        return None
    cell = join(draft.cells[place])
    found = cell.found(cell.text)
    return cap(found, 0.7, DITTO_DOUBT) if place in draft.inherited and _was_blank(draft, place) else found


def _was_blank(draft: _Draft, place: int) -> bool:
    cell = draft.rows[0].cells[place]
    return not cell.above and not cell.text.strip()


def _charged(draft: _Draft, columns: Columns) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
    lead_place, with_place = columns.first(Role.LEAD), columns.first(Role.COORDINATING)
    lead = draft.cells[lead_place] if lead_place is not None else []
    coordinating = draft.cells[with_place] if with_place is not None else []
    if lead and with_place is None:
        lead, coordinating = _take_apart(lead)
    doubts = [
        DITTO_DOUBT if place is not None and place in draft.inherited and _was_blank(draft, place) else None
        for place in (lead_place, with_place)
    ]
    return _units(lead, columns, doubts[0]), _units(coordinating, columns, doubts[1])


def _units(lines: Sequence[Passage], columns: Columns, doubt: str | None) -> Found[tuple[str, ...]] | None:
    names = [name for name in split_units(lines) if any(char.isalpha() for char in name.text)]
    if not names:
        return None
    found = [name.found(name.text) for name in names]
    known = all(begins_unit(name.text) for name in names)
    sure = min(min(f.confidence for f in found), columns.confidence, 0.95 if known else 0.8)
    whole = Found(
        tuple(name.text for name in names),
        tuple(f.spans[0] for f in found),
        sure,
        next((f.doubt for f in found if f.doubt), None),
    )
    if doubt:
        return cap(whole, 0.7, doubt)
    return whole if sure >= 0.75 or whole.doubt else replace(whole, doubt=MISSING_HEADER)


def _take_apart(lines: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Take apart "Chủ trì: … Phối hợp: …" and its kin in one cell."""
    whole = join(lines, "\n")
    small = lower(whole.text)
    marks = list(_ROLE_MARK.finditer(small))
    if marks:
        lead: list[Passage] = []
        others: list[Passage] = []
        edges = [match.start() for match in marks] + [len(small)]
        if whole.cut(0, edges[0]).text.strip(" -+•\n"):
            lead.extend(_lines(whole.cut(0, edges[0])))
        for match, end in zip(marks, edges[1:], strict=True):
            part = whole.cut(match.end(), end)
            target = others if re.search(r"phối hợp|ph|tham gia", match[0]) and "chủ trì" not in match[0] else lead
            target.extend(_lines(part))
        return lead, others
    joined = _WITH.search(small)
    if joined and joined.start() > 2:
        first, rest = whole.cut(0, joined.start()), whole.cut(joined.end())
        tail = _LEADS_TAIL.search(lower(first.text))
        first = first.cut(0, tail.start()) if tail else first
        if rest.text:
            return _lines(first), _lines(rest)
        # "A (chủ trì), B (phối hợp)": the word follows the name.
        names = split_units(lines)
        return _by_tail(names)
    if re.search(r"\(\s*(?:chủ trì|phối hợp|ct|ph)\s*\)", small):
        return _by_tail(split_units(lines))
    return list(lines), []


def _by_tail(names: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    lead: list[Passage] = []
    others: list[Passage] = []
    for name in names:
        small = lower(name.text)
        tail = re.search(r"\s*\(?\s*(chủ trì|phối hợp(?: thực hiện)?|ct|ph)\s*\)?\s*$", small)
        bare = name.cut(0, tail.start()) if tail and tail.start() else name
        (others if tail and tail[1].startswith("ph") else lead).append(bare)
    return lead, others


def _lines(part: Passage) -> list[Passage]:
    lines: list[Passage] = []
    start = 0
    for piece in part.text.split("\n"):
        cut = part.cut(start, start + len(piece))
        if cut.text.strip(" -+•.;,"):
            lines.append(cut)
        start += len(piece) + 1
    return lines


def _time(draft: _Draft, columns: Columns, years: PlanYears) -> tuple[Found[Period] | None, date | None, date | None]:
    place = columns.first(Role.TIME)
    found: Found[Period] | None = None
    if place is not None and place < len(draft.cells) and draft.cells[place]:
        cell = join(draft.cells[place])
        period = parse_period(cell.text, years=years, unit=columns.time_unit)
        found = cell.found(period, confidence=0.95)
        if period.doubt:
            found = cap(found, 0.6, period.doubt)
        elif place in draft.inherited and _was_blank(draft, place):
            found = cap(found, 0.7, DITTO_DOUBT)
    elif marks := [p for p in columns.of(Role.MARK) if p < len(draft.cells) and draft.cells[p]]:
        titles = "; ".join(columns.titles[p] for p in marks)
        cell = join([passage for p in marks for passage in draft.cells[p]])
        found = cell.found(parse_period(titles, years=years), confidence=0.85)
    if found is not None:
        return found, found.value.start, found.value.end
    group = next((group for group in reversed(draft.groups) if group.period is not None), None)
    if group is None:
        return None, None, None
    period = parse_period(group.name, years=years)
    return None, period.start, period.end
