"""Every text has an English one: `python tools/messages.py --write` adds what is missing to the catalogue."""

from __future__ import annotations

import gettext
from io import BytesIO

from tools.messages import CATALOGUE, compile_catalogue, from_python, from_template, read_catalogue, used


def test_every_text_has_an_english_one() -> None:
    catalogue = read_catalogue(CATALOGUE.read_text(encoding="utf-8"))
    missing = {message[0]: place for message, place in used().items() if not all(catalogue.get(message) or ("",))}
    assert missing == {}


def test_placeholders_are_kept() -> None:
    import re

    catalogue = read_catalogue(CATALOGUE.read_text(encoding="utf-8"))
    for ids, texts in catalogue.items():
        for text in texts:
            if text:
                assert set(re.findall(r"%\(\w+\)s", ids[0])) >= set(re.findall(r"%\(\w+\)s", text)), ids


def test_compiled_catalogue_is_read_by_gettext() -> None:
    source = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Lưu"
msgstr ""
"Sa"
"ve"

msgid "%(n)s dòng"
msgid_plural "%(n)s dòng"
msgstr[0] "one row"
msgstr[1] "%(n)s rows"
"""
    words = gettext.GNUTranslations(BytesIO(compile_catalogue(source)))
    assert words.gettext("Lưu") == "Save"
    assert [words.ngettext("%(n)s dòng", "%(n)s dòng", n) for n in (1, 2)] == ["one row", "%(n)s rows"]
    assert words.gettext("Xóa") == "Xóa"


def test_texts_are_found() -> None:
    assert list(from_template("{% trans 'Dưới 50%' %}")) == [("Dưới 50%%",)]
    assert list(from_template("{% trans 'Lưu' %}{% blocktrans with a=b %}Có {{ a }} 5%{% endblocktrans %}")) == [
        ("Lưu",),
        ("Có %(a)s 5%%",),
    ]
    source = "class A(models.TextChoices):\n    X = 'x', 'Mới'\nACTS = {'a': 'đã sửa'}\n_('Thêm')"
    assert sorted(from_python(source)) == [("Mới",), ("Thêm",), ("đã sửa",)]
    source = "a = models.CharField('Tên')\nb = models.ForeignKey('x.Y', verbose_name='Thuộc')\nc = models.TextField()"
    assert sorted(from_python(source)) == [("Thuộc",), ("Tên",)]
