"""The engine: one compiler for the process, its fonts loaded once, its files confined to the template's folder."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from thidua.lib.vanban.form import measures
from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.writing.pdf.content import COPY, content_of
from thidua.lib.vanban.writing.pdf.text import PLACEHOLDER

FACES = ("Tinos-Regular.ttf", "Tinos-Italic.ttf", "Tinos-Bold.ttf", "Tinos-BoldItalic.ttf")
FONTS = ("Tinos", "Libertinus Serif", "DejaVu Sans Mono")
"""Tinos has the letters of Europe; signs it lacks (≥, →, ☐) come from the fonts that the engine brings along."""
STANDARDS: tuple[Literal["a-2a"], Literal["ua-1"]] = ("a-2a", "ua-1")
_TEMPLATES = Path(__file__).parent / "template"
_VIETNAM = timezone(timedelta(hours=7))
_POINTS = 72 / 25.4
_SIGNATURE_MM = 50
_CORNER_MM = 80
_SYSTEM_FOLDERS = ("/usr/share/fonts/truetype/croscore",)


class FontsMissing(RuntimeError):
    """The four faces of Tinos are not where they are looked for."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page: `page` from 1 on, the sides in points from the page's lower left corner, as PDF counts."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.left, self.bottom, self.right, self.top


@dataclass(frozen=True, slots=True)
class Typeset:
    """A paper as PDF, and where digital signatures show on it.

    `signature` is for the picture of the (first) signer's own signature, in the middle between position and name;
    `seal` for the body's stamp at its true size, over a third of that picture on its left (Phụ lục I, Phần I, Mục
    II.7, II.8). Both None when nobody signs. `signatures` and `seals` are those of all signers of the paper itself.
    `corner` is the top right of page 1: the text that stands for a signature on copies and files of attachments.
    `copy_signature` and `copy_seal` are those of who signs the copy below the document. `replaced` are the characters
    that no font draws (a picture, a script of another continent), each printed as a hollow square.
    """

    pdf: bytes
    page_count: int
    corner: Place
    signatures: tuple[Place, ...] = ()
    seals: tuple[Place, ...] = ()
    copy_signature: Place | None = None
    copy_seal: Place | None = None
    replaced: str = ""

    @property
    def signature(self) -> Place | None:
        return self.signatures[0] if self.signatures else None

    @property
    def seal(self) -> Place | None:
        return self.seals[0] if self.seals else None


def write_pdf(paper: OfficialDocument, *, fonts: Path | None = None) -> bytes:
    """Return the paper as PDF/A-2a and PDF/UA-1, in form; the same paper gives the same bytes. See `typeset`."""
    return typeset(paper, fonts=fonts).pdf


def typeset(paper: OfficialDocument, *, fonts: Path | None = None) -> Typeset:
    """Set the paper and say where signatures show.

    `fonts` is a folder with the four faces of Tinos; without it they are looked for in the environment's THIDUA_FONTS,
    in what the build put into the package, in the system; raises FontsMissing when they are nowhere. The file's date
    is the day the paper is issued, 1 January 1970 for a draft.
    """
    press = _press(fonts_folder(fonts))
    pdf, notes, replaced = press.print(content_of(paper), issued=_moment(paper))
    near = {note["part"]: note["page"] for note in notes if note["what"] == "near"}
    stray = {
        part
        for note in notes
        if note["what"] == "closing" and near.get(part := note["part"], note["page"]) < note["page"]
    }
    if stray:
        # A signature with less than two lines of text on its page: set anew so that these go with it.
        pdf, notes, replaced = press.print(content_of(paper, kept=frozenset(stray)), issued=_moment(paper))
    return _typeset(pdf, notes, replaced)


def fonts_folder(folder: Path | None = None) -> Path:
    """Return the folder with the four faces of Tinos; raises FontsMissing."""
    named = os.environ.get("THIDUA_FONTS")
    candidates = (
        [folder] if folder else [Path(named) if named else None, Path(__file__).parents[4] / "_built" / "fonts"]
    )
    if folder is None:
        candidates += [Path(system) for system in _SYSTEM_FOLDERS]
    for candidate in candidates:
        if candidate is not None and all((candidate / face).is_file() for face in FACES):
            return candidate
    raise FontsMissing(
        "Không tìm thấy phông chữ Tinos để dựng PDF. Hãy chạy tools/build_assets.py (make setup), "
        "hoặc đặt THIDUA_FONTS là thư mục chứa " + ", ".join(FACES) + "."
    )


