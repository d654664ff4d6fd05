"""Feed the readers 10,000 damaged and hostile files: each must end as a document or `UnreadableDocument`, in bounds.

Files are made from a seed and a number, so a finding can be repeated: `--only NUMBER`. Workers are forked with the
libraries loaded; one that hangs is killed, and one that dies is tried again as the product reads, in isolation.
"""

from __future__ import annotations

import argparse
import io
import logging
import multiprocessing as mp
import os
import random
import re
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from bench.turn import scanned_page
from thidua.lib.vanban.errors import UnreadableDocument
from thidua.lib.vanban.model import Document
from thidua.lib.vanban.reading import DEFAULT_LIMITS, read_document, read_document_isolated
from thidua.lib.vanban.reading.child import set_limits
from thidua.lib.vanban.reading.tests.files import (
    PLAN,
    SAMPLES,
    hostile_files,
    image_bytes,
    picture_of,
    plan_docx,
    plan_pdf,
)

SECONDS, KIBIBYTES = 10.0, 512 * 1024
SEED = "thidua"


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its kind, name and bytes."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a reading ended, how long it took, how much memory it had at its peak (KiB)."""

    number: int
    kind: str
    result: str
    seconds: float
    peak: int


def seeds() -> dict[str, tuple[str, bytes, float]]:
    """Return sound files by kind: name, bytes, share of the cases."""
    plain = PLAN.replace("\t", "   ")
    picture = picture_of(["Kế hoạch công tác thi đua", "Phòng Thi đua chủ trì"], size=(760, 180))
    rows = "".join(
        "<tr>" + "".join(f"<td>{part}</td>" for part in line.split("\t")) + "</tr>"
        for line in PLAN.splitlines()
        if line.count("\t") == 4
    )
    head = "<html><head><meta charset=utf-8></head><body><h1>KẾ HOẠCH</h1>"
    page = f"{head}<p>{plain}</p><table>{rows}</table></body></html>"
    markdown = "# KẾ HOẠCH\n\n**Công tác** *năm*\n\n| STT | Nội dung |\n|---|---|\n| 1 | Họp <br> sơ kết |\n" + PLAN
    frames = io.BytesIO()
    picture.save(frames, "TIFF", save_all=True, append_images=[picture], compression="tiff_deflate", dpi=(200, 200))
    scan = io.BytesIO()
    scanned_page(picture, seed=1).save(scan, "PDF", resolution=200.0)
    return {
        "text": ("a.txt", PLAN.encode(), 10),
        "utf-16": ("a.txt", PLAN.encode("utf-16"), 4),
        "latin": ("a.txt", "Céng hßa x· héi chñ nghÜa ViÖt Nam\nKÕ ho¹ch thi ®ua".encode("latin-1"), 4),
        "markdown": ("a.md", markdown.encode(), 8),
        "html": ("a.html", page.encode(), 10),
        "docx": ("a.docx", plan_docx(), 28),
        "doc": ("a.doc", (SAMPLES / "plan.doc").read_bytes(), 8),
        "pdf": ("a.pdf", plan_pdf(), 24),
        "scan": ("a.pdf", scan.getvalue(), 1),
        "png": ("a.png", image_bytes(picture, "PNG"), 1.2),
        "jpg": ("a.jpg", image_bytes(picture, "JPEG", quality=60), 0.8),
        "tif": ("a.tif", frames.getvalue(), 1),
    }


class Maker:
    """Makes the case of any number, the same every time."""

    def __init__(self) -> None:
        self._seeds = seeds()
        self._hostile = list(hostile_files().items())
        self._kinds = list(self._seeds)
        self._shares = [share for _, _, share in self._seeds.values()]

    def case(self, number: int) -> Case:
        """Return case `number`; the first ones are the hostile files."""
        if number < len(self._hostile):
            name, make = self._hostile[number]
            return Case(f"hostile: {name}", "a.html" if "html" in name else "a", make())
        chance = random.Random(f"{SEED}:{number}")
        kind = chance.choices(self._kinds, self._shares)[0]
        name, content, _ = self._seeds[kind]
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            content = self._mutated(chance, kind, content)
        if chance.random() < 0.1:
            name = self._seeds[chance.choice(self._kinds)][0]
        return Case(kind, name, content)

    def _mutated(self, chance: random.Random, kind: str, content: bytes) -> bytes:
        ways: list[Callable[[random.Random, bytes], bytes]] = [flipped, cut, doubled, zeroed, sprinkled]
        if kind == "docx":
            ways += [member_changed] * 12
        elif kind in ("pdf", "scan"):
            ways += [numbers_changed, numbers_changed, objects_swapped, stream_changed, stream_changed, stream_changed]
        elif kind == "html":
            ways += [markup_changed] * 6
        if chance.random() < 0.05:
            other = self._seeds[chance.choice(self._kinds)][1]
            at, start = chance.randrange(len(content) + 1), chance.randrange(len(other))
            return content[:at] + other[start : start + chance.randrange(1, 5000)] + content[at:]
        try:
            return chance.choice(ways)(chance, content)
        except (
            zipfile.BadZipFile,
            KeyError,
            NotImplementedError,
            RuntimeError,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
        ):
            return flipped(chance, content)


def flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def doubled(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.choice((1, 16, 400, 4000))]
    return content[:start] + piece * chance.choice((2, 3, 50, 400)) + content[start:]


def zeroed(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content) + 1)
    length = min(chance.choice((4, 64, 1024)), len(content) - start)
    return content[:start] + chance.choice((b"\0", b"\xff", b"<", b"(")) * length + content[start + length :]


def sprinkled(chance: random.Random, content: bytes) -> bytes:
    words = (
        b"\t",
        b"\n",
        b"**",
        b"|",
        b"<table>",
        b"&#x41;",
        b"</w:t>",
        b" obj ",
        b"stream\n",
        b"\xcc\x81",
        b"\f",
        b"]",
    )
    for _ in range(chance.choice((1, 5, 40))):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.choice(words) + content[at:]
    return content


def markup_changed(chance: random.Random, content: bytes) -> bytes:
    """Repeat, drop or nest an element, or give an attribute an odd value."""
    tags = list(re.finditer(rb"<[^<>]{1,300}>", content))
    if not tags:
        return flipped(chance, content)
    tag = chance.choice(tags)
    way = chance.randrange(5)
    if way == 0:
        return content[: tag.start()] + content[tag.end() :]
    if way == 1:
        return content[: tag.end()] + tag[0] * chance.choice((1, 30, 300)) + content[tag.end() :]
    if way == 2:
        odd = chance.choice((b'"-1"', b'"99999999999"', b'"1e999"', b'""', b'"\xe1\xba\xbf"', b'"0"'))
        return content[: tag.start()] + re.sub(rb'"[^"]*"', odd, tag[0], count=1) + content[tag.end() :]
    if way == 3:
        other = chance.choice(tags)
        first, last = sorted((tag.start(), other.start()))
        return content[:last] + content[first:last] * chance.choice((1, 4, 40)) + content[last:]
    other = chance.choice(tags)
    return content[: tag.start()] + other[0] + content[tag.end() :]


def member_changed(chance: random.Random, content: bytes) -> bytes:
    """Change one member of a zip file, or its name, and pack it again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice([name for name in names if name.endswith("document.xml")] * 3 + names)
        for name in names:
            body = source.read(name)
            if name == chosen:
                body = chance.choice((markup_changed, markup_changed, markup_changed, flipped, cut, doubled))(
                    chance, body
                )
                if chance.random() < 0.05:
                    name = chance.choice(("../../x", "word/styles.xml", "", name.upper()))
            target.writestr(name or "x", body)
    return out.getvalue()


def numbers_changed(chance: random.Random, content: bytes) -> bytes:
    numbers = list(re.finditer(rb"(?<![\w.])-?\d{1,10}(?![\w.])", content[:200_000]))
    for number in sorted(chance.sample(numbers, min(len(numbers), chance.choice((1, 2, 6)))), key=lambda m: -m.start()):
        odd = chance.choice(
            (b"0", b"-1", b"1", b"99999", b"2147483647", b"4294967296", b"99999999999999999999", b"1e30")
        )
        content = content[: number.start()] + odd + content[number.end() :]
    return content


def objects_swapped(chance: random.Random, content: bytes) -> bytes:
    references = list(re.finditer(rb"\d+ 0 R", content))
    if len(references) < 2:
        return flipped(chance, content)
    one, other = chance.sample(references, 2)
    return content[: one.start()] + other[0] + content[one.end() :]


def stream_changed(chance: random.Random, content: bytes) -> bytes:
    """Unpack a stream of a PDF, change it, pack it again."""
    streams = list(re.finditer(rb"stream\r?\n", content))
    begin = chance.choice(streams).end() if streams else 0
    end = content.find(b"endstream", begin)
    if end < 0 or not streams:
        return flipped(chance, content)
    body = zlib.decompressobj().decompress(content[begin:end], 5_000_000)
    changed = chance.choice((numbers_changed, flipped, doubled, cut))(chance, body)
    return content[:begin] + zlib.compress(changed) + b"\n" + content[end:]


# Running


def peak_memory() -> int:
    """Return this process's peak memory in KiB since it was last forgotten."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0])


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def measured(case: Case, number: int) -> Outcome:
    """Read one case in this process."""
    forget_peak()
    started = time.perf_counter()
    try:
        document = read_document(case.content, filename=case.name)
        result = "document" if isinstance(document, Document) else f"VIOLATION: {type(document).__name__}"
    except UnreadableDocument as error:
        result = error.reason.value
    except BaseException as error:  # anything else that gets out is what we look for
        result = f"VIOLATION: {type(error).__name__}: {error}"
    return Outcome(number, case.kind, result, time.perf_counter() - started, peak_memory())


