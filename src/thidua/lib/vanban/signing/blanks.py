"""The blanks of a paper that is signed before it has its number: number and date are form fields, filled at issue.

The person signs first and the number comes after (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 2). Filling a field that was
there when somebody signed leaves the signature whole; writing on the page would not.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thidua.lib.vanban.signing.appearance import BLACK, text_content
from thidua.lib.vanban.signing.place import Place

_READ_ONLY, _PRINTED = 1, 4
SIZE, YEAR_WIDTH, NARROWEST = 13.0, 31.0, 4.0
LETTERS = 4000
"""The letterhead is among the first letters of page 1."""


class Blank(StrEnum):
    """A blank of the letterhead; the value names its field."""

    NUMBER = "SoVanBan"
    DAY = "NgayVanBan"
    MONTH = "ThangVanBan"
    YEAR = "NamVanBan"


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a blank is, and whether its line is in italics."""

    place: Place
    is_italic: bool


def find_blanks(pdf: bytes) -> dict[Blank, Gap]:
    """Return the blanks in the letterhead of a PDF that the program itself made: gaps after "Số:", "ngày", "tháng"."""
    import pypdfium2

    library: Any = pypdfium2
    document = library.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    letters = [
        (text.get_text_range(at, 1), text.get_charbox(at, loose=True)) for at in range(min(text.count_chars(), 4000))
    ]
    found: dict[Blank, Gap] = {}
    for blank, before, after, is_italic in (
        (Blank.NUMBER, "Số:", "/", False),
        (Blank.DAY, "ngày", "tháng", True),
        (Blank.MONTH, "tháng", "năm", True),
    ):
        gap = _gap(letters, before, after)
        if gap is not None:
            found[blank] = Gap(gap, is_italic)
    if Blank.DAY in found and (year := _year(letters)) is not None:
        found[Blank.YEAR] = Gap(year, is_italic=True)
    document.close()
    return found


def _gap(letters: list[tuple[str, tuple[float, float, float, float]]], before: str, after: str) -> Place | None:
    """Return the empty room between two words on one line of the first page."""
    seen = [(char, box) for char, box in letters if char.strip()]
    line = "".join(char for char, _ in seen)
    at = line.find(before)
    if at < 0 or not line.startswith(after, at + len(before)):
        return None
    (_, left), (_, right) = seen[at + len(before) - 1], seen[at + len(before)]
    if right[0] - left[2] < NARROWEST:
        return None
    return Place(1, left[2], left[1] - 1, right[0], left[3] + 3)


def _year(letters: list[tuple[str, tuple[float, float, float, float]]]) -> Place | None:
    """Return the room after "năm" when no year stands there."""
    seen = [(char, box) for char, box in letters if char.strip()]
    line = "".join(char for char, _ in seen)
    at = line.find("năm", line.find("ngày"))
    if at < 0 or line[at + 3 : at + 4].isdigit():
        return None
    _, (_, bottom, right, top) = seen[at + 2]
    return Place(1, right + 1, bottom - 1, right + YEAR_WIDTH, top + 3)


def prepare_blanks(pdf: bytes, gaps: Mapping[Blank, Gap]) -> bytes:
    """Return the PDF with an empty field, which readers do not let anybody type in, in each of its blanks."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    objects: Any = generic  # without types
    name = objects.pdf_name
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    page = writer.find_page_for_modification(0)[0]
    fields = objects.ArrayObject()
    for blank, gap in gaps.items():
        rectangle = (gap.place.left, gap.place.bottom, gap.place.right, gap.place.top)
        content: dict[Any, Any] = {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Widget"),
            name("/FT"): name("/Tx"),
            name("/T"): objects.pdf_string(blank.value),
            name("/V"): objects.pdf_string(""),
            name("/Ff"): objects.NumberObject(_READ_ONLY),
            name("/F"): objects.NumberObject(_PRINTED),
            name("/P"): page,
            name("/Rect"): objects.ArrayObject([objects.FloatObject(round(side, 2)) for side in rectangle]),
            name("/AP"): objects.DictionaryObject({name("/N"): _shown(writer, "", gap)}),
        }
        field = writer.add_object(objects.DictionaryObject(content))
        fields.append(field)
        writer.register_annotation(page, field)
    form = objects.DictionaryObject({name("/Fields"): fields, name("/DA"): objects.pdf_string("/Helv 0 Tf 0 g")})
    writer.root[name("/AcroForm")] = writer.add_object(form)
    writer.update_root()
    return _written(writer)


def fill_blanks(pdf: bytes, values: Mapping[Blank, str]) -> bytes:
    """Return the PDF with the blanks it was prepared with filled: an update that leaves its signatures whole."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    objects: Any = generic  # without types
    name = objects.pdf_name
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    given = {blank.value: (blank, value) for blank, value in values.items()}
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        title = str(field.get("/T"))
        if title not in given:
            continue
        blank, value = given[title]
        gap = Gap(Place(1, *(float(side) for side in field["/Rect"])), is_italic=blank is not Blank.NUMBER)
        field[name("/V")] = objects.pdf_string(value)
        field[name("/AP")] = objects.DictionaryObject({name("/N"): _shown(writer, value, gap)})
        writer.update_container(field)
    return _written(writer)


def _shown(writer: Any, value: str, gap: Gap) -> Any:
    """Return what a field shows, as an object of the writer's file."""
    from pyhanko.pdf_utils.content import AppearanceContent, RawContent

    if value:
        content = text_content((value,), place=gap.place, size=SIZE, color=BLACK, is_italic=gap.is_italic)
    else:
        content = RawContent(b"")

    class Shown(AppearanceContent):
        def render(self) -> bytes:
            content.set_writer(writer)
            drawn = content.render()
            self.import_resources(content.resources)
            return bytes(drawn)

    from pyhanko.pdf_utils.layout import BoxConstraints

    return Shown(box=BoxConstraints(width=gap.place.width, height=gap.place.height), writer=writer).register()


def _written(writer: Any) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
