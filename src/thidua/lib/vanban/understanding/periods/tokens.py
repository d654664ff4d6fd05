"""Cut the wording of a time into tokens: days, months, quarters, years, limits and connectors."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from thidua.lib.vanban.understanding.numbering import roman_value
from thidua.lib.vanban.understanding.words import lower


class Kind(StrEnum):
    DAY = "day"
    DAYS = "days"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    YEARS = "years"
    HALF = "half"
    WEEK = "week"
    PART = "part"
    NUMBER = "number"
    ROMAN = "roman"
    BEFORE = "before"
    UNTIL = "until"
    FROM = "from"
    TO = "to"
    AND = "and"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a time: `first` to `last` number the days, months or quarters; `month` and `year` qualify them."""

    kind: Kind
    start: int
    end: int
    first: int = 0
    last: int = 0
    month: int | None = None
    year: int | None = None


_MONTH_WORDS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_WEEK_WORDS = {
    "đầu": 1,
    "đầu tiên": 1,
    "nhất": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "cuối": -1,
    "cuối cùng": -1,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}
_D = r"\d{1,2}"
_Y = r"(?:19|20)\d{2}"


def _year(group: str) -> str:
    """Return the pattern of a year that may follow, caught as `group`."""
    return rf"(?:\s*(?:/|-|,?\s*(?:của\s+)?năm)\s*(?P<{group}>{_Y})(?!\d))?"


_WORD_MONTH = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))

