"""Measure how official documents are set as PDF: what a reading keeps, and speed beside LibreOffice in the same run.

    python -m bench.write_pdf [--papers 200] [--rounds 5]

Speed is that of plans of 14 pages, a new one each time, beside LibreOffice converting the Word file of the
same plan; also as whole processes. The plans beside the project, where they are there, are read, set and read again:
macro-F1 of the second reading against the first. Made-up papers tell how many come back equal. Exits 1 when a limit is
not held.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count, islice
from pathlib import Path
from random import Random

from bench.read import PLANS
from bench.score import Json, score
from thidua.lib.vanban.model import Cell, Run
from thidua.lib.vanban.official import OfficialDocument, Passage, Piece
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.understanding import to_json, understand
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.pdf import typeset, write_pdf
from thidua.lib.vanban.writing.tests.papers import all_types, made_up, sheet

PAGES = 14
SLOWEST_SECONDS = 0.5
LEAST_RATIO = 10
MACRO_FLOOR = 0.98
_TURNS = count()
_PROCESS = (
    "import sys; from pathlib import Path; from thidua.lib.vanban.reading import read_document; "
    "from thidua.lib.vanban.recognition import recognize; from thidua.lib.vanban.writing.pdf import write_pdf; "
    "Path(sys.argv[2]).write_bytes(write_pdf(recognize(read_document(Path(sys.argv[1])))))"
)


def long_plans() -> Iterator[OfficialDocument]:
    """Yield made-up plans of 14 pages: text and tables by turns, closed by text."""
    for seed in count():
        chance = Random(seed)
        paper = replace(made_up(chance, "ke-hoach"), attachments=(), copy=None, contact=())
        while typeset(unseen(paper)).page_count < PAGES - 2:
            more = made_up(chance, "ke-hoach").body
            paper = replace(paper, body=(*paper.body, sheet(chance, row_count=8, is_wide=False), *more))
        if typeset(unseen(paper)).page_count == PAGES:
            yield paper


def unseen(paper: OfficialDocument) -> OfficialDocument:
    """Return the plan with the words of each passage and cell in another order each time: as long, but nothing of it
    is set already, for the engine remembers what it has set."""
    chance = Random(next(_TURNS))

    def turned(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(
            replace(run, text=" ".join(chance.sample(words := run.text.split(" "), len(words)))) for run in runs
        )

    def cell(source: Cell) -> Cell:
        return replace(source, paragraphs=tuple(replace(each, runs=turned(each.runs)) for each in source.paragraphs))

    def piece(source: Piece) -> Piece:
        if isinstance(source, Passage):
            return replace(source, runs=turned(source.runs))
        rows = tuple(replace(row, cells=tuple(map(cell, row.cells))) for row in source.table.rows)
        return replace(source, table=replace(source.table, rows=rows))

    return replace(paper, body=tuple(map(piece, paper.body)))


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def converted(source: Path, folder: Path) -> None:
    """Convert a Word file by LibreOffice, its profile kept from call to call."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)


def speed(rounds: int) -> int:
    """Print the speeds and return how many limits are not held."""
    fresh = [unseen(paper) for paper in islice(long_plans(), rounds + 1)]
    ours, whole, theirs = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        word = folder / "plan.docx"
        has_peer = shutil.which("soffice") is not None
        for place, paper in enumerate(fresh):
            ours.append(seconds(partial(write_pdf, paper)))
            word.write_bytes(write_docx(paper))
            command = [sys.executable, "-c", _PROCESS, str(word), str(folder / "own.pdf")]
            whole.append(seconds(partial(subprocess.run, command, check=True)))
            if has_peer:
                theirs.append(seconds(partial(converted, word, folder)))
            if not place:  # the first of each warms up
                ours, whole, theirs = [], [], []
    one = statistics.median(ours)
    failures = int(one > SLOWEST_SECONDS)
    print(f"Plans of {PAGES} pages: write_pdf {one:.3f} s (limit {SLOWEST_SECONDS})")
    if not theirs:
        print("LibreOffice is not installed: no comparison")
        return failures
    peer = statistics.median(theirs)
    print(f"LibreOffice {peer:.2f} s: {peer / one:.0f} times as long (at least {LEAST_RATIO})")
    print(f"Reading the Word file and setting it, as a whole process: {statistics.median(whole):.2f} s")
    return failures + (peer / one < LEAST_RATIO)


def kept() -> float | None:
    """Return the macro-F1 of the plans beside the project read again from PDF, against their first reading."""
    first: dict[str, Json] = {}
    again: dict[str, Json] = {}
    for path in sorted(PLANS.glob("*.txt")):
        document = read_document(path)
        first[path.stem] = to_json(understand(document), document)
        second = read_document(write_pdf(recognize(document)))
        again[path.stem] = to_json(understand(second), second)
    return score(again, first).macro if first else None


def equal(papers_wanted: int) -> int:
    """Return how many of so many made-up papers over all types come back equal."""
    keys = all_types()
    papers = [made_up(Random(seed), keys[seed % len(keys)]) for seed in range(papers_wanted)]
    return sum(recognize(read_document(write_pdf(paper))) == paper for paper in papers)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=200, help="made-up papers through the round trip")
    parser.add_argument("--rounds", type=int, default=5, help="long plans for speed")
    options = parser.parse_args(arguments)
    failures = speed(options.rounds) if options.rounds else 0
    macro = kept()
    if macro is None:
        print("No plans beside the project: what a reading keeps is not measured on real ones")
    else:
        print(f"Plans read again from PDF: macro F1 {macro:.3f} (floor {MACRO_FLOOR})")
        failures += macro < MACRO_FLOOR
    if options.papers:
        print(f"Round trip through PDF: {equal(options.papers)} of {options.papers} made-up papers equal")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