def work(maker: Maker, pipe: Connection) -> None:
    """Answer numbers with outcomes until None comes."""
    logging.disable(logging.CRITICAL)
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 2)
    set_limits(DEFAULT_LIMITS)
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    while (number := pipe.recv()) is not None:
        case = maker.case(number)
        pipe.send(measured(case, number))


class Worker:
    """A forked process and the case it is at."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self.number: int | None = None
        self.started = 0.0
        self._start()

    def _start(self) -> None:
        context = mp.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(self._maker, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, number: int) -> None:
        self.number, self.started = number, time.monotonic()
        self.pipe.send(number)

    def replace(self) -> None:
        """End the process and start another."""
        self._process.kill()
        self._process.join()
        self.pipe.close()
        self._start()

    def stop(self) -> None:
        self._process.kill()
        self._process.join()


def isolated(maker: Maker, number: int, why: str) -> Outcome:
    """Read a case as the product does, after it hung or killed a worker."""
    case = maker.case(number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(case.name).name or "a")
        path.write_bytes(case.content)
        started = time.perf_counter()
        try:
            read_document_isolated(path, filename=case.name)
            result = f"document ({why}, contained)"
        except UnreadableDocument as error:
            result = f"{error.reason.value} ({why}, contained)"
        except BaseException as error:  # as above
            result = f"VIOLATION: {type(error).__name__}: {error}"
    return Outcome(number, case.kind, result, time.perf_counter() - started, 0)


def run(count: int, workers: int) -> list[Outcome]:
    """Read `count` cases and return how each ended."""
    maker = Maker()
    for _, content, share in seeds().values():
        if share > 4:
            read_document(content)  # loads the libraries once, before the workers are forked
    numbers = iter(range(count))
    pool = [Worker(maker) for _ in range(workers)]
    outcomes: list[Outcome] = []
    for worker in pool:
        worker.give(next(numbers))
    while any(worker.number is not None for worker in pool):
        ready = wait([worker.pipe for worker in pool if worker.number is not None], timeout=0.5)
        for worker in pool:
            number = worker.number
            if number is None:
                continue
            if worker.pipe in ready:
                try:
                    outcomes.append(worker.pipe.recv())
                except EOFError:
                    worker.replace()
                    outcomes.append(isolated(maker, number, "crash"))
            elif time.monotonic() - worker.started > SECONDS + 2:
                worker.replace()
                outcomes.append(isolated(maker, number, "hang"))
            else:
                continue
            worker.number = None
            if (following := next(numbers, None)) is not None:
                worker.give(following)
            if len(outcomes) % 1000 == 0:
                print(f"{len(outcomes):>7} files", file=sys.stderr, flush=True)
    for worker in pool:
        worker.stop()
    return outcomes


def report(outcomes: list[Outcome]) -> int:
    """Print counts, the slowest and the biggest; return how many broke a bound."""
    for kind in sorted({outcome.kind.split(":")[0] for outcome in outcomes}):
        of_kind = [outcome for outcome in outcomes if outcome.kind.split(":")[0] == kind]
        counts = Counter(outcome.result for outcome in of_kind).most_common()
        print(f"{kind:<10} {len(of_kind):>6}   " + ", ".join(f"{result} {count}" for result, count in counts))
    print("slowest:")
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.seconds)[:5]:
        print(f"  {outcome.seconds:6.2f} s  {outcome.number:>6} {outcome.kind}: {outcome.result}")
    print("biggest:")
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.peak)[:5]:
        print(f"  {outcome.peak // 1024:4} MiB  {outcome.number:>6} {outcome.kind}: {outcome.result}")
    broken = [
        outcome
        for outcome in outcomes
        if outcome.result.startswith("VIOLATION") or outcome.seconds > SECONDS or outcome.peak > KIBIBYTES
    ]
    for outcome in broken:
        cost = f"{outcome.seconds:.2f} s, {outcome.peak // 1024} MiB"
        print(f"BROKEN {outcome.number} {outcome.kind}: {outcome.result}, {cost}")
    print(f"{len(outcomes)} files, {len(broken)} broke a bound")
    return len(broken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, help="read one case by its number, here")
    options = parser.parse_args()
    if options.only is not None:
        print(measured(Maker().case(options.only), options.only))
        return
    raise SystemExit(1 if report(run(options.count, options.workers)) else 0)


if __name__ == "__main__":
    main()
