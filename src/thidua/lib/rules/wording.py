"""Conditions and findings in words, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from thidua.lib.rules import conditions as c
from thidua.lib.rules.model import Rulebook, Words

VALUES = {"met": Words("đạt", "met"), "unmet": Words("không đạt", "not met"), "unknown": Words("chưa rõ", "unknown")}
SUBJECTS = {
    "individual": Words("cá nhân", "individual"),
    "collective": Words("tập thể", "collective"),
    "household": Words("hộ gia đình", "household"),
}
_WORKS = {
    "initiative": Words("sáng kiến", "initiative"),
    "scientific-work": Words("đề tài, công trình khoa học", "scientific work"),
}
_PENDING = {
    "discipline": Words("xem xét kỷ luật", "discipline under consideration"),
    "investigation": Words("thanh tra, điều tra", "investigation"),
    "complaint": Words("khiếu nại, tố cáo đang xác minh", "complaint being verified"),
}
_HEADS = {
    c.All: Words("Đủ các điều kiện", "All of"),
    c.AnyOf: Words("Ít nhất một trong các điều kiện", "Any of"),
    c.Not: Words("Không thuộc trường hợp", "Not"),
}


def listed(words: Iterable[Words], *, vi: str = " hoặc ", en: str = " or ") -> Words:
    """Return several words as one text."""
    every = list(words)
    return Words(vi.join(one.vi for one in every), en.join(one.en for one in every))


def percent(value: Fraction) -> str:
    """Return a share as people write it: 70 %, 12,5 %."""
    return f"{float(value * 100):.4g}".replace(".", ",") + " %"


def figure(value: c.Figure | None, book: Rulebook) -> str:
    """Return a number, or the words of the parameter it stands in."""
    if isinstance(value, c.Reference):
        parameter = book.parameters[value.parameter]
        return f"[{parameter.words.vi}]"
    return "" if value is None else str(value) if value.denominator == 1 else f"{float(value):.6g}"


def requirement(one: c.Condition, book: Rulebook) -> Words:
    """Say what a condition asks for."""
    if one.note is not None:
        return one.note
    return _required(one, book)


def _required(one: c.Condition, book: Rulebook) -> Words:
    match one:
        case c.All() | c.AnyOf() | c.Not():
            return _HEADS[type(one)]
        case c.AtLeast(n=n, of=of):
            return Words(f"Ít nhất {n} trong {len(of)} điều kiện", f"At least {n} of {len(of)}")
        case c.Completion():
            return _completion(one, book)
        case c.Solidarity():
            return Words(
                "Có tinh thần tự lực, đoàn kết, tham gia phong trào thi đua",
                "Self-reliance, solidarity, takes part in movements",
            )
        case c.Held():
            return _held(one, book)
        case c.MeetsStandard(award=award):
            name = listed(book.word(key) for key in award)
            return Words(f"Đạt tiêu chuẩn {name.vi}", f"Meets the standard of {name.en}")
        case c.Work():
            return _work(one, book)
        case c.After(award=award, years=years):
            name = listed(book.word(key) for key in award)
            return Words(
                f"Đã có {name.vi}, sau đó từ {years} năm trở lên liên tục đạt",
                f"Held {name.en}, then for at least {years} consecutive years",
            )
        case c.Span(years=years):
            return Words(f"Trong {years} năm gần nhất đạt", f"Over the last {years} years")
        case c.Members():
            return _members(one, book)
        case c.Flag(key=key) | c.Attested(key=key) | c.Declared(key=key):
            return book.word(key)
        case c.Movement():
            return _movement(one, book)
        case c.Service():
            posts = listed(book.word(key) for key in one.posts)
            if one.years < Fraction(1, 12):
                return Words(f"Giữ chức vụ {posts.vi}", f"Holds the post of {posts.en}")
            years_vi = f"từ {_number(one.years)} năm" + (f" đến dưới {_number(one.below)} năm" if one.below else "")
            years_en = f"at least {_number(one.years)} years" + (f", under {_number(one.below)}" if one.below else "")
            return Words(f"Giữ chức vụ {posts.vi} {years_vi}", f"{posts.en} for {years_en}")
        case c.Category(of=of):
            name = listed(book.word(key) for key in of)
            return Words(f"Là {name.vi}", f"Is {name.en}")
        case c.Gender(is_=gender):
            return Words("Là nữ" if gender == "female" else "Là nam", f"Is {gender}")
        case c.Undisciplined(running_only=running):
            if running:
                return Words("Không trong thời gian thi hành kỷ luật", "Not under discipline on the day")
            return Words(
                "Thành tích tính từ sau khi hết thời hạn kỷ luật",
                "Achievement counts only after the end of a discipline",
            )
        case c.NoPending(kinds=kinds):
            name = listed((_PENDING.get(key, Words(key, key)) for key in kinds), vi="; ", en="; ")
            return Words(f"Không đang có: {name.vi}", f"Nothing open: {name.en}")
        case c.Interval(years=years):
            return Words(f"Cách lần tặng trước ít nhất {years} năm", f"At least {years} years since it was last given")
        case c.Quota():
            share = percent(one.ratio) if isinstance(one.ratio, Fraction) else figure(one.ratio, book)
            name = book.word(one.of)
            return Words(f"Trong số không quá {share} của {name.vi}", f"Among at most {share} of {name.en}")
        case _:
            return Words("Điều khoản chưa đọc", "A clause not read")


def _number(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):.4g}"


def _completion(one: c.Completion, book: Rulebook) -> Words:
    level = book.word(one.at_least or one.exactly)
    vi = f"Mức {level.vi}" + (" trở lên" if one.at_least else "")
    en = f"Level {level.en}" + (" or higher" if one.at_least else "")
    if one.count:
        return Words(f"{vi} ít nhất {one.count} năm", f"{en} in at least {one.count} year(s)")
    if one.years > 1:
        return Words(f"{vi} trong {one.years} năm liên tục", f"{en} in {one.years} consecutive years")
    return Words(vi, en)


def _held(one: c.Held, book: Rulebook) -> Words:
    name = listed(book.word(key) for key in one.award)
    if one.consecutive:
        count = one.consecutive
        if one.step > 1:
            return Words(
                f"{count} lần liên tục đạt {name.vi} (liền năm hoặc cách {one.step} năm)",
                f"{name.en} {count} consecutive times (next year or {one.step} years apart)",
            )
        return Words(f"{count} năm liên tục đạt {name.vi}", f"{name.en} in {count} consecutive years")
    vi = f"Đã đạt {name.vi}" if one.count == 1 else f"Có {one.count} lần đạt {name.vi}"
    en = f"Holds {name.en}" if one.count == 1 else f"{name.en} held {one.count} times"
    if one.same_year:
        return Words(f"{vi} trong năm", f"{en} for the year")
    if one.since:
        since = book.word(one.since)
        return Words(f"{vi} kể từ {since.vi}", f"{en} since {since.en}")
    return Words(vi, en)


def _work(one: c.Work, book: Rulebook) -> Words:
    name = listed(_WORKS.get(key, Words(key, key)) for key in one.kind) if one.kind else _WORKS["initiative"]
    if not one.kind:
        name = Words("sáng kiến, đề tài", "initiative or scientific work")
    vi = f"Có {one.count} {name.vi}" if one.count > 1 else f"Có {name.vi}"
    en = f"{one.count} of: {name.en}" if one.count > 1 else f"Has {name.en}"
    if one.scope:
        scope = book.word(one.scope)
        vi, en = f"{vi} phạm vi {scope.vi}", f"{en} of scope {scope.en}"
    if one.effective:
        vi, en = f"{vi}, áp dụng hiệu quả", f"{en}, applied with effect"
    if one.unused == "true":
        vi, en = f"{vi}, chưa dùng cho lần khen nào", f"{en}, not used before"
    if one.unused == "forms":
        vi, en = f"{vi}, chưa dùng cho hình thức khen thưởng nào", f"{en}, not used for a form before"
    return Words(vi, en)


def _members(one: c.Members, book: Rulebook) -> Words:
    name = book.word(one.ratio or one.count)
    limit = next(value for value in (one.at_least, one.more_than, one.at_most) if value is not None)
    shown = percent(limit) if one.ratio and isinstance(limit, Fraction) else figure(limit, book)
    if one.at_most is not None:
        return Words(f"{name.vi}: không quá {shown}", f"{name.en}: at most {shown}")
    if one.more_than is not None:
        return Words(f"{name.vi}: trên {shown}", f"{name.en}: more than {shown}")
    return Words(f"{name.vi}: ít nhất {shown}", f"{name.en}: at least {shown}")


def _movement(one: c.Movement, book: Rulebook) -> Words:
    vi, en = "Dẫn đầu phong trào thi đua", "Leads a movement"
    if one.launched_by:
        by = book.word(one.launched_by)
        vi, en = f"{vi} do cấp {by.vi} phát động", f"{en} launched at {by.en}"
    if one.years:
        vi, en = f"{vi}, kéo dài từ {one.years} năm", f"{en}, of at least {one.years} years"
    return Words(vi, en)
