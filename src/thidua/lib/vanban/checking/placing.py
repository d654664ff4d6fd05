"""Who is who in one paper, from its top to its end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thidua.lib.vanban.checking.closing import read_closing
from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Kind, Paper
from thidua.lib.vanban.checking.patterns import (
    ADDRESSED,
    ARTICLE,
    BASIS,
    CLAUSE,
    CONTACT,
    COPY_FORMS,
    DASH,
    HEAD_OF_BODY,
    HEADING,
    LABELS,
    NUMBER,
    ORDER_WORD,
    PLACE_DATE,
    POINT,
    REFERENCE,
    STAMPS,
    SUBJECT,
    TELEGRAM,
    TYPE_NAMES,
    TYPED_RULE,
    is_motto,
    is_nation,
)
from thidua.lib.vanban.checking.roles import TITLE_OF, Role
from thidua.lib.vanban.form import type_of


def place_lines(paper: Paper) -> None:
    """Give every line of a paper its role, and the paper its type."""
    _Reading(paper).read()


@dataclass(slots=True)
class _Reading:
    """Reads one paper from its top to its end."""

    paper: Paper

    def read(self) -> None:
        lines = self.paper.lines
        for line in lines:
            if line.text and TYPED_RULE.fullmatch(line.text) and len(line.text.replace(" ", "")) >= 3:
                line.role = Role.RULE
            elif line.text and (line.frame or len(line.folded) < 25) and line.folded in STAMPS:
                line.role = STAMPS[line.folded]
            elif line.text and (line.looks.is_foot or (line.frame and CONTACT.match(line.folded))):
                line.role = Role.CONTACT
            elif line.text and line.frame and line.frame.floats and not (is_nation(line) or is_motto(line)):
                line.role = Role.ASIDE
        if self.paper.kind is Kind.ANNEX:
            start = self._annex_head()
        elif self.paper.kind is Kind.COPY:
            start = self._copy_head()
        else:
            start = self._letterhead()
            start = self._title(start)
            start = self._preamble(start)
        end = self._closing(start)
        self._body(start, end)

    def _open(self, start: int = 0) -> list[tuple[int, Line]]:
        """Return the lines that say something and have no role yet, with their places."""
        lines = self.paper.lines
        return [(at, lines[at]) for at in range(start, len(lines)) if lines[at].text and lines[at].role is Role.NONE]

    # Head

    def _letterhead(self) -> int:
        lines = self.paper.lines
        nation = next((at for at, line in enumerate(lines[:60]) if is_nation(line)), None)
        motto = next((at for at, line in enumerate(lines[:60]) if is_motto(line)), None)
        known = [at for at in (nation, motto) if at is not None]
        for at, role in ((nation, Role.NATION), (motto, Role.MOTTO)):
            if at is not None:
                lines[at].role = role
        if not known:
            return self._headless()
        anchor = lines[known[0]]
        table = anchor.place.table if anchor.place else None
        if table is not None:
            inside = [at for at, line in enumerate(lines) if line.place and line.place.table == table]
            zone = list(range(inside[0], inside[-1] + 1))
            left = [line for line in lines[zone[0] : zone[-1] + 1] if line.place and line.place.column == 0]
        else:
            stop = known[-1] + 1
            limit = min(len(lines), stop + 12)
            for at in range(stop, limit):
                line = lines[at]
                if line.text and (NUMBER.match(line.folded) or PLACE_DATE.fullmatch(line.folded)):
                    stop = at + 1
                elif line.folded in TYPE_NAMES or len(line.text) > 120:
                    break
            zone = list(range(stop))
            left = [lines[at] for at in zone]
        self._left_and_dates(left, [lines[at] for at in zone])
        after = zone[-1] + 1
        for at in range(after, min(after + 8, len(lines))):  # a number line or date behind the table of the names
            line = lines[at]
            if line.role is not Role.NONE or not line.text:
                continue
            if NUMBER.match(line.folded) and len(line.text) < 60 and not self.paper.first(Role.NUMBER):
                line.role = Role.NUMBER
            elif PLACE_DATE.fullmatch(line.folded) and not self.paper.first(Role.PLACE_DATE):
                line.role = Role.PLACE_DATE
            elif SUBJECT.match(line.folded) and not self.paper.of(Role.TYPE_NAME):
                line.role = Role.SUBJECT
            else:
                break
            after = at + 1
        return after

    def _headless(self) -> int:
        for at, line in self._open()[:8]:
            if NUMBER.match(line.folded) and len(line.text) < 60:
                line.role = Role.NUMBER
                return at + 1
        return 0

    def _left_and_dates(self, left: list[Line], zone: list[Line]) -> None:
        for line in zone:
            if line.role is Role.NONE and line.text and PLACE_DATE.fullmatch(line.folded):
                line.role = Role.PLACE_DATE
        names: list[Line] = []
        seen_number = False
        for line in left:
            if not line.text or line.role is not Role.NONE:
                continue
            if not seen_number and NUMBER.match(line.folded):
                line.role, seen_number = Role.NUMBER, True
            elif SUBJECT.match(line.folded) or (seen_number and names):
                line.role = Role.SUBJECT
            elif not seen_number:
                names.append(line)
        self._names(names)

    def _names(self, names: list[Line]) -> None:
        """Tell the parent's name from the issuer's."""
        first = 0
        if len(names) == 2:
            both_bold = all(line.has("bold") for line in names)
            first = 0 if both_bold and not HEAD_OF_BODY.match(names[1].folded) else 1
            if both_bold and len(names[0].folded.split()) <= 2 and HEAD_OF_BODY.fullmatch(names[0].folded):
                first = 0
        elif len(names) > 2:
            upright = [at for at, line in enumerate(names) if not line.has("bold")]
            first = upright[-1] + 1 if upright and upright[-1] + 1 < len(names) else 1
        for at, line in enumerate(names):
            line.role = Role.PARENT if at < first else Role.ISSUER

    # Title

    def _title(self, start: int) -> int:
        lines = self.paper.lines
        for at, line in self._open(start)[:14]:
            kind = TYPE_NAMES.get(line.folded)
            if kind is not None and line.place is None:
                line.role, self.paper.type = Role.TYPE_NAME, kind
                return self._abstract(at + 1)
            if ADDRESSED.match(line.folded) or BASIS.match(line.folded) or len(line.text) > 200:
                break
        if self.paper.of(Role.SUBJECT) or any(ADDRESSED.match(line.folded) for line in lines[start : start + 12]):
            self.paper.type = type_of("cong-van")
            return start
        first = next(iter(self._open(start)), None)
        return self._abstract(first[0]) if first is not None and first[1].alignment == "center" else start

    def _abstract(self, start: int) -> int:
        lines = self.paper.lines
        count = 0
        for at in range(start, len(lines)):
            line = lines[at]
            if line.role is Role.RULE or not line.text:
                if count and (line.has_rule or line.role is Role.RULE):
                    return at + 1
                continue
            if line.role is not Role.NONE:
                continue
            kind = self.paper.type
            alike = line.alignment == "center" or line.has("bold")
            if (
                line.place is not None
                or self._starts_more(line)
                or (count and (not alike or line.is_upper or lines[at - 1].looks.bottom_border))
                or (not count and not alike and len(line.text) > 300)
                or (kind is not None and not kind.has_abstract and not alike)
            ):
                return at
            line.role = Role.ABSTRACT
            count += 1
            if line.has_rule and line.closes:
                return at + 1
        return len(lines)

    def _starts_more(self, line: Line) -> bool:
        small = line.folded
        return bool(
            ADDRESSED.match(small)
            or REFERENCE.match(small)
            or (BASIS.match(small) and (len(line.text) > 60 or line.has("italic")))
            or ARTICLE.match(small)
            or HEADING.match(line.text)
            or (CLAUSE.match(line.text) and not line.has("bold"))
            or TELEGRAM.fullmatch(small)
            or ORDER_WORD.fullmatch(small)
        )

    # Preamble

    def _preamble(self, start: int) -> int:
        lines = self.paper.lines
        at = start
        last_basis = False
        while at < len(lines):
            line = lines[at]
            small = line.folded
            if not line.text or line.role is not Role.NONE:
                at += 1
                continue
            if REFERENCE.match(small) and len(small) < 250:
                line.role = Role.REFERENCE
            elif ADDRESSED.match(small) or TELEGRAM.fullmatch(small):
                at = self._addressees(at)
                continue
            elif self._is_basis(line, last_basis):
                line.role, last_basis = Role.BASIS, True
                at = self._continued_basis(at)
            elif ORDER_WORD.fullmatch(small) and (line.is_upper or line.alignment == "center"):
                line.role = Role.ORDER_WORD
            elif line.place is None and self._is_authority(at, line):
                line.role = Role.AUTHORITY
            else:
                return at
            at += 1
        return at

    def _is_basis(self, line: Line, after_basis: bool) -> bool:  # noqa: FBT001 - one flag, one caller
        small = line.folded
        if not BASIS.match(small) or small.endswith(":") or "nhu sau" in small or line.place is not None:
            return False
        marked = line.text.endswith((";", "."))
        if small.startswith("can cu"):
            return len(line.text) < 500
        asks = small.startswith(("xet de nghi", "theo de nghi"))
        return line.has("italic") or (after_basis and (marked or asks)) or line.text.endswith(";")

    def _continued_basis(self, at: int) -> int:
        """Give what follows a line break inside the same paragraph to the basis too."""
        lines = self.paper.lines
        while at + 1 < len(lines) and not lines[at + 1].opens and not BASIS.match(lines[at + 1].folded):
            at += 1
            lines[at].role = Role.BASIS
        return at

    def _is_authority(self, at: int, line: Line) -> bool:
        """Tell of the line of who decides, right above the legal bases."""
        if len(line.text) > 150 or HEADING.match(line.text) or not (line.alignment == "center" or line.has("bold")):
            return False
        ahead = next((later for _, later in self._open(at + 1)), None)
        return ahead is not None and bool(BASIS.match(ahead.folded))

    def _addressees(self, at: int) -> int:
        """Take "Kính gửi:" and the names it leads to; return the place behind them."""
        lines = self.paper.lines
        word = lines[at]
        word.role = Role.ADDRESSEES
        table = word.place.table if word.place else None
        at += 1
        while at < len(lines):
            line = lines[at]
            inside = table is not None and line.place is not None and line.place.table == table
            more = not line.opens or DASH.match(line.text)
            if line.text and line.role is Role.NONE and not inside and not more:
                break
            if line.text and line.role is Role.NONE:
                line.role = Role.ADDRESSEES
            elif not line.text and not inside:
                later = next((one for one in lines[at:] if one.text), None)
                if later is None or not DASH.match(later.text):
                    break
            at += 1
        return at

    # Annexes and copies

    def _annex_head(self) -> int:
        lines = self.paper.lines
        label = next(at for at, line in enumerate(lines) if line.text)
        lines[label].role = Role.ANNEX_LABEL
        at = label + 1
        seen = False
        while at < len(lines):
            line = lines[at]
            if line.text and line.role is Role.NONE:
                if REFERENCE.match(line.folded) or (seen and line.folded.endswith(")") and line.has("italic")):
                    line.role = Role.REFERENCE
                elif (
                    line.place is not None
                    or self.paper.of(Role.REFERENCE)
                    or (line.alignment != "center" and not (line.is_upper and not seen))
                    or HEADING.match(line.text)
                ):
                    return at
                else:
                    line.role = Role.ANNEX_TITLE
                seen = True
            at += 1
        return at

    def _copy_head(self) -> int:
        lines = self.paper.lines
        for line in lines:
            if line.folded in COPY_FORMS:
                line.role = Role.COPY_FORM
            elif line.text and NUMBER.match(line.folded) and not self.paper.first(Role.NUMBER):
                line.role = Role.NUMBER
            elif line.text and PLACE_DATE.fullmatch(line.folded) and not self.paper.first(Role.PLACE_DATE):
                line.role = Role.PLACE_DATE
        stop = next((at for at, line in enumerate(lines) if line.role is Role.NUMBER), 0)
        self._names([line for line in lines[:stop] if line.text and line.role is Role.NONE])
        return max((at for at, line in enumerate(lines) if line.role in (Role.NUMBER, Role.PLACE_DATE)), default=0) + 1

    # Closing

    def _closing(self, start: int) -> int:
        """Give roles to recipients and signatures; return where they start."""
        return read_closing(self.paper.lines, start)

    # Body

    def _body(self, start: int, end: int) -> None:
        lines = self.paper.lines
        awaited: Role | None = None
        for at in range(start, end):
            line = lines[at]
            if not line.text or line.role is not Role.NONE:
                continue
            if line.place is not None:
                line.role = Role.TABLE
                awaited = None
                continue
            role = _body_role(line)
            if (
                awaited is not None
                and role in (Role.TEXT, Role.CENTERED)
                and (line.alignment == "center" or line.is_upper)
            ):
                line.role = awaited
                continue
            awaited = TITLE_OF.get(role)
            if not line.opens and role in (Role.TEXT, Role.CENTERED) and at:
                role = lines[at - 1].role if lines[at - 1].role in (Role.TEXT, Role.CENTERED, Role.ITEM) else role
            line.role = role


def _body_role(line: Line) -> Role:
    small = line.folded
    for pattern, role in LABELS:
        if pattern.match(small) and (pattern.fullmatch(small.rstrip(".: ")) or line.alignment == "center"):
            return role
    if ARTICLE.match(small):
        return Role.ARTICLE
    if HEADING.match(line.text):
        return Role.HEADING
    if CLAUSE.match(line.text) and re.match(r"\d{1,2}(?:\.\d{1,2})*\s?[.)/]", line.text):
        return Role.CLAUSE
    if POINT.match(line.text):
        return Role.POINT
    if DASH.match(line.text):
        return Role.ITEM
    if line.alignment == "center":
        return Role.CENTERED
    return Role.TEXT