class _Press:
    """A compiler with its fonts. One paper at a time: what is asked after a print belongs to that print."""

    def __init__(self, folder: Path) -> None:
        import typst

        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
        root = _TEMPLATES
        self._compiler = typst.Compiler(root / "paper.typ", root=root, font_paths=fonts, ignore_system_fonts=True)
        self._prober = typst.Compiler(root / "letters.typ", root=root, font_paths=fonts, ignore_system_fonts=True)
        self._refusal = typst.TypstError
        self._drawn: set[str] = set()
        self._undrawn: set[str] = set()
        self._lock = threading.Lock()

    def print(self, content: Mapping[str, Any], *, issued: datetime) -> tuple[bytes, list[dict[str, Any]], str]:
        """Return the PDF, what the template notes of places on its pages, and the characters that no font draws."""
        paper = json.dumps(content, ensure_ascii=False)
        with self._lock:
            missing = "".join(sorted(self._missing(set(paper))))
            if missing:
                paper = paper.translate(dict.fromkeys(map(ord, missing), PLACEHOLDER))
            pdf = self._compiler.compile(
                sys_inputs={"paper": paper, "measures": _measures_json()},
                format="pdf",
                pdf_standards=list(STANDARDS),
                timestamp=int(issued.timestamp()),
            )
            notes = json.loads(self._compiler.query("<place>", field="value"))
        assert isinstance(pdf, bytes)
        return pdf, notes, missing

    def _missing(self, letters: set[str]) -> set[str]:
        unknown = letters - self._drawn - self._undrawn
        self._probe("".join(sorted(unknown)))
        return letters & self._undrawn

    def _probe(self, letters: str) -> None:
        """Learn which letters can be drawn, by setting them; the ones that cannot are found by halving."""
        if not letters:
            return
        try:
            self._prober.compile(
                sys_inputs={"letters": letters, "measures": _measures_json()},
                format="pdf",
                pdf_standards=list(STANDARDS),
                timestamp=0,
            )
        except self._refusal:
            if len(letters) == 1:
                self._undrawn.add(letters)
                return
            self._probe(letters[: len(letters) // 2])
            self._probe(letters[len(letters) // 2 :])
        else:
            self._drawn.update(letters)


@lru_cache(maxsize=4)
def _press(folder: Path) -> _Press:
    return _Press(folder)


@lru_cache(maxsize=1)
def _measures_json() -> str:
    form = measures()

    def chosen(sides: Any) -> dict[str, float]:
        return {side: getattr(sides, side).chosen_mm for side in ("top", "bottom", "left", "right")}

    elements = {
        key: {
            "size": element.size,
            "color": element.color,
            "alignment": element.alignment.value,
            "space_before": element.space_before,
            "space_after": element.space_after,
            "first_line_mm": element.first_line_mm,
            "line_spacing": element.line_spacing,
        }
        for key, element in form.elements.items()
    }
    return json.dumps(
        {
            "fonts": list(FONTS),
            "page": {"width_mm": form.page.width_mm, "height_mm": form.page.height_mm, "color": form.page.color},
            "margins": chosen(form.margins),
            "landscape": chosen(form.landscape),
            "header": {"from_edge_mm": form.header.from_edge_mm},
            "columns": {
                key: {"left_mm": columns.left_mm, "right_mm": columns.right_mm} for key, columns in form.columns.items()
            },
            "text_width": form.text_width_mm,
            "signature": {"space_pt": form.signature.space_pt},
            "elements": elements,
        }
    )


def _moment(paper: OfficialDocument) -> datetime:
    if paper.issued_on is None:
        return datetime.fromtimestamp(0, UTC)
    return datetime.combine(paper.issued_on, time(), _VIETNAM)


def _typeset(pdf: bytes, notes: list[dict[str, Any]], replaced: str) -> Typeset:
    own = [_signature_place(note) for note in notes if note["what"] == "signature" and note["part"] == 0]
    copied = [_signature_place(note) for note in notes if note["what"] == "signature" and note["part"] == COPY]
    copy = copied[0] if copied else None
    return Typeset(
        pdf=pdf,
        page_count=max(note["page"] for note in notes),
        corner=_corner(),
        signatures=tuple(own),
        seals=tuple(_seal_place(each) for each in own),
        copy_signature=copy,
        copy_seal=_seal_place(copy) if copy else None,
        replaced=replaced,
    )


def _signature_place(note: Mapping[str, Any]) -> Place:
    """Return the middle of the room between position and name, a little free of both."""
    width = min(note["width"] * 0.7, _SIGNATURE_MM * _POINTS)
    left = note["x"] + (note["width"] - width) / 2
    top = note["height_of_page"] - note["y"]
    return Place(note["page"], left, top - note["height"] + 4, left + width, top - 4)


def _seal_place(signature: Place) -> Place:
    display = measures().digital_signature
    diameter = display.stamp_diameter_mm * _POINTS
    right = signature.left + (signature.right - signature.left) * display.overlap
    middle = (signature.top + signature.bottom) / 2
    return Place(signature.page, right - diameter, middle - diameter / 2, right, middle + diameter / 2)


def _corner() -> Place:
    form = measures()
    right = (form.page.width_mm - form.margins.right.chosen_mm) * _POINTS
    top = form.page.height_mm * _POINTS
    edge = form.header.from_edge_mm * _POINTS / 2
    return Place(1, right - _CORNER_MM * _POINTS, top - form.margins.top.chosen_mm * _POINTS + 4, right, top - edge)
