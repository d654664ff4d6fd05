"""Run the cases that stand beside the rules: each expects a verdict and names why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from thidua.lib.rules.answering import Answer, evaluate
from thidua.lib.rules.facts import Case, read_cases
from thidua.lib.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Miss:
    """A case whose answer is not the one expected."""

    file: str
    case: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.case}: {self.what}"


def run_cases(book: Rulebook, folder: Path) -> tuple[int, list[Miss]]:
    """Answer every case below `folder`; return how many there are and those that came out otherwise.

    Raises CaseInvalid for a file that is no case.
    """
    count, misses = 0, []
    for path in sorted(folder.rglob("*.yaml")):
        for case in read_cases(path.read_text(encoding="utf-8")):
            count += 1
            answer = evaluate(book, case, with_nearest=False)
            misses += [Miss(path.name, case.id, what) for what in differences(case, answer)]
    return count, misses


def differences(case: Case, answer: Answer) -> list[str]:
    """Return, in words, where an answer is not what the case expects."""
    found: dict[str, object] = {
        "verdict": str(answer.verdict),
        "confirmed": answer.is_confirmed,
        "missing": list(answer.missing),
        "earliest_on": answer.earliest_on.isoformat() if answer.earliest_on else None,
    }
    if "verdict" not in case.expect:
        return ["không có expect.verdict."]
    wrong = [
        f"{key} cần {wanted}, ra {found.get(key)}."
        for key, wanted in case.expect.items()
        if found.get(key) != (str(wanted) if key == "earliest_on" and wanted is not None else wanted)
    ]
    cites = [str(one) for one in answer.citations]
    wrong += [
        f"căn cứ {wanted} không có trong {', '.join(cites) or '–'}."
        for wanted in case.because
        if not any(cite == wanted or cite.startswith(f"{wanted}.") for cite in cites)
    ]
    return wrong
