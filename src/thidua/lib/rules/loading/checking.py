"""Faults that show only when all files are read: unknown keys, rules in conflict, law that may not be made below."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Any

from thidua.lib.rules import conditions as c
from thidua.lib.rules.errors import RuleProblem
from thidua.lib.rules.model import Basis, Origin, Period, Rule, Rulebook

Places = Mapping[tuple[str, str], tuple[str, int]]


def check(book: Rulebook, *, places: Places) -> list[RuleProblem]:
    """Return every fault between the items of a rulebook."""
    return list(_Check(book, places).run())


class _Check:
    def __init__(self, book: Rulebook, places: Places) -> None:
        self.book = book
        self.places = places

    def run(self) -> Iterator[RuleProblem]:
        yield from self._instruments()
        yield from self._awards()
        for section in (
            "rules",
            "restrictions",
            "bonus_methods",
            "bonuses",
            "stackings",
            "votes",
            "procedures",
            "transitions",
            "delegations",
        ):
            for item in getattr(self.book, section).values():
                yield from self._law(item.basis, getattr(item, "in_force", Period()), item.origin)
                for award in getattr(item, "awards", ()):
                    yield from self._award(award, item.origin)
                yield from self._delegated(section, item, item.origin)
        yield from self._parameters()
        yield from self._rules()
        for restriction in self.book.restrictions.values():
            for award in restriction.except_awards:
                yield from self._award(award, restriction.origin)
            yield from self._words(sorted(restriction.scope.applies_to | restriction.scope.not_for), restriction.origin)
            yield from self._conditions(restriction.require, restriction.origin)
        yield from self._conflicts()
        yield from self._cycles()
        yield from self._twice("votes", lambda one: ("",))
        yield from self._twice("bonuses", lambda one: (one.kind,))
        for method in self.book.bonus_methods.values():
            yield from self._parameter(method.base, method.origin, method.origin.line)

    def _at(self, section: str, key: str) -> tuple[str, int]:
        return self.places.get((section, key), ("?", 0))

    def _unknown(self, what: str, key: str, known: Collection[str], file: str, line: int) -> Iterator[RuleProblem]:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            remedy = f"Có phải {near[0]}?" if near else f"Khai {key} trước, hoặc sửa khóa."
            yield RuleProblem(file, line, f"Không có {what} {key}.", remedy)

    def _instruments(self) -> Iterator[RuleProblem]:
        for one in self.book.instruments.values():
            file, line = self._at("instruments", one.key)
            for key in (*one.amends, *one.replaces):
                yield from self._unknown("văn bản", key, self.book.instruments, file, line)
            if one.source:
                yield from self._unknown("nguồn", one.source, self.book.sources, file, line)

    def _awards(self) -> Iterator[RuleProblem]:
        for one in self.book.awards.values():
            file, line = self._at("awards", one.key)
            yield from self._basis(one.basis, file, line)

    def _award(self, key: str, origin: Origin, line: int = 0) -> Iterator[RuleProblem]:
        yield from self._unknown("danh hiệu, hình thức", key, self.book.awards, origin.file, line or origin.line)

    def _basis(self, basis: Basis, file: str, line: int) -> Iterator[RuleProblem]:
        for cite in basis.cite:
            instrument = self.book.instruments.get(cite.instrument)
            if instrument is None:
                yield from self._unknown("văn bản", cite.instrument, self.book.instruments, file, line)
                continue
            number = int("".join(ch for ch in cite.article if ch.isdigit()) or 0)
            if instrument.articles is not None and number > instrument.articles:
                what = f"{cite.instrument} có {instrument.articles} điều, không có Điều {number}."
                yield RuleProblem(file, line, what, "Sửa trích dẫn.")
        if basis.source:
            yield from self._unknown("nguồn", basis.source, self.book.sources, file, line)

    def _law(self, basis: Basis, in_force: Period, origin: Origin) -> Iterator[RuleProblem]:
        yield from self._basis(basis, origin.file, origin.line)
        instrument = self.book.instruments.get(basis.cite[0].instrument) if basis.cite else None
        if instrument is None:
            return
        first, last = instrument.in_force.first, instrument.in_force.last
        if first and in_force.first and in_force.first < first:
            what = f"Có hiệu lực {in_force.first}, trước {instrument.number} ({first})."
            yield RuleProblem(origin.file, origin.line, what, "Sửa from, hoặc trích văn bản có hiệu lực ngày đó.")
        if last and not instrument.unknown_after and in_force.last and in_force.last > last:
            what = f"Còn hiệu lực đến {in_force.last}, sau khi {instrument.number} hết hiệu lực ({last})."
            yield RuleProblem(origin.file, origin.line, what, "Sửa until, hoặc ghi after: unknown ở văn bản.")

    def _parameter(self, key: str, origin: Origin, line: int) -> Iterator[RuleProblem]:
        yield from self._unknown("tham số", key, self.book.parameters, origin.file, line)

    def _parameters(self) -> Iterator[RuleProblem]:
        for one in self.book.parameters.values():
            for value in one.values:
                yield from self._law(value.basis, value.in_force, value.origin)
                yield from self._delegated("parameters", None, value.origin)
            for left, right in combinations(one.values, 2):
                if _same_law(left.origin, right.origin) and left.in_force.overlaps(right.in_force):
                    what = f"Hai giá trị của {one.key} cùng có hiệu lực."
                    yield RuleProblem(right.origin.file, right.origin.line, what, "Đặt until cho giá trị trước.")

    def _delegated(self, section: str, item: Any, origin: Origin) -> Iterator[RuleProblem]:
        if origin.layer == "national":
            if origin.delegated_by:
                what = "Quy định của trung ương không cần ủy quyền."
                yield RuleProblem(origin.file, origin.line, what, "Bỏ delegated_by, hoặc ghi layer ở đầu tệp.")
            return
        delegation = self.book.delegations.get(origin.delegated_by)
        if delegation is None:
            if origin.delegated_by:
                yield from self._unknown(
                    "ủy quyền", origin.delegated_by, self.book.delegations, origin.file, origin.line
                )
            else:
                what = f"Quy định cấp {origin.layer} không nói luật giao ở đâu."
                yield RuleProblem(origin.file, origin.line, what, "Thêm delegated_by: <mã ủy quyền>.")
            return
        awards = getattr(item, "awards", ()) or ((item.award,) if isinstance(item, Rule) else ())
        beyond = [key for key in awards if delegation.awards and key not in delegation.awards]
        in_force = getattr(item, "in_force", Period())
        for fault in (
            origin.layer not in delegation.to and f"cấp {origin.layer}",
            section not in delegation.sections and f"mục {section}",
            beyond and f"{', '.join(beyond)}",
            not delegation.in_force.overlaps(in_force) and "thời gian này",
        ):
            if fault:
                what = f"Luật không giao việc này: {delegation.id} không gồm {fault}."
                yield RuleProblem(origin.file, origin.line, what, "Bỏ quy định, hoặc dẫn đúng điều khoản giao.")

    def _rules(self) -> Iterator[RuleProblem]:
        for rule in self.book.rules.values():
            origin = rule.origin
            yield from self._award(rule.award, origin)
            award = self.book.awards.get(rule.award)
            for subject in rule.scope.subjects:
                if award is not None and subject not in award.subjects:
                    what = f"{rule.award} không dành cho {subject}."
                    yield RuleProblem(origin.file, origin.line, what, "Sửa subject, hoặc subjects của danh mục.")
            for other in (*rule.excepts, *((rule.adds_to,) if rule.adds_to else ())):
                yield from self._unknown("quy tắc", other, self.book.rules, origin.file, origin.line)
                if other in self.book.rules and self.book.rules[other].award != rule.award:
                    what = f"{other} là quy tắc của {self.book.rules[other].award}."
                    yield RuleProblem(origin.file, origin.line, what, "Chỉ nhắc tới quy tắc của cùng danh hiệu.")
            yield from self._words(sorted(rule.scope.applies_to | rule.scope.not_for), origin)
            yield from self._conditions(rule.conditions, origin)

    def _words(self, keys: Collection[str], origin: Origin, line: int = 0) -> Iterator[RuleProblem]:
        for key in keys:
            yield from self._unknown("từ", key, self.book.words, origin.file, line or origin.line)

    def _step(self, scale: str, step: str, origin: Origin, line: int) -> Iterator[RuleProblem]:
        if step:
            yield from self._unknown(f"bậc của thang {scale}", step, self.book.scales.get(scale, ()), origin.file, line)

    def _conditions(self, top: c.Condition, origin: Origin) -> Iterator[RuleProblem]:
        for one in top.walk():
            line = one.line
            if one.has_own_basis:
                yield from self._basis(one.basis, origin.file, line)
            for award in _awards_in(one):
                yield from self._award(award, origin, line)
            match one:
                case c.Completion():
                    yield from self._step("completion", one.at_least or one.exactly, origin, line)
                case c.Work():
                    yield from self._step("scope", one.scope, origin, line)
                case c.Movement():
                    yield from self._step("scope", one.launched_by, origin, line)
                case c.Undisciplined():
                    yield from self._step("discipline", one.at_least, origin, line)
                case c.Flag(key=key) | c.Attested(key=key) | c.Declared(key=key):
                    yield from self._words((key,), origin, line)
                case c.Category(of=keys) | c.Service(posts=keys):
                    yield from self._words(keys, origin, line)
                case c.Unread() if one.basis.confidence in ("high", "medium"):
                    what = f"Điều khoản chưa đọc mà ghi độ tin cậy {one.basis.confidence}."
                    yield RuleProblem(origin.file, line, what, "Ghi confidence: gap hoặc memory ở điều kiện này.")
            for figure in _figures_in(one):
                if isinstance(figure, c.Reference):
                    yield from self._parameter(figure.parameter, origin, line)

    def _conflicts(self) -> Iterator[RuleProblem]:
        by_award: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.book.rules.values():
            if not rule.adds_to:
                by_award.setdefault((rule.award, rule.route), []).append(rule)
        for rules in by_award.values():
            for left, right in combinations(rules, 2):
                if left.id in right.excepts or right.id in left.excepts:
                    continue
                if left.origin.preset and right.origin.preset and left.origin.preset != right.origin.preset:
                    continue
                if left.scope.meets(right.scope) and left.in_force.overlaps(right.in_force):
                    what = f"{right.id} và {left.id} cùng áp dụng cho {left.award}."
                    remedy = f"Tách ngày hoặc đối tượng, hoặc thêm excepts: {left.id}."
                    yield RuleProblem(right.origin.file, right.origin.line, what, remedy)

    def _cycles(self) -> Iterator[RuleProblem]:
        needs: dict[str, set[str]] = {}
        for rule in self.book.rules.values():
            for one in rule.conditions.walk():
                if isinstance(one, c.MeetsStandard):
                    needs.setdefault(rule.award, set()).update(one.award)
        for rule in self.book.rules.values():
            seen: set[str] = set()
            left = set(needs.get(rule.award, ()))
            while left:
                award = left.pop()
                seen.add(award)
                left |= needs.get(award, set()) - seen
            if rule.award in seen:
                what = f"Tiêu chuẩn của {rule.award} dựa vào chính nó."
                yield RuleProblem(rule.origin.file, rule.origin.line, what, "Bỏ một meets_standard trong vòng.")

    def _twice(self, section: str, about: Any) -> Iterator[RuleProblem]:
        seen: dict[Any, list[Any]] = {}
        for one in getattr(self.book, section).values():
            for award in one.awards:
                others = seen.setdefault((award, *about(one)), [])
                for other in others:
                    if _same_law(one.origin, other.origin) and one.in_force.overlaps(other.in_force):
                        what = f"{one.id} và {other.id} cùng nói về {award}."
                        yield RuleProblem(one.origin.file, one.origin.line, what, "Tách ngày, hoặc bỏ một mục.")
                others.append(one)


def _same_law(left: Origin, right: Origin) -> bool:
    return left.layer == right.layer and left.preset == right.preset


def _awards_in(one: c.Condition) -> Iterator[str]:
    if isinstance(one, c.Held | c.MeetsStandard | c.After):
        yield from one.award
    if isinstance(one, c.Interval):
        yield from (key for key in one.award if key != "self")
    if isinstance(one, c.Held) and one.since:
        yield one.since
    if isinstance(one, c.After) and one.no_later:
        yield one.no_later


def _figures_in(one: c.Condition) -> Iterator[c.Figure | None]:
    if isinstance(one, c.Members):
        yield from (one.at_least, one.more_than, one.at_most)
    if isinstance(one, c.Quota):
        yield one.ratio
