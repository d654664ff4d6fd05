"""Group rows of a task table: quarters, months, sections, and how they nest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from thidua.lib.vanban.plan import Period
from thidua.lib.vanban.understanding.columns import Columns
from thidua.lib.vanban.understanding.numbering import read_label, roman
from thidua.lib.vanban.understanding.passages import Passage, join
from thidua.lib.vanban.understanding.periods import tokenize
from thidua.lib.vanban.understanding.periods.tokens import Kind
from thidua.lib.vanban.understanding.pieces import GridRow
from thidua.lib.vanban.understanding.tables.titles import Role
from thidua.lib.vanban.understanding.units import begins_unit
from thidua.lib.vanban.understanding.words import is_upper, lower

_NUMBER = re.compile(r"[(]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,5}|[A-Za-zđĐ])(?:[.)]|\s*[-/])?")


END = re.compile(r"[.;:!?…]$")


@dataclass(slots=True)
class Group:
    passage: Passage
    name: str
    style: str
    value: int
    period: Period | None


@dataclass(slots=True)
class Draft:
    """A task while its rows are gathered: for every column the lines of its cells."""

    cells: list[list[Passage]]
    rows: list[GridRow]
    groups: tuple[Group, ...]
    inherited: set[int] = field(default_factory=set)
    no: str | None = None


def mended(group: Group, groups: Sequence[Group]) -> Group:
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


def push_group(groups: list[Group], group: Group) -> None:
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


def group_row(
    row: GridRow, columns: Columns, ahead: Sequence[GridRow], draft: Draft | None, *, numbered: bool
) -> Group | None:
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
        if not (is_period_only(row.cells[own[0]].text) and not extra) and (
            extra or not (number and _group_number(number, ahead, columns))
        ):
            return None
    place = own[0]
    cell = row.cells[place]
    passage = join(cell.lines)
    label = read_label(passage.text)
    if draft is not None and not number and passage.text[:1].islower() and place == content_place:
        return None  # "hóa năm 2023": the rest of the task above, though only a time seems to stand in it
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
    is_period = is_period_only(name.text)
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
        begins = name.text[:1].isupper() and not END.search(name.text.rstrip()) and len(name.text) < 140
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
    return Group(name, name.text.strip(" :.*-"), style, value, period)


def _counts_on(value: int, draft: Draft | None, ahead: Sequence[GridRow], columns: Columns) -> bool:
    """Tell whether a number goes on from the task above to the task below: then its row is a task, however it looks."""
    place = columns.first(Role.NO)
    if draft is None or place is None or not draft.rows[0].cells[place].text.strip():
        return False
    before = draft.rows[0].cells[place].text.strip().rstrip(".)")
    after = next((text for row in ahead if (text := row.cells[place].text.strip().rstrip(".)")) and text.isdigit()), "")
    return before.isdigit() and int(before) + 1 == value and (not after or int(after) == value + 1)


def _restarts(ahead: Sequence[GridRow], no_place: int | None, draft: Draft | None) -> bool:
    if no_place is None or not ahead:
        return False
    return ahead[0].cells[no_place].text.strip().rstrip(".)") in ("1", "a", "01") or draft is None


def is_period_only(text: str) -> bool:
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