# Order matters: the longest reading of the same characters stands first.
_TOKEN = re.compile(
    "|".join(
        (
            (
                r"(?P<clock>(?<!\d)\d{1,2}\s*(?:h|giờ|g(?=\d|\s))\s*(?:\d{1,2})?(?:\s*phút)?(?!\w)"
                r"|(?<!\d)\d{1,2}:\d{2}(?!\d))"
            ),
            (
                rf"(?P<half>(?:(?:0?6|sáu)\s+tháng|nửa|nữa)\s+(?P<halfpart>đầu"
                rf"|cuối)(?:\s+năm)?(?:\s*(?:học)?\s*/?(?P<halfyear>{_Y}))?(?!\d))"
            ),
            (
                rf"(?P<nine>(?:0?(?P<ninemonths>[39])|chín|ba)\s+tháng\s+(?P<ninepart>đầu"
                rf"|cuối)\s+năm(?:\s*(?P<nineyear>{_Y}))?)"
            ),
            rf"(?P<schoolyear>(?:niên khóa|năm học)\s*(?:{_Y}\s*[-–/]\s*{_Y})?)",
            rf"(?P<fullday>(?<![\d/.])(?P<fd>{_D})\s?(?P<fs>[/.\-])\s?(?P<fm>{_D})\s?(?P=fs)\s?(?P<fy>\d{{4}})(?!\d))",
            (
                rf"(?P<dayrange>(?<![\d/.])(?P<ra>{_D})\s*(?:-|đến|tới|,|và|&|;)\s*(?:(?:hết\s+)?ngày\s+)?(?P<rb>{_D})"
                rf"(?:\s?/\s?(?P<rm>{_D})(?:\s?[/-]\s?(?P<ry>{_Y}))?(?![\d/])|\s+tháng\s+(?P<rm2>{_D})(?:\s*(?:/|-"
                rf"|năm)\s*(?P<ry2>{_Y}))?(?!\d)))"
            ),
            (
                rf"(?P<longday>(?<![\d/.])(?P<ld>{_D})\s+tháng\s+(?P<lm>{_D})(?:\s*(?:/|-"
                rf"|,?\s*năm)\s*(?P<ly>{_Y}))?(?![\d/]))"
            ),
            rf"(?P<years>(?<![\d/.])(?P<ya>{_Y})\s*(?:-|đến(?:\s+năm)?)\s*(?P<yb>{_Y})(?![\d/]))",
            (
                rf"(?P<monthyear>(?<![\d/.])(?:(?:tháng|thang|t\.?)\s*)?(?P<my>0?[1-9]"
                rf"|1[0-2])\s?[/.\-]\s?(?P<myy>{_Y})(?![\d/]))"
            ),
            rf"(?P<daymonth>(?<![\d/.])(?P<dd>{_D})\s?/\s?(?P<dm>{_D})(?![\d/]))",
            rf"(?P<daydash>(?<=ngày )(?P<xd>{_D})\s?[.\-]\s?(?P<xm>0?[1-9]|1[0-2])(?![\d/.]))",
            (
                rf"(?P<month>(?<!\w)(?:tháng|thang)\s*(?P<m>0?[1-9](?!\d)|1[0-2](?!\d)"
                rf"|(?:{_WORD_MONTH})(?!\w)){_year('monthy')}"
                rf"|(?<!\w)t\.?(?P<m2>0?[1-9]|1[0-2])(?!\d){_year('monthy2')})"
            ),
            rf"(?P<quarter>(?<!\w)(?:quý|qúy|quí|q\.?)\s*(?P<q>iv|i{{1,3}}|[1-4])(?!\w){_year('quartery')})",
            (
                r"(?P<week>(?<!\w)tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?P<w>[1-5](?!\d)|đầu tiên|đầu|cuối cùng|cuối|nhất|hai|ba"
                r"|tư|iv|i{1,3})(?!\w))"
            ),
            rf"(?P<allyear>(?:cả|trong(?:\s+suốt)?|suốt|toàn|hết|quanh)\s+năm(?:\s+(?P<ay>{_Y}))?(?!\s*học)(?!\d))",
            rf"(?P<year>(?:năm\s+)?(?<![\d/.])(?P<y>{_Y})(?![\d/]))",
            (
                r"(?P<part>(?<!\w)(?P<p>đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần)(?=\s+(?:tháng|quý|qúy|quí|năm"
                r"|t\.?\d)))"
            ),
            r"(?P<before>(?<!\w)trước(?!\w))",
            (
                r"(?P<until>(?<!\w)(?:(?:chậm|muộn|trễ)\s+nhất|không\s+(?:quá|muộn hơn)|hạn\s+(?:cuối|chót)|đến\s+hết"
                r"|tới\s+hết|cho\s+đến|hết|hạn|xong)(?!\w))"
            ),
            r"(?P<from>(?<!\w)(?:kể từ|bắt đầu từ|từ|bắt đầu)(?!\w))",
            r"(?P<now>(?<!\w)(?:nay|ngày ký|khi ban hành|ngày ban hành)(?!\w))",
            r"(?P<to>(?<!\w)(?:đến|tới)(?!\w)|-+>?|→)",
            r"(?P<and>(?<!\w)(?:và|hoặc)(?!\w)|[,;+&/])",
            rf"(?P<roman>(?<!\w)(?P<ro>iv|i{{1,3}})(?!\w)(?:\s*/\s*(?P<romany>{_Y}))?)",
            r"(?P<number>(?<![\d/.])\d{1,2}(?![\d/.%]))",
        )
    )
)


def _int(text: str | None) -> int | None:
    return int(text) if text else None


@lru_cache(maxsize=4096)
def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of a time in order; words that say nothing about time are passed over."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(lower(text)):
        token = _token(match)
        if token is not None:
            tokens.append(token)
    return tuple(tokens)


def _token(match: re.Match[str]) -> Token | None:
    name = match.lastgroup or ""
    kind = next((group for group in _READERS if match[group] is not None), name)
    reader = _READERS.get(kind)
    return reader(match) if reader else None


def _day(match: re.Match[str], day: str, month: str | None, year: str | None) -> Token:
    return Token(Kind.DAY, match.start(), match.end(), int(day), int(day), _int(month), _int(year))


def _day_month(match: re.Match[str]) -> Token:
    day, month = int(match["dd"]), int(match["dm"])
    if month > 12 and day <= 12:  # "3/24" can only be a month of a year written short
        return Token(Kind.MONTH, match.start(), match.end(), day, day, year=2000 + month)
    return Token(Kind.DAY, match.start(), match.end(), day, day, month)


