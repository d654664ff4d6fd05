"""Sign PDF files: PAdES, each signature an incremental update, so that earlier ones stay whole.

They are approval signatures without a DocMDP lock: a certification signature would forbid the visible field of the next
one. What may follow a signature is judged when it is checked: further signatures and their proofs, nothing else.
"""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from http.client import HTTPException
from typing import Any

from thidua.lib.vanban.signing.appearance import BLACK, BLUE, RED, picture_style, printed_time, text_style
from thidua.lib.vanban.signing.blanks import Blank
from thidua.lib.vanban.signing.errors import SigningReason, SigningRefused
from thidua.lib.vanban.signing.place import MILLIMETRE, Place
from thidua.lib.vanban.signing.running import finished
from thidua.lib.vanban.signing.signer import Signer

PERSON_FIELD, BODY_FIELD, CORNER_FIELD = "KyCaNhan", "KyCoQuan", "KyTep"
"""Names of the signature fields, with a count behind: they tell a reader what each signature is for."""
MAX_BYTES = 100 * 2**20
MAX_STAMP_BYTES = 2**20
TEXT_SIZE, CORNER_SIZE = 9.0, 10.0
CORNER_WIDTH, CORNER_HEIGHT, CORNER_RIGHT, CORNER_TOP = (mm * MILLIMETRE for mm in (62, 14, 15, 5))
UNCOVERED = 0.55
DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class TimeStamping:
    """Where time-stamps come from: `engine` is a pyHanko TimeStamper."""

    engine: Any


