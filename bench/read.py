"""Measure how well plans are read: per-field and macro F1 over the annotated plans beside the project.

    python -m bench.read

Fails under macro 0.97 or any field under 0.90. Says so and passes when the plans are not there.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from bench.score import FieldScores, Json, score, table
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.understanding import to_json, understand

PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"
MACRO_FLOOR = 0.97
FIELD_FLOOR = 0.90
ROUNDS = 9


def golds(folder: Path = PLANS) -> dict[str, Json]:
    """Return the annotations by document name; empty when the folder is not there."""
    return {
        path.name.removesuffix(".gold.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.gold.json"))
    }


def read(path: Path) -> Json:
    """Return the reading of one file as the program gives it out."""
    document = read_document(path)
    return to_json(understand(document), document)


def median_milliseconds(path: Path, *, rounds: int = ROUNDS) -> float:
    """Return the median time of reading and understanding one file."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        read(path)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def failures(scores: FieldScores) -> list[str]:
    """Return one sentence for every floor that is not held."""
    low = [f"{name}: F1 {value:.3f} under {FIELD_FLOOR}" for name, value in scores.f1().items() if value < FIELD_FLOOR]
    if scores.macro < MACRO_FLOOR:
        low.append(f"macro F1 {scores.macro:.3f} under {MACRO_FLOOR}")
    return low


def main() -> int:
    annotated = golds()
    if not annotated:
        print(
            f"bench-read: no annotated plans beside the project ({PLANS.parent.name}/{PLANS.name}), nothing measured."
        )
        return 0
    paths = {name: PLANS / f"{name}.txt" for name in annotated}
    scores = score({name: read(path) for name, path in paths.items()}, annotated)
    print(table(scores))
    for name, path in paths.items():
        print(f"{name:<28}{median_milliseconds(path):>8.1f} ms")
    low = failures(scores)
    for sentence in low:
        print(f"FAILED {sentence}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