def _month(match: re.Match[str]) -> Token:
    word = match["m"] or match["m2"]
    number = int(word) if word.isdigit() else _MONTH_WORDS[word]
    return Token(Kind.MONTH, match.start(), match.end(), number, number, year=_int(match["monthy"] or match["monthy2"]))


def _month_year(match: re.Match[str]) -> Token:
    return Token(Kind.MONTH, match.start(), match.end(), int(match["my"]), int(match["my"]), year=int(match["myy"]))


def _quarter(match: re.Match[str]) -> Token:
    number = int(match["q"]) if match["q"].isdigit() else roman_value(match["q"])
    return Token(Kind.QUARTER, match.start(), match.end(), number, number, year=_int(match["quartery"]))


def _half(match: re.Match[str]) -> Token:
    first = 1 if match["halfpart"] == "đầu" else 7
    return Token(Kind.HALF, match.start(), match.end(), first, first + 5, year=_int(match["halfyear"]))


def _nine(match: re.Match[str]) -> Token:
    length = int(match["ninemonths"] or (9 if match[0].startswith("chín") else 3))
    first, last = (1, length) if match["ninepart"] == "đầu" else (13 - length, 12)
    return Token(Kind.HALF, match.start(), match.end(), first, last, year=_int(match["nineyear"]))


def _week(match: re.Match[str]) -> Token:
    number = int(match["w"]) if match["w"].isdigit() else _WEEK_WORDS[match["w"]]
    return Token(Kind.WEEK, match.start(), match.end(), number, number)


def _part(match: re.Match[str]) -> Token:
    number = {"đầu": 1, "thượng tuần": 1, "giữa": 2, "trung tuần": 2}.get(match["p"], 3)
    return Token(Kind.PART, match.start(), match.end(), number, number)


def _roman(match: re.Match[str]) -> Token:
    number = roman_value(match["ro"])
    return Token(Kind.ROMAN, match.start(), match.end(), number, number, year=_int(match["romany"]))


def _number(match: re.Match[str]) -> Token:
    return Token(Kind.NUMBER, match.start(), match.end(), int(match["number"]), int(match["number"]))


def _day_range(match: re.Match[str]) -> Token:
    month, year = match["rm"] or match["rm2"], match["ry"] or match["ry2"]
    return Token(Kind.DAYS, match.start(), match.end(), int(match["ra"]), int(match["rb"]), _int(month), _int(year))


def _mark(kind: Kind) -> Callable[[re.Match[str]], Token]:
    return lambda match: Token(kind, match.start(), match.end())


_READERS = {
    "clock": lambda match: None,
    "half": _half,
    "nine": _nine,
    "schoolyear": lambda match: None,
    "fullday": lambda match: _day(match, match["fd"], match["fm"], match["fy"]),
    "dayrange": _day_range,
    "longday": lambda match: _day(match, match["ld"], match["lm"], match["ly"]),
    "years": lambda match: Token(Kind.YEARS, match.start(), match.end(), int(match["ya"]), int(match["yb"])),
    "monthyear": _month_year,
    "daymonth": _day_month,
    "daydash": lambda match: _day(match, match["xd"], match["xm"], None),
    "month": _month,
    "quarter": _quarter,
    "week": _week,
    "allyear": lambda match: Token(Kind.YEAR, match.start(), match.end(), year=_int(match["ay"])),
    "year": lambda match: Token(Kind.YEAR, match.start(), match.end(), year=int(match["y"])),
    "part": _part,
    "before": _mark(Kind.BEFORE),
    "until": _mark(Kind.UNTIL),
    "from": _mark(Kind.FROM),
    "now": _mark(Kind.NOW),
    "to": _mark(Kind.TO),
    "and": _mark(Kind.AND),
    "roman": _roman,
    "number": _number,
}
