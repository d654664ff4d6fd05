"""Which unit or group a name in a paper means.

A name becomes a list of elements: folded words, and single capitals for the letters of abbreviations. Two names agree
when their elements do one by one, a capital agreeing with any word it begins: so "LĐ-TBXH" meets "Lao động - Thương
binh và Xã hội" whichever of the two stands in the tree. Precision first: in doubt there are only suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from thidua.apps.organizations.domain import words
from thidua.apps.organizations.domain.candidates import Alias, Candidates, GroupName, Target, TargetKind, UnitName
from thidua.apps.organizations.domain.forms import (
    EDGES,
    TOKEN,
    Form,
    agree,
    fold_name,
    form_of,
    likeness,
    one_letter_apart,
    starts,
    without_plural,
)
from thidua.apps.organizations.domain.plurals import LEADS, plural_kinds
from thidua.lib.vietnamese import clean, fold, is_syllable

__all__ = ["ACCEPTED", "Alias", "Candidates", "GroupName", "MatchResult", "Suggestion", "UnitName", "match_name"]

ACCEPTED = 0.85
"""From this confidence on a match stands without being asked; below it is a suggestion."""
MAX_SUGGESTIONS = 5

_BRACKETS = re.compile(r"\s*\(([^()]*)\)?")
_REMARKS = frozenset(fold(remark) for remark in words.REMARKS)
_Found = Iterable[tuple[float, list[Target], str]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: TargetKind
    id: int
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What a name means. `id` is set when `kind` is not "none"; `why` is one Vietnamese sentence."""

    kind: Literal["unit", "group", "none"]
    id: int | None
    name: str
    confidence: float
    why: str
    suggestions: tuple[Suggestion, ...] = ()


def match_name(text: str, candidates: Candidates) -> MatchResult:
    """Return the unit or group that `text` means, or "none" with up to five suggestions for a person to choose from."""
    cleaned = _without_remarks(clean(text)).strip(EDGES)
    if not fold_name(cleaned):
        return MatchResult("none", None, "", 0.0, "Không có tên đơn vị.")
    doubts: list[tuple[float, list[Target], str]] = []
    for attempt in (_taught, _written_alike, _agreeing, _grouped, _slipped):
        for confidence, targets, why in attempt(cleaned, candidates):
            chosen = _choose(targets, cleaned)
            if len(chosen) == 1 and confidence >= ACCEPTED:
                target = chosen[0]
                return MatchResult(target.kind, target.id, target.name, confidence, why)
            if chosen:
                doubts.append((min(confidence, 0.8), chosen, why))
    suggestions = _suggestions(cleaned, candidates, doubts)
    if doubts:
        confidence, targets, why = doubts[0]
        if len(targets) > 1:
            why = f"Có {len(targets)} đơn vị cùng tên như vậy; cần chọn."
        return MatchResult("none", None, "", confidence, why, suggestions)
    why = (
        "Chưa có đơn vị nào mang tên này; có thể chọn trong các gợi ý."
        if suggestions
        else "Chưa có tên này trong cơ cấu."
    )
    return MatchResult("none", None, "", suggestions[0].confidence if suggestions else 0.0, why, suggestions)


def _without_remarks(text: str) -> str:
    return _BRACKETS.sub(lambda match: "" if fold(match[1]).strip(EDGES) in _REMARKS else match[0], text)


def _taught(text: str, candidates: Candidates) -> _Found:
    target = candidates.taught(text)
    if target is not None:
        yield 1.0, [target], "Cách ghi này đã được ghi nhớ."


def _written_alike(text: str, candidates: Candidates) -> _Found:
    targets = candidates.exact(text)
    if targets:
        named = any(fold_name(target.name) == fold_name(text) for target in targets)
        yield 1.0, targets, "Trùng tên trong cơ cấu." if named else "Trùng tên viết tắt hoặc mã đơn vị."


