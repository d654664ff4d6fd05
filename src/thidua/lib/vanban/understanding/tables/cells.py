"""The cells of a draft as the attributes of a task: merged and ditto cells filled, units and times read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from thidua.lib.vanban.plan import Found, Period, PlanTask
from thidua.lib.vanban.understanding.columns import Columns
from thidua.lib.vanban.understanding.numbering import read_label
from thidua.lib.vanban.understanding.passages import Passage, cap, join
from thidua.lib.vanban.understanding.periods import PlanYears, parse_period, parse_within
from thidua.lib.vanban.understanding.pieces import Grid
from thidua.lib.vanban.understanding.tables.groups import Draft, Group
from thidua.lib.vanban.understanding.tables.profiles import ROLE_MARK
from thidua.lib.vanban.understanding.tables.titles import Role
from thidua.lib.vanban.understanding.units import begins_unit, split_units
from thidua.lib.vanban.understanding.words import lower

_DITTO = re.compile(r"(?:n\.?t\.?|n/t|như trên|nhu tren|[-–—]+|[\"”“″〃]|''|-nt-|-\s*nt\s*-|ntr)\.?", re.IGNORECASE)


_LEADS_TAIL = re.compile(r"\s*(?:\(\s*)?(?:chủ trì|là đầu mối|đầu mối)(?:\s*\))?\s*[,;.]?\s*$")


_WITH = re.compile(
    r"(?:[,;.]|\s+-)?\s*(?<!\w)(?:chủ trì,?\s*)?(?:phối hợp|cùng phối hợp)(?:\s+(?:với|cùng"
    r"|thực hiện với))?(?!\w)\s*:?\s*"
)


_OPTIONAL = re.compile(r"\(?\s*nếu có\s*\)?")


DITTO_DOUBT = "Ô để trống hoặc ghi «như trên»; lấy theo dòng phía trên."


MISSING_HEADER = "Tên cột không rõ; suy từ nội dung các ô."


def fill_from_above(drafts: Sequence[Draft], columns: Columns, grid: Grid) -> None:
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
            and share < 1.0
            and (share >= 0.5 or (share >= 0.3 and _in_runs(blanks)))
            and bool(drafts)
            and not blanks[0]
        )
        content = columns.first(Role.CONTENT)
        if role is Role.TIME and content is not None and place < content and blanks and not blanks[0]:
            sparse = True  # months before the tasks: a blank one is that of the rows above
        if role is Role.TIME and any(group.period for draft in drafts for group in draft.groups):
            sparse = False
        if role is Role.TIME and columns.first(Role.UNTIL) is not None:
            sparse = False
        known = _merges_known(grid)
        last: list[Passage] | None = None
        last_groups: tuple[Group, ...] | None = None
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


def _in_runs(blanks: Sequence[bool]) -> bool:
    return any(one and other for one, other in itertools.pairwise(blanks))


def _merges_known(grid: Grid) -> bool:
    return any(cell.above or cell.beside for row in grid.rows for cell in row.cells)


def _whole(lines: Sequence[Passage]) -> Passage:
    return join(lines)


def task_of(draft: Draft, columns: Columns, years: PlanYears) -> PlanTask | None:
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


def _plain(draft: Draft, columns: Columns, role: Role) -> Found[str] | None:
    place = columns.first(role)
    if place is None or place >= len(draft.cells) or not draft.cells[place]:
        return None
    cell = join(draft.cells[place])
    found = cell.found(cell.text)
    return cap(found, 0.7, DITTO_DOUBT) if place in draft.inherited and _was_blank(draft, place) else found


def _was_blank(draft: Draft, place: int) -> bool:
    cell = draft.rows[0].cells[place]
    return not cell.above and not cell.text.strip()


def _charged(draft: Draft, columns: Columns) -> tuple[Found[tuple[str, ...]] | None, Found[tuple[str, ...]] | None]:
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
    marks = list(ROLE_MARK.finditer(small))
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
    if re.search(r"\(\s*(?:chủ trì|phối hợp(?: thực hiện)?|ct|ph)\s*\)", small):
        return _by_tail(split_units(lines))
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


def _time(draft: Draft, columns: Columns, years: PlanYears) -> tuple[Found[Period] | None, date | None, date | None]:
    place, until = columns.first(Role.TIME), columns.first(Role.UNTIL)
    found: Found[Period] | None = None
    group = next((group for group in reversed(draft.groups) if group.period is not None), None)
    if until is not None and until < len(draft.cells) and draft.cells[until]:
        begins = draft.cells[place] if place is not None else []
        cell = join([join(lines) for lines in (begins, draft.cells[until]) if lines], " - ")
        found = cell.found(parse_period(cell.text, years=years, unit=columns.time_unit))
        if found.value.doubt:
            found = cap(found, 0.6, found.value.doubt)
    elif until is not None and place is not None and draft.cells[place]:
        cell = join(draft.cells[place])
        period = parse_period(cell.text, years=years, unit=columns.time_unit)
        found = cell.found(replace(period, start=period.start or period.end, end=None))
    elif place is not None and place < len(draft.cells) and draft.cells[place]:
        cell = join(draft.cells[place])
        within = parse_within(cell.text, group.name, years=years) if group is not None else None
        period = within or parse_period(cell.text, years=years, unit=columns.time_unit)
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
    if group is None:
        return None, None, None
    period = parse_period(group.name, years=years)
    return None, period.start, period.end
