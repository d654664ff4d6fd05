"""An answer as JSON (the fixed format) and as a text that a person reads, in Vietnamese or English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thidua.lib.rules.answering import Answer
from thidua.lib.rules.findings import Finding, Verdict
from thidua.lib.rules.model import Rulebook, Words
from thidua.lib.rules.wording import VALUES

_MARKS = {"met": "✓", "unmet": "✗", "unknown": "?"}


def to_json(answer: Answer, book: Rulebook) -> dict[str, Any]:
    """Return the answer in the fixed format of cases."""
    return {
        "id": answer.case.id,
        "verdict": str(answer.verdict),
        "confirmed": answer.is_confirmed,
        "citations": [str(cite) for cite in answer.citations],
        "missing": list(answer.missing),
        "earliest_on": answer.earliest_on.isoformat() if answer.earliest_on else None,
        "explanation": {
            "summary": both(summary(answer, book)),
            "law_on": answer.law_on.isoformat(),
            "achievement_year": answer.case.year,
            "transitions": [one.id for one in answer.governed.transitions],
            "tree": _node(answer.tree),
            "attested": _counted(answer.tree, "attested"),
            "declared": _counted(answer.tree, "declared"),
            "warnings": [*_counted(answer.tree, "warning"), *(both(one) for one in answer.warnings)],
            "nearest_met": {"award": answer.nearest, **both(book.word(answer.nearest))} if answer.nearest else None,
            "ignored_keys": list(answer.case.ignored),
        },
    }


def both(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}


def summary(answer: Answer, book: Rulebook) -> Words:
    """Return the answer in one sentence."""
    name, value = book.word(answer.case.ask), VALUES[answer.verdict]
    day = answer.case.on
    vi = f"{name.vi}, ngày {day:%d/%m/%Y}: {value.vi}"
    en = f"{name.en}, {day}: {value.en}"
    if not answer.is_confirmed:
        vi += " (theo lời văn trước khi sửa đổi, chưa đối chiếu văn bản mới)"
        en += " (by wording since amended, not yet checked against the new text)"
    if answer.missing and answer.verdict is Verdict.UNKNOWN:
        vi += f". Còn thiếu: {', '.join(answer.missing)}"
        en += f". Missing: {', '.join(answer.missing)}"
    if answer.earliest_on:
        vi += f". Sớm nhất có thể xét lại: {answer.earliest_on:%d/%m/%Y}"
        en += f". Earliest again: {answer.earliest_on}"
    return Words(vi + ".", en + ".")


def _node(one: Finding) -> dict[str, Any]:
    node: dict[str, Any] = {
        "condition": both(one.required),
        "verdict": str(one.value),
        "found": both(one.found),
        "reason": one.code,
        "citations": [str(cite) for cite in one.cite],
    }
    if one.carried:
        node["carried"] = True
    optional = {"mirror": one.mirror, "evidence": list(one.evidence), "missing": list(one.missing)}
    node |= {key: value for key, value in optional.items() if value}
    if one.earliest:
        node["earliest_on"] = one.earliest.isoformat()
    if one.children:
        node["children"] = [_node(child) for child in one.children]
    return node


def _counted(tree: Finding, kind: str) -> list[dict[str, str]]:
    seen: dict[str, dict[str, str]] = {}
    for one in tree.walk():
        if one.counts_as == kind:
            shown = one.required
            if kind == "warning":
                shown = Words(f"{one.required.vi}: {one.found.vi}", f"{one.required.en}: {one.found.en}")
            seen.setdefault(shown.vi, both(shown))
    return list(seen.values())


def to_text(answer: Answer, book: Rulebook, *, language: str = "vi") -> str:
    """Return the explanation as an indented tree, with what was attested, what is missing, what is near."""
    is_vi = language == "vi"

    def say(words: Words) -> str:
        return words.vi if is_vi else words.en

    lines = [say(summary(answer, book)), ""]
    lines += _lines(answer.tree, 0, language)
    extra = (
        (Words("Coi là đã được cơ quan trình xác nhận", "Taken as attested"), _counted(answer.tree, "attested")),
        (Words("Không có trong dữ liệu, tính là không đạt", "Not in the evidence"), _counted(answer.tree, "declared")),
        (
            Words("Lưu ý", "Warnings"),
            [*_counted(answer.tree, "warning"), *(both(one) for one in answer.warnings)],
        ),
    )
    for heading, items in extra:
        if items:
            lines += ["", f"{say(heading)}:", *(f"  - {one[language]}" for one in items)]
    if answer.nearest:
        lines += [
            "",
            say(Words("Danh hiệu, hình thức gần nhất đã đạt: ", "Nearest award met: "))
            + say(book.word(answer.nearest)),
        ]
    lines += ["", say(Words("Căn cứ: ", "Citations: ")) + (", ".join(str(one) for one in answer.citations) or "–")]
    return "\n".join(lines)


def _lines(one: Finding, depth: int, language: str) -> Iterator[str]:
    is_vi = language == "vi"
    required, found = (one.required.vi, one.found.vi) if is_vi else (one.required.en, one.found.en)
    cites = f" [{', '.join(str(cite) for cite in one.cite)}]" if one.cite else ""
    mirror = f" ({'theo' if is_vi else 'as read in'} {one.mirror})" if one.mirror else ""
    carried = f" ({'lời văn trước sửa đổi' if is_vi else 'wording since amended'})" if one.carried and one.cite else ""
    yield f"{'  ' * depth}{_MARKS[one.value]} {required}: {found}{cites}{mirror}{carried}"
    for child in one.children:
        yield from _lines(child, depth + 1, language)