def _agreeing(text: str, candidates: Candidates) -> _Found:
    """The name in another wording: abbreviations, connectives, words before it, the body's name behind it."""
    form = form_of(text)
    bare = form[starts(form, LEADS) :]
    variants: list[tuple[float, Form, str]] = [
        (0.97, form, "Cùng một tên, khác cách viết tắt hoặc dấu nối."),
        (0.96, bare, "Cùng một tên, bỏ từ dẫn ở đầu."),
        (0.95, candidates.without_body(bare), "Tên đơn vị kèm tên cơ quan."),
    ]
    without_brackets = form_of(_BRACKETS.sub("", text))
    if without_brackets != form:
        variants.append((0.9, candidates.without_body(without_brackets), "Tên đơn vị, bỏ phần trong ngoặc."))
    for confidence, variant, why in variants:
        hits = candidates.agreeing(variant)
        if not hits and candidates.is_body(variant):
            body = candidates.body
            yield min(confidence, 0.95), [Target("unit", body.id, body.name, 0)], "Là chính cơ quan ban hành."
        elif hits:
            yield confidence, [hit.target for hit in hits], why


def _grouped(text: str, candidates: Candidates) -> _Found:
    """A plural: the group whose kinds of units are those it names."""
    kinds, confidence = plural_kinds(text, candidates)
    if not kinds:
        return
    present = candidates.kinds_present
    by_kinds = [group for group in candidates.groups if group.kinds]
    exact = [group for group in by_kinds if group.kinds == kinds]
    alike = [group for group in by_kinds if group.kinds & present == kinds & present]
    wider = sorted((group for group in by_kinds if group.kinds > kinds), key=lambda group: len(group.kinds))
    if exact or alike:
        if not kinds & present:
            confidence = min(confidence, 0.7)
        found, why = (exact or alike)[:1], "Tên chung của một nhóm đơn vị."
    else:
        found, why, confidence = wider[:1], "Nhóm gần nhất rộng hơn tên đã ghi; cần chọn.", 0.6
    if confidence < ACCEPTED and not why.endswith("chọn."):
        why = "Tên chung, chưa rõ gồm những đơn vị nào; cần chọn."
    yield confidence, [Target("group", group.id, group.name, 0) for group in found], why


def _slipped(text: str, candidates: Candidates) -> _Found:
    """One letter misread by a scanner: a word that is no Vietnamese syllable, one letter away from the right one."""
    tokens = [token for token in TOKEN.findall(text) if fold(token) not in words.CONNECTIVES]
    form = form_of(text)
    wrong = [
        at for at, token in enumerate(tokens) if not is_syllable(token) and token.isalpha() and not token.isupper()
    ]
    if len(tokens) != len(form) or len(wrong) != 1:
        return
    at = wrong[0]
    hits = [
        row.target
        for row in candidates.wordings()
        if len(row.form) == len(form)
        and agree(row.form[:at] + row.form[at + 1 :], form[:at] + form[at + 1 :])
        and one_letter_apart(row.form[at], form[at])
    ]
    if hits:
        yield 0.88, hits, "Khác một chữ, có thể do đọc bản chụp."


def _choose(targets: Iterable[Target], text: str) -> list[Target]:
    """Keep those nearest to the body; of several, the one written with the same diacritics."""
    unique = list(dict.fromkeys(targets))
    nearest = min((target.depth for target in unique), default=0)
    kept = [target for target in unique if target.depth == nearest]
    if len(kept) > 1:
        accented = " ".join(text.lower().split())
        kept = [target for target in kept if clean(target.name).lower() == accented] or kept
    return kept


def _suggestions(
    text: str, candidates: Candidates, doubts: Iterable[tuple[float, list[Target], str]]
) -> tuple[Suggestion, ...]:
    scores: dict[Target, float] = {}
    for confidence, targets, _ in doubts:
        for target in targets:
            scores[target] = max(scores.get(target, 0.0), confidence)
    form = candidates.without_body(without_plural(form_of(text)))
    for row in candidates.wordings():
        score = round(0.8 * likeness(form, row.form), 2)
        if score >= 0.4 and score > scores.get(row.target, 0.0):
            scores[row.target] = score
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0].depth, item[0].name))[:MAX_SUGGESTIONS]
    return tuple(Suggestion(target.kind, target.id, target.name, score) for target, score in best)
