"""Characters, encodings, names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.lib.vietnamese import (
    LegacyCharset,
    charset_of_font,
    clean,
    decode_bytes,
    decode_legacy,
    detect_legacy,
    fold,
    is_syllable,
    plausibility,
    sort_key,
    sort_name,
)

SENTENCE = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc; kế hoạch thi đua ở đơn vị, người tốt, sữa chữ"
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Vie\u0323\u0302t", "Việt"),
        ("Vie\u0302\u0323t", "Việt"),
        ("ke\u0301\u0302", "kế"),
        ("Ðặng", "Đặng"),
        ("a\u00a0b\u200bc\u00add", "a bcd"),
        ("\uf0b7 một", "• một"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\x00\x07b\ud800", "ab"),
    ],
)
def test_clean_gives_one_form(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_fold_drops_every_mark() -> None:
    assert fold("Đặng Thị ƯỚC thi đua") == "dang thi uoc thi dua"


@given(st.text(alphabet=st.sampled_from(SENTENCE + SENTENCE.upper())))
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(text).isascii()


def tcvn3(text: str) -> bytes:
    codes = {decode_legacy(chr(code), LegacyCharset.TCVN3): code for code in range(0xA1, 0x100)}
    return bytes(codes.get(char) or ord(char) for char in text)


def vni(text: str) -> bytes:
    single = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ơ": "ô", "ư": "ö", "ỵ": "î", "đ": "ñ", "Đ": "Ñ"}
    marks = dict(
        zip(
            "ùøûõïâáàåãäêéèúüë",
            (
                "\u0301",
                "\u0300",
                "\u0309",
                "\u0303",
                "\u0323",
                "\u0302",
                "\u0302\u0301",
                "\u0302\u0300",
                "\u0302\u0309",
                "\u0302\u0303",
                "\u0302\u0323",
                "\u0306",
                "\u0306\u0301",
                "\u0306\u0300",
                "\u0306\u0309",
                "\u0306\u0303",
                "\u0306\u0323",
            ),
            strict=True,
        )
    )
    pairs = {
        unicodedata.normalize("NFC", {"ô": "ơ", "ö": "ư"}.get(base, base) + signs): base + mark
        for base in "aeouyôöAEOUY"
        for mark, signs in marks.items()
    }
    return "".join(single.get(char) or pairs.get(char) or char for char in text).encode("latin-1")


def cp1258(text: str) -> bytes:
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            out += (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-16"), "utf-16-le"),
        (SENTENCE.encode("utf-16-le"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (tcvn3(SENTENCE), "tcvn3"),
        (vni(SENTENCE), "vni"),
        (cp1258(SENTENCE), "windows-1258"),
        (tcvn3(SENTENCE).decode("latin-1").encode(), "tcvn3"),
        (unicodedata.normalize("NFD", SENTENCE).encode(), "utf-8"),
    ],
)
def test_bytes_are_decoded_by_their_looks(content: bytes, encoding: str) -> None:
    decoded = decode_bytes(content)
    assert decoded is not None
    assert (clean(decoded.text), decoded.encoding) == (SENTENCE, encoding)


def test_binary_is_no_text() -> None:
    assert decode_bytes(bytes(range(256)) * 8) is None


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_do_not(content: bytes) -> None:
    decoded = decode_bytes(content)
    assert decoded is None or isinstance(clean(decoded.text), str)


@pytest.mark.parametrize(
    ("font", "charset"),
    [
        (".VnTime", LegacyCharset.TCVN3),
        (".VnTimeH", LegacyCharset.TCVN3_CAPITALS),
        ("ABCDEF+.VnArialH", LegacyCharset.TCVN3_CAPITALS),
        (".VnArial NarrowH", LegacyCharset.TCVN3),
        ("VNI-Times", LegacyCharset.VNI),
        ("Times New Roman", None),
        ("Verdana", None),
        (None, None),
    ],
)
def test_old_charsets_are_told_by_font(font: str | None, charset: LegacyCharset | None) -> None:
    assert charset_of_font(font) == charset


def test_capitals_font_stores_small_letters() -> None:
    assert decode_legacy("kÕ ho¹ch", LegacyCharset.TCVN3_CAPITALS) == "KẾ HOẠCH"


def test_soft_hyphen_is_a_letter_in_tcvn3() -> None:
    assert decode_legacy("th\u00ad", LegacyCharset.TCVN3) == "thư"


def test_unicode_text_is_not_taken_for_legacy() -> None:
    assert detect_legacy(SENTENCE) is None
    assert detect_legacy("Café über naïve façade œuvre") is None


def test_names_sort_by_given_name_then_family_name() -> None:
    names = ["Trần Văn An", "Nguyễn Thị Bình", "Lê An", "Nguyễn Văn Ân", "Đỗ Đăng", "Đỗ Dũng"]
    assert sorted(names, key=sort_name) == [
        "Lê An",
        "Trần Văn An",
        "Nguyễn Văn Ân",
        "Nguyễn Thị Bình",
        "Đỗ Dũng",
        "Đỗ Đăng",
    ]


def test_words_sort_as_in_the_dictionary() -> None:
    words = ["Đặng", "an", "Án", "Da", "Ân", "Ăn", "An", "2", "10", "Ả"]
    assert sorted(words, key=sort_key) == ["10", "2", "Ả", "an", "An", "Án", "Ăn", "Ân", "Da", "Đặng"]
    assert all(sort_key(word).isascii() for word in words)


@pytest.mark.parametrize("word", ["nghiêng", "Thuở", "khuỷu", "quyền", "giặc", "ưu", "ĐOÀN", "xoong"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["µ", "hßa", "ViÖt", "nghÜa", "strong", "ấbc"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_plausibility_tells_text_from_gibberish() -> None:
    assert plausibility(SENTENCE) == 1.0
    assert plausibility("Céng hßa x· héi chñ nghÜa ViÖt Nam") < 0
    assert plausibility("plain ascii") == 0.0
