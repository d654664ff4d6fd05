"""Measure how plans are read: accuracy by field and format, speed beside named peers in the same run.

    python -m bench.read [--quick]

Accuracy is F1 against the annotated plans beside the project, by the rules of docs/reference/plan-schema.md; the same
plans turned into DOCX, text PDF and 200-dpi scans tell what each format loses. Exits 1 when a floor or a limit is not
held. `--quick` measures text alone. Says so and passes when the annotated plans are not there.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import speed, turn
from bench.score import FieldScores, Json, score, table
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.understanding import to_json, understand

PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"
MACRO_FLOOR = 0.97
FIELD_FLOOR = 0.90
LOSS_LIMITS = {"docx": 0.02, "pdf": 0.05, "scan": 0.15}


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


def score_files(paths: dict[str, Path], annotated: dict[str, Json]) -> FieldScores:
    return score({name: read(path) for name, path in paths.items()}, annotated)


def low_fields(scores: FieldScores) -> list[str]:
    """Return one sentence for every floor that is not held."""
    low = [f"{name}: F1 {value:.3f} under {FIELD_FLOOR}" for name, value in scores.f1().items() if value < FIELD_FLOOR]
    if scores.macro < MACRO_FLOOR:
        low.append(f"macro F1 {scores.macro:.3f} under {MACRO_FLOOR}")
    return low


def turned(paths: dict[str, Path], folder: Path) -> dict[str, dict[str, Path]]:
    """Turn every text plan into DOCX, text PDF and scan; returns the files by format and name."""
    made: dict[str, dict[str, Path]] = {"docx": {}, "pdf": {}, "scan": {}}
    for name, path in paths.items():
        document = read_document(path)
        made["docx"][name] = folder / f"{name}.docx"
        made["pdf"][name] = folder / f"{name}.pdf"
        made["scan"][name] = folder / f"{name}-scan.pdf"
        turn.to_docx(document, made["docx"][name])
        turn.to_pdf(document, made["pdf"][name])
        turn.to_scan(made["pdf"][name], made["scan"][name])
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="text plans alone")
    quick = parser.parse_args().quick
    annotated = golds()
    if not annotated:
        print(f"bench-read: SKIPPED, no annotated plans beside the project ({PLANS.parent.name}/{PLANS.name}).")
        return 0
    paths = {name: PLANS / f"{name}.txt" for name in annotated}
    text_scores = score_files(paths, annotated)
    print(table(text_scores))
    failures = low_fields(text_scores)
    print("\ntext: median of one plan, reading and understanding (limit 50 ms)")
    for name, path in paths.items():
        milliseconds = speed.median_ms(_reading(path), rounds=speed.ROUNDS["text"])
        print(f"  {name:<26}{milliseconds:>8.1f} ms")
        if milliseconds > speed.TEXT_LIMIT_MS:
            failures.append(f"{name}: {milliseconds:.1f} ms over {speed.TEXT_LIMIT_MS:.0f} ms")
    if not quick:
        with tempfile.TemporaryDirectory() as folder:
            for kind, files in turned(paths, Path(folder)).items():
                failures += _format(kind, files, annotated, text_scores.macro)
    print("\n".join(f"FAILED {failure}" for failure in failures) or "\nevery floor and limit holds")
    return 1 if failures else 0


def _reading(path: Path) -> Callable[[], None]:
    return lambda: speed.understood(path)


def _format(kind: str, files: dict[str, Path], annotated: dict[str, Json], text_macro: float) -> list[str]:
    failures = []
    scores = score_files(files, annotated)
    loss = text_macro - scores.macro
    print(f"\n{kind}: macro F1 {scores.macro:.3f}, loss {loss:.3f} (limit {LOSS_LIMITS[kind]})")
    if loss > LOSS_LIMITS[kind]:
        failures.append(f"{kind}: loss {loss:.3f} over {LOSS_LIMITS[kind]}")
    if not speed.peers_are_there():
        print(f"  speed beside {speed.PEER_NAMES[kind]}: NOT MEASURED, run by `make bench-read`")
        return failures
    ours_total = peer_total = 0.0
    for name, path in files.items():
        ours, peer = speed.compare(kind, path)
        ours_total, peer_total = ours_total + ours, peer_total + peer
        print(f"  {name:<26}{ours:>9.0f} ms  {speed.PEER_NAMES[kind]} {peer:>9.0f} ms  ratio {ours / peer:.2f}")
    ratio = ours_total / peer_total
    print(f"  all: ratio {ratio:.2f} of {speed.PEER_NAMES[kind]} (limit {speed.LIMITS[kind]})")
    if ratio > speed.LIMITS[kind]:
        failures.append(f"{kind}: ratio {ratio:.2f} over {speed.LIMITS[kind]}")
    return failures


if __name__ == "__main__":
    sys.exit(main())
