"""Pictures of pages."""

import io

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from thidua.lib.vanban.errors import UnreadableDocument, UnreadableReason
from thidua.lib.vanban.model import SourceFormat
from thidua.lib.vanban.reading import Limits, read_document
from thidua.lib.vanban.reading.scan import images, recognition
from thidua.lib.vanban.reading.scan.numbering import mended_text
from thidua.lib.vanban.reading.scan.preparing import gray_without_seal, skew_of, straightened
from thidua.lib.vanban.reading.tests.files import image_bytes, picture_of, plan_pdf, png_claiming
from thidua.lib.vanban.reading.tests.outline import only_table, outline
from thidua.lib.vietnamese import fold

LINES = ["Căn cứ Luật Thi đua, khen thưởng", "Văn phòng Sở chủ trì, phối hợp với các phòng"]


def has_model() -> bool:
    try:
        recognition.tessdata_folder()
    except UnreadableDocument:
        return False
    return True


needs_model = pytest.mark.skipif(not has_model(), reason="the Vietnamese model is not built: run make assets")


def page(turn: float = 0.0, noise: float = 0.0) -> Image.Image:
    picture = picture_of(LINES, size=(1300, 400)).rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC)
    pixels = np.asarray(picture, dtype=np.float32)
    grainy = pixels + np.random.default_rng(1).normal(0, noise, pixels.shape) if noise else pixels
    return Image.fromarray(np.clip(grainy, 0, 255).astype("uint8"))


@needs_model
@pytest.mark.parametrize(("turn", "noise"), [(0.0, 0.0), (1.5, 8.0), (-2.0, 4.0)])
def test_pictures_are_recognised(turn: float, noise: float) -> None:
    document = read_document(image_bytes(page(turn, noise), "PNG"))
    assert [line.text for line in document.lines] == LINES
    assert (document.source_format, document.page_count) == (SourceFormat.SCAN, 1)
    assert all(0.8 < line.confidence <= 1 and line.box is not None for line in document.lines)


@needs_model
def test_red_seal_is_taken_off() -> None:
    text = page().convert("RGB")
    seal = Image.new("RGB", text.size, "white")
    ImageDraw.Draw(seal).ellipse((200, 20, 420, 240), outline=(235, 60, 70), width=9)
    picture = ImageChops.multiply(text, seal)
    document = read_document(image_bytes(picture, "JPEG", quality=90))
    assert [fold(line.text) for line in document.lines] == [fold(line) for line in LINES]


@needs_model
def test_tiff_of_two_pages() -> None:
    stream = io.BytesIO()
    page().save(stream, "TIFF", save_all=True, append_images=[page()], dpi=(200, 200))
    document = read_document(stream.getvalue())
    assert [line.page for line in document.lines] == [1, 1, 2, 2]


@needs_model
def test_scanned_pdf_gives_its_table() -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(plan_pdf())
    picture = pdf[0].render(scale=200 / 72, grayscale=True).to_pil()
    stream = io.BytesIO()
    picture.rotate(0.7, fillcolor=255, resample=Image.Resampling.BICUBIC).save(stream, "PDF", resolution=200)
    announced: list[int] = []
    progress: list[tuple[int, int]] = []
    document = read_document(
        stream.getvalue(),
        recognizing=announced.append,
        progress=lambda done, pages: progress.append((done, pages)),
    )
    tables = [part for part in outline(document) if isinstance(part, list)]
    assert [[row[0], row[2]] for row in tables[-1]] == [
        ["STT", "Chủ trì"],
        ["1", "Văn phòng Sở"],
        ["2", "Phòng Thi đua"],
    ]
    assert (document.source_format, announced, progress) == (SourceFormat.SCAN, [1], [(1, 1)])


@needs_model
def test_blank_page_has_no_text() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(image_bytes(Image.new("L", (1000, 1400), 255), "PNG"))
    assert caught.value.reason is UnreadableReason.NO_TEXT


def test_skew_is_found_to_a_tenth_of_a_degree() -> None:
    upright = np.asarray(picture_of(LINES * 6, size=(1400, 1000)), dtype=np.uint8)
    for turn in (-2.3, 0.0, 0.8):
        turned = straightened(upright, turn)
        assert abs(skew_of(turned) + turn) < 0.11


@needs_model
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_upright(turn: int) -> None:
    turned = page().rotate(turn, expand=True)
    assert [line.text for line in read_document(image_bytes(turned, "PNG")).lines] == LINES


def test_red_becomes_paper_and_black_stays() -> None:
    picture = np.full((80, 80, 3), 250, dtype=np.uint8)
    picture[10:20, 10:20] = 220, 20, 30
    picture[40:50, 40:50] = 10
    gray = gray_without_seal(picture)
    assert (int(gray[15, 15]), int(gray[45, 45]), int(gray[70, 70])) == (250, 10, 250)


