"""Number and date filled into a paper that was signed without them."""

from __future__ import annotations

import io
from datetime import date

import pytest

from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Level, OfficialDocument, Passage, Signature
from thidua.lib.vanban.signing import (
    Blank,
    Coverage,
    Place,
    Verdict,
    check_signed_copy,
    fill_blanks,
    find_blanks,
    prepare_blanks,
    sign_body,
    sign_personal,
    signer_from_pkcs12,
)
from thidua.lib.vanban.signing.inspection import inspect
from thidua.lib.vanban.signing.tests import authority
from thidua.lib.vanban.signing.tests.authority import NOW, PASSPHRASE
from thidua.lib.vanban.writing.pdf import Typeset, typeset

VALUES = {Blank.NUMBER: "05", Blank.DAY: "02", Blank.MONTH: "3", Blank.YEAR: "2026"}


def paper(**values: object) -> Typeset:
    given: dict[str, object] = {
        "type_key": "quyet-dinh",
        "issuer": "SỞ NỘI VỤ",
        "parent": "UBND TỈNH BÌNH MINH",
        "symbol": "QĐ-SNV",
        "place": "Bình Minh",
        "title": "Về việc tặng Giấy khen",
        "body": (Passage(Level.ARTICLE, "Điều 1.", runs=(Run("Tặng Giấy khen."),)),),
        "signatures": (Signature("GIÁM ĐỐC", "Trần Văn Bình"),),
    }
    return typeset(OfficialDocument(**(given | values)))


def fields(pdf: bytes) -> dict[str, str]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    found = PdfFileReader(io.BytesIO(pdf)).root["/AcroForm"]["/Fields"]
    return {str(one.get_object()["/T"]): str(one.get_object().get("/V", "")) for one in found}


def text_of(pdf: bytes) -> str:
    """Return the words of page 1 as they are seen, with what stands in the fields."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    page.flatten()
    text = str(document[0].get_textpage().get_text_range())
    return " ".join(text.split())


def test_the_blanks_are_where_number_and_date_go() -> None:
    found = find_blanks(paper().pdf)
    assert set(found) == set(Blank)
    number, day, month, year = (found[blank].place for blank in Blank)
    assert number.right < day.left < month.left < year.left
    assert {found[blank].is_italic for blank in (Blank.DAY, Blank.MONTH, Blank.YEAR)} == {True}
    assert not found[Blank.NUMBER].is_italic
    assert abs(number.bottom - day.bottom) < 30


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"number": 5, "issued_on": date(2026, 3, 2)}, set()),
        ({"year": 2026, "month": 3}, {Blank.NUMBER, Blank.DAY}),
        ({"year": 2026}, {Blank.NUMBER, Blank.DAY, Blank.MONTH}),
    ],
)
def test_what_is_printed_already_is_no_blank(values: dict[str, object], expected: set[Blank]) -> None:
    assert set(find_blanks(paper(**values).pdf)) == expected


def test_a_signature_stays_whole_when_the_blanks_are_filled() -> None:
    set_in_type = paper()
    prepared = prepare_blanks(set_in_type.pdf, find_blanks(set_in_type.pdf))
    assert set(fields(prepared).values()) == {""}
    person = signer_from_pkcs12(authority.identity().key_file(), passphrase=PASSPHRASE)
    body = signer_from_pkcs12(authority.body().key_file(), passphrase=PASSPHRASE)
    assert set_in_type.signature is not None
    assert set_in_type.seal is not None
    hand = Place(set_in_type.signature.page, *set_in_type.signature.box)
    signed = sign_personal(prepared, person, place=hand, at=NOW)
    check_signed_copy(prepared, signed)
    filled = fill_blanks(signed, VALUES)
    assert filled.startswith(signed)
    assert {name: value for name, value in fields(filled).items() if value} | {} == {
        **{blank.value: value for blank, value in VALUES.items()},
        **{name: value for name, value in fields(filled).items() if name.startswith("Ky")},
    }
    sealed = sign_body(filled, body, place=Place(set_in_type.seal.page, *set_in_type.seal.box), at=NOW)
    one, two = inspect(sealed, roots=[authority.root().der], lists=[], at=NOW)
    assert [(one.verdict, one.coverage), (two.verdict, two.coverage)] == [
        (Verdict.VALID, Coverage.SIGNED_ON),
        (Verdict.VALID, Coverage.WHOLE),
    ]
    seen = text_of(sealed)
    for words in ("05", "02", "2026"):
        assert words in seen


def test_what_the_body_signed_over_cannot_be_filled_anew() -> None:
    set_in_type = paper()
    prepared = prepare_blanks(set_in_type.pdf, find_blanks(set_in_type.pdf))
    person = signer_from_pkcs12(authority.identity().key_file(), passphrase=PASSPHRASE)
    body = signer_from_pkcs12(authority.body().key_file(), passphrase=PASSPHRASE)
    assert set_in_type.seal is not None
    seal = Place(set_in_type.seal.page, *set_in_type.seal.box)
    numbered = fill_blanks(sign_personal(prepared, person, place=seal, at=NOW), VALUES)
    (report,) = inspect(numbered, roots=[authority.root().der], lists=[], at=NOW)
    assert (report.verdict, set(report.unguarded)) == (Verdict.DOUBTFUL, {blank.value for blank in Blank})
    assert "Các ô được điền sau khi ký: năm, ngày, số, tháng." in report.lines
    assert "Những ô đó chưa được chữ ký nào sau này bảo đảm." in report.lines
    sealed = sign_body(numbered, body, place=seal, at=NOW)
    one, two = inspect(sealed, roots=[authority.root().der], lists=[], at=NOW)
    assert (one.verdict, one.unguarded, two.verdict) == (Verdict.VALID, (), Verdict.VALID)
    changed = fill_blanks(sealed, {Blank.NUMBER: "99"})
    one, two = inspect(changed, roots=[authority.root().der], lists=[], at=NOW)
    assert (two.coverage, two.verdict) == (Coverage.CHANGED, Verdict.INVALID)
    assert one.verdict is not Verdict.VALID
