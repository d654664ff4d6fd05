"""Measure how official documents are written: what a round trip keeps, and speed beside a named peer in the same run.

    python -m bench.write [--papers 500] [--decisions 200]

The round trip writes made-up papers of every type as Word files and reads them back: all must come back equal. Speed
is that of one-page decisions by `write_docx` beside docxtpl filling a template of the same content, taken in turns.
Exits 1 when a paper came back changed or a limit is not held.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from docxtpl import DocxTemplate

from thidua.lib.vanban.official import Capacity, Level, OfficialDocument, Passage, Run, Signature
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize
from thidua.lib.vanban.writing.docx import write_docx
from thidua.lib.vanban.writing.tests.papers import all_types, made_up

SLOWEST = 1.2
"""Times docxtpl's time."""
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """A made-up paper that came back otherwise than it was written."""

    seed: int
    type_key: str


def round_trip(count: int) -> list[Changed]:
    """Write and read back made-up papers over all types; return those that came back changed."""
    keys = all_types()
    changed = []
    for seed in range(count):
        key = keys[seed % len(keys)]
        paper = made_up(Random(seed), key)
        if recognize(read_document(write_docx(paper))) != paper:
            changed.append(Changed(seed, key))
    return changed


def decision(place: int) -> OfficialDocument:
    """Return the nth of many decisions of one page."""
    return replace(_PATTERN, body=_body(*_fields(place)))


def _fields(place: int) -> tuple[str, str]:
    return f"Nguyễn Văn {chr(ord('A') + place % 26)}{place}", f"{place + 1}.000.000 đồng"


def _body(name: str, amount: str) -> tuple[Passage, ...]:
    texts = (
        f"Tặng danh hiệu “Chiến sĩ thi đua cơ sở” năm 2025 cho ông {name}, chuyên viên Phòng Nghiệp vụ.",
        f"Ông {name} được thưởng {amount} từ quỹ thi đua, khen thưởng của Sở.",
        f"Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng Sở và ông {name} thi hành Quyết định này.",
    )
    return tuple(
        Passage(Level.ARTICLE, f"Điều {place}.", runs=(Run(text),)) for place, text in enumerate(texts, start=1)
    )


_PATTERN = OfficialDocument(
    type_key="quyet-dinh",
    issuer="SỞ NỘI VỤ",
    parent="ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG",
    title="Về việc tặng danh hiệu thi đua năm 2025",
    number=1,
    symbol="QĐ-SNV",
    place="Lâm Đồng",
    issued_on=date(2026, 1, 5),
    authority_line="GIÁM ĐỐC SỞ NỘI VỤ",
    legal_bases=(
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
        "Theo đề nghị của Chánh Văn phòng Sở",
    ),
    order_word="QUYẾT ĐỊNH:",
    body=_body("{{ name }}", "{{ amount }}"),
    signatures=(Signature("PHÓ GIÁM ĐỐC", "Trần Thị Bích Ngọc", Capacity.DEPUTY, "GIÁM ĐỐC"),),
    recipients=("Như Điều 3", "Ban Giám đốc", "Lưu: VT, VP"),
)


def template() -> bytes:
    """Return the decision as a template of docxtpl: place, name and amount are fields."""
    return write_docx(replace(_PATTERN, place="{{ place }}"))


def fill(source: bytes, place: int) -> bytes:
    """Return the nth decision as docxtpl fills it in."""
    filled = DocxTemplate(io.BytesIO(source))
    name, amount = _fields(place)
    filled.render({"place": "Lâm Đồng", "name": name, "amount": amount})
    out = io.BytesIO()
    filled.save(out)
    return out.getvalue()


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def speed(count: int) -> tuple[float, float]:
    """Return the median seconds for `count` decisions by `write_docx` and by docxtpl, taken in turns."""
    papers = [decision(place) for place in range(count)]
    source = template()
    write_docx(papers[0])
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(_seconds(lambda: [write_docx(paper) for paper in papers]))
        theirs.append(_seconds(lambda: [fill(source, place) for place in range(count)]))
    return statistics.median(ours), statistics.median(theirs)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=500, help="made-up papers through the round trip")
    parser.add_argument("--decisions", type=int, default=200, help="one-page decisions for speed")
    options = parser.parse_args(arguments)
    failures = 0
    if options.papers:
        changed = round_trip(options.papers)
        print(f"Round trip through DOCX: {options.papers - len(changed)} of {options.papers} papers equal")
        for each in changed[:20]:
            print(f"  changed: seed {each.seed}, {each.type_key}")
        failures += bool(changed)
    if options.decisions:
        ours, theirs = speed(options.decisions)
        ratio = ours / theirs
        print(
            f"{options.decisions} one-page decisions: write_docx {ours:.2f} s, docxtpl {theirs:.2f} s, "
            f"ratio {ratio:.2f} (limit {SLOWEST})"
        )
        failures += ratio > SLOWEST
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