@pytest.mark.parametrize(
    ("seen", "mended"),
    [
        ("Văn phòng SỞ", "Văn phòng Sở"),
        ("SỞ NỘI VỤ", "SỞ NỘI VỤ"),
        ("Khối GƯTĐ số IH", "Khối GƯTĐ số III"),
        ("QUÝH", "QUÝ II"),
        ("QUÝI", "QUÝ I"),
        ("QUÝ IV", "QUÝ IV"),
        ("-Lưu: VT.", "- Lưu: VT."),
        ("L MỤC ĐÍCH, YÊU CẦU", "I. MỤC ĐÍCH, YÊU CẦU"),
    ],
)
def test_usual_slips_are_mended(seen: str, mended: str) -> None:
    assert mended_text(seen) == mended


@pytest.mark.parametrize(
    ("content", "limits", "reason"),
    [
        (png_claiming(60_000, 60_000), Limits(), UnreadableReason.TOO_LARGE),
        (image_bytes(page(), "PNG")[:500], Limits(), UnreadableReason.DAMAGED),
        (image_bytes(page(), "PNG"), Limits(image_pixels=100), UnreadableReason.TOO_LARGE),
        (image_bytes(page(), "PNG"), Limits(scan_pages=0), UnreadableReason.TOO_MANY_PAGES),
    ],
)
def test_other_pictures_are_refused(content: bytes, limits: Limits, reason: UnreadableReason) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(content, limits=limits)
    assert caught.value.reason is reason


def test_missing_model_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(recognition, "_LANGUAGE", "no-such-language")
    with pytest.raises(UnreadableDocument) as caught:
        read_document(image_bytes(page(), "PNG"))
    assert caught.value.reason is UnreadableReason.RECOGNITION_MISSING


@needs_model
def test_table_numbers_follow_their_sequence() -> None:
    picture = Image.new("L", (1300, 700), 255)
    draw = ImageDraw.Draw(picture)
    from PIL import ImageFont

    from thidua.lib.vanban.reading.tests.files import serif_font

    font = ImageFont.truetype(str(serif_font()), 38)
    for row in range(7):
        draw.line((60, 40 + row * 80, 1240, 40 + row * 80), fill=0, width=3)
        if row < 6:
            draw.text((90, 55 + row * 80), "STT" if row == 0 else str(row), font=font, fill=0)
            draw.text((260, 55 + row * 80), "Nội dung" if row == 0 else "Tổng kết phong trào", font=font, fill=0)
            draw.text((800, 55 + row * 80), "Đơn vị" if row == 0 else "Văn phòng Sở", font=font, fill=0)
    for x in (60, 230, 770, 1240):
        draw.line((x, 40, x, 520), fill=0, width=3)
    table = only_table(read_document(image_bytes(picture, "PNG")))
    assert [row.cells[0].text for row in table.rows] == ["STT", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("mode", "dpi", "size"),
    [
        ("RGBA", (200, 200), (900, 400)),
        ("LA", None, (900, 400)),
        ("P", (1, 1), (900, 400)),
        ("RGB", (72, 72), (5000, 2000)),
    ],
)
def test_frames_of_every_kind_become_gray_or_colour_on_white(
    mode: str, dpi: tuple[int, int] | None, size: tuple[int, int]
) -> None:
    image = Image.new("RGBA", size, (0, 0, 0, 0)).convert(mode)
    if dpi:
        image.info["dpi"] = dpi
    pixels, resolution = images._frame(image, 0, Limits())
    assert (pixels.ndim in {2, 3}, max(pixels.shape[:2]) <= 4000, 40 <= resolution <= 620) == (True, True, True)
    if mode in {"RGBA", "LA"}:
        assert int(pixels.min()) == 255  # what is transparent is paper


def test_a_picture_over_the_limit_and_a_file_of_too_many_pages_are_refused_in_words() -> None:
    with pytest.raises(UnreadableDocument) as large:
        images._frame(Image.new("L", (300, 300)), 0, Limits(image_pixels=10_000))
    assert (large.value.reason, "300 x 300" in str(large.value)) == (UnreadableReason.TOO_LARGE, True)
    content = io.BytesIO()
    page = Image.new("L", (60, 60), 255)
    page.save(content, "TIFF", save_all=True, append_images=[page] * 4)
    with pytest.raises(UnreadableDocument) as many:
        read_document(content.getvalue(), filename="a.tif", limits=Limits(scan_pages=3))
    assert many.value.reason == UnreadableReason.TOO_MANY_PAGES