def time_stamping(url: str, *, seconds: float = 10.0) -> TimeStamping:
    """Return the time-stamping authority at an address (RFC 3161)."""
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    class Authority(TimeStamper):
        """Asks by plain HTTP; pyHanko's own client wants a further library for that."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
            request = urllib.request.Request(url, data=req.dump(), headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=seconds) as answer:
                    return tsp.TimeStampResp.load(answer.read(MAX_STAMP_BYTES), strict=True)
            except (OSError, ValueError, HTTPException) as error:
                raise TimestampRequestError("no time-stamp") from error

    engine: Any = Authority  # its base has no types
    return TimeStamping(engine())


def sign_personal(
    pdf: bytes,
    signer: Signer,
    *,
    place: Place,
    at: datetime,
    image: bytes | None = None,
    reason: str = "",
    stamping: TimeStamping | None = None,
) -> bytes:
    """Return the PDF with a person's signature, shown by the blue picture of the hand or, without one, by plain words.

    Raises SigningRefused.
    """
    if image is not None:
        style = picture_style(image)
    else:
        lines = (f"Ký bởi: {signer.certificate.name}", f"Thời gian ký: {printed_time(at)}")
        style = text_style(lines, place=place, size=TEXT_SIZE, color=BLUE)
    return _sign(pdf, signer, field=PERSON_FIELD, style=style, place=place, at=at, reason=reason, stamping=stamping)


def sign_body(
    pdf: bytes,
    signer: Signer,
    *,
    place: Place,
    at: datetime,
    seal_image: bytes | None = None,
    reason: str = "",
    stamping: TimeStamping | None = None,
) -> bytes:
    """Return the PDF with a body's signature, shown by its red seal or, without a picture, by plain words in red.

    Raises SigningRefused.
    """
    if seal_image is not None:
        style = picture_style(seal_image)
    else:
        # the part of a seal's place that does not lie over the person's signature
        place = replace(place, right=place.left + place.width * UNCOVERED)
        lines = ("Ký bởi:", signer.certificate.name, "Thời gian ký:", *printed_time(at).split("T"))
        style = text_style(lines, place=place, size=TEXT_SIZE, color=RED)
    return _sign(pdf, signer, field=BODY_FIELD, style=style, place=place, at=at, reason=reason, stamping=stamping)


def sign_corner(
    pdf: bytes,
    signer: Signer,
    *,
    lines: tuple[str, ...],
    at: datetime,
    place: Place | None = None,
    reason: str = "",
    stamping: TimeStamping | None = None,
) -> bytes:
    """Return an annex in its own file, or an electronic copy, with the body's signature at the top right of page 1.

    No picture, black, size 10: `lines`, then the time of signing. For an annex the line is the number and symbol of
    the document (Phụ lục I, Mục II.8); for a copy the form of copy and the agency (Phần II). Raises SigningRefused.
    """
    place = place or _corner_of(pdf)
    words = (*lines, printed_time(at))
    style = text_style(words, place=place, size=CORNER_SIZE, color=BLACK, is_left=True)
    return _sign(pdf, signer, field=CORNER_FIELD, style=style, place=place, at=at, reason=reason, stamping=stamping)


def _sign(
    pdf: bytes,
    signer: Signer,
    *,
    field: str,
    style: Any,
    place: Place,
    at: datetime,
    reason: str,
    stamping: TimeStamping | None,
) -> bytes:
    from pyhanko.sign import fields
    from pyhanko.sign.signers import PdfSignatureMetadata

    signer.check(at)
    with _said_in_words():
        writer = _writer(pdf)
        taken = [name for name, _, _ in fields.enumerate_sig_fields(writer.prev)]
        name = next(one for one in (f"{field}{count}" for count in range(1, 1000)) if one not in taken)
        left, bottom = _origin(writer, place)
        box: Any = (left, bottom, left + place.width, bottom + place.height)  # fractions of a point too
        metadata = PdfSignatureMetadata(
            field_name=name,
            md_algorithm=DIGEST,
            reason=reason or None,
            name=signer.certificate.name,
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        spec = fields.SigFieldSpec(
            name,
            on_page=place.page - 1,
            box=box,
            field_mdp_spec=_lock(writer) if field == BODY_FIELD else None,
        )
        options = {"stamp_style": style, "new_field_spec": spec, "timestamper": stamping and stamping.engine}
        engine = _pdf_signer()(at, metadata, signer.engine, **options)
        output = io.BytesIO()
        finished(engine.async_sign_pdf(writer, output=output))
        return output.getvalue()


def _lock(writer: Any) -> Any:
    """Return the lock on the blanks of a paper: once the body has signed, number and date are fixed."""
    from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec

    if "/AcroForm" not in writer.root:
        return None
    names = {str(one.get_object().get("/T")) for one in writer.root["/AcroForm"]["/Fields"]}
    blanks = [str(blank.value) for blank in Blank if blank.value in names]
    return FieldMDPSpec(FieldMDPAction.INCLUDE, fields=blanks) if blanks else None


def _pdf_signer() -> Any:
    from pyhanko.sign.signers import PdfSigner

    class SignerAt(PdfSigner):
        """Signs at a moment that is given, not at that of the machine."""

        def __init__(self, at: datetime, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.at = at

        def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
            session = super().init_signing_session(*arguments, **options)
            session.system_time = self.at
            return session

    return SignerAt


def _writer(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    if len(pdf) > MAX_BYTES:
        raise SigningRefused(
            SigningReason.TOO_LARGE, "Tệp PDF lớn quá 100 MB.", remedy="Giảm dung lượng tệp rồi ký lại."
        )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if writer.prev.encrypted:
        raise SigningRefused(
            SigningReason.ENCRYPTED, "Tệp PDF đặt mật khẩu nên không ký được.", remedy="Bỏ mật khẩu của tệp rồi ký lại."
        )
    return writer


def _origin(writer: Any, place: Place) -> tuple[float, float]:
    """Return the place's corner in the page's own coordinates; raises SigningRefused when it lies outside."""
    if not 1 <= place.page <= int(writer.root["/Pages"]["/Count"]):
        raise _outside(place)
    page, _ = writer.find_page_for_modification(place.page - 1)
    left, bottom, right, top = _page_box(page.get_object())
    if min(place.width, place.height) < 1 or not (
        place.left > -1 and place.right < right - left + 1 and place.bottom > -1 and place.top < top - bottom + 1
    ):
        raise _outside(place)
    return left + place.left, bottom + place.bottom


def _page_box(page: Any) -> tuple[float, float, float, float]:
    from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree

    found = find_inherited_value_in_tree(page, "/MediaBox", "/Parent")
    box = found or (0, 0, 595.28, 841.89)
    first, second, third, fourth = (float(value) for value in box)
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


def _corner_of(pdf: bytes) -> Place:
    with _said_in_words():
        page, _ = _writer(pdf).find_page_for_modification(0)
        left, bottom, right, top = _page_box(page.get_object())
    edge, high = right - left - CORNER_RIGHT, top - bottom - CORNER_TOP
    return Place(1, max(0.0, edge - CORNER_WIDTH), max(0.0, high - CORNER_HEIGHT), edge, high)


def _outside(place: Place) -> SigningRefused:
    return SigningRefused(
        SigningReason.PLACE_OUTSIDE,
        f"Vị trí chữ ký nằm ngoài trang {place.page} của tệp PDF.",
        remedy="Tạo lại bản PDF của văn bản rồi ký lại.",
    )


@contextmanager
def _said_in_words() -> Iterator[None]:
    """Turn what pyHanko raises into refusals."""
    from pkcs11 import PKCS11Error
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    try:
        yield
    except SigningRefused:
        raise
    except TimestampRequestError:
        raise SigningRefused(
            SigningReason.TIME_STAMP_FAILED,
            "Máy chủ cấp dấu thời gian không trả lời nên chưa ký.",
            remedy="Thử lại sau ít phút, hoặc báo người quản trị kiểm tra THIDUA_TSA_URL.",
        ) from None
    except PKCS11Error:
        raise SigningRefused(
            SigningReason.TOKEN_FAILED,
            "Thiết bị ký không ký được.",
            remedy="Kiểm tra thiết bị còn cắm, còn hạn rồi thử lại.",
        ) from None
    except SigningError:
        raise SigningRefused(
            SigningReason.LOCKED,
            "Tệp PDF không cho ký thêm: chữ ký trước đã khóa tệp.",
            remedy="Ký trên bản chưa khóa, hoặc tạo lại bản PDF của văn bản.",
        ) from None
    except (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError):
        # pyHanko meets broken files with the errors of plain Python too.
        raise SigningRefused(
            SigningReason.NOT_A_PDF, "Tệp không phải PDF hoặc đã hỏng.", remedy="Tạo lại bản PDF rồi ký lại."
        ) from None
