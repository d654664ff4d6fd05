"""Speed of reading beside named peers on the same files in the same run, as ratios.

Text: a limit in milliseconds. DOCX: markitdown's conversion alone. Text PDF: pdfplumber's table extraction alone.
Scan: ocrmypdf (two jobs) on the same pages, both as whole processes.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.understanding import to_json, understand

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "build" / "bench-venv" / "bin"
TEXT_LIMIT_MS = 50.0
LIMITS = {"docx": 0.5, "pdf": 1.2, "scan": 1.5}
PEER_NAMES = {"docx": "markitdown", "pdf": "pdfplumber", "scan": "ocrmypdf"}
ROUNDS = {"text": 9, "docx": 7, "pdf": 5, "scan": 1}


def understood(path: Path) -> None:
    """Read and understand one file in this process."""
    document = read_document(path)
    to_json(understand(document), document)


def median_ms(act: Callable[[], None], *, rounds: int, warm_up: bool = True) -> float:
    """Return the median duration of `act` in milliseconds."""
    if warm_up:
        act()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def peers_are_there() -> bool:
    return (PEERS / "python").exists()


def compare(kind: str, path: Path) -> tuple[float, float]:
    """Return (ours, peer's) median milliseconds on one file."""
    rounds = ROUNDS[kind]
    if kind == "docx":
        command = [PEERS / "python", ROOT / "bench" / "peers.py", path, str(rounds)]
        peer = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return median_ms(lambda: understood(path), rounds=rounds), peer
    if kind == "pdf":
        return median_ms(lambda: understood(path), rounds=rounds), median_ms(lambda: _tables(path), rounds=rounds)
    ours = median_ms(lambda: _whole_process(path), rounds=rounds, warm_up=False)
    return ours, median_ms(lambda: _ocrmypdf(path), rounds=rounds, warm_up=False)


def _tables(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def _whole_process(path: Path) -> None:
    command = [sys.executable, "-m", "thidua.cli", "plan", "read", str(path), "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _ocrmypdf(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [PEERS / "ocrmypdf", "--quiet", "-l", "vie", "--deskew", "--jobs", "2", "--output-type", "pdf"]
        environment = os.environ | {"PATH": f"{PEERS}{os.pathsep}{os.environ['PATH']}"}
        subprocess.run([*command, path, Path(folder) / "out.pdf"], check=True, env=environment, capture_output=True)
