"""Measure what writing keeps of real plans: each is read, set in form as Word and as PDF, and read again.

    python -m bench.write_plans

Prints macro-F1 of the second reading against the first by format, and how many come back equal by their parts. Exits 1
under a floor. Says so and passes when the annotated plans are not beside the project.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.read import PLANS
from bench.score import FieldScores, Json, score
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.understanding import to_json, understand
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.pdf import write_pdf

FLOORS = {"docx": 0.995, "pdf": 0.98}
WRITERS: dict[str, Callable[[OfficialDocument], bytes]] = {"docx": write_docx, "pdf": write_pdf}


@dataclass(frozen=True, slots=True)
class Kept:
    """What one format keeps: fields of the second reading against the first, and plans equal by their parts."""

    scores: FieldScores
    equal: int


def plans(folder: Path = PLANS) -> dict[str, Path]:
    """Return the annotated plans by name; empty when the folder is not there."""
    return {path.name.removesuffix(".gold.json"): _text(path) for path in sorted(folder.glob("*.gold.json"))}


def _text(gold: Path) -> Path:
    return gold.with_name(gold.name.replace(".gold.json", ".txt"))


def kept(paths: dict[str, Path], kind: str) -> Kept:
    """Write plans in one format and read them again."""
    first: dict[str, Json] = {}
    second: dict[str, Json] = {}
    equal = 0
    for name, path in paths.items():
        source = read_document(path)
        paper = recognize(source)
        written = read_document(WRITERS[kind](paper), filename=f"{name}.{kind}")
        first[name], second[name] = _reading(source), _reading(written)
        equal += recognize(written) == paper
    return Kept(score(second, first), equal)


def _reading(document: Document) -> Json:
    return to_json(understand(document), document)


def main() -> int:
    """Measure, print and judge."""
    paths = plans()
    if not paths:
        print(f"bench-write-plans: SKIPPED, no annotated plans beside the project ({PLANS.parent.name}/{PLANS.name}).")
        return 0
    failures = 0
    for kind, floor in FLOORS.items():
        result = kept(paths, kind)
        print(
            f"{kind}: macro F1 {result.scores.macro:.4f} (floor {floor}), {result.equal} of {len(paths)} equal by parts"
        )
        failures += result.scores.macro < floor
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
