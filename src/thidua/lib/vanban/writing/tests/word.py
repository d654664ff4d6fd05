"""A written Word file taken apart, for tests."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from thidua.lib.vanban.official import OfficialDocument
from thidua.lib.vanban.writing.docx import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Element = etree._Element


@dataclass(frozen=True, slots=True)
class WordFile:
    parts: dict[str, bytes]

    def root(self, name: str = "document") -> Element:
        return etree.fromstring(self.parts[f"word/{name}.xml"])

    @property
    def body(self) -> Element:
        (body,) = self.root().iterchildren(W + "body")
        return body

    def styled(self, key: str) -> list[Element]:
        """Return the paragraphs of a style, those in tables too."""
        return [each for each in self.body.iter(W + "p") if value(each, "pPr/pStyle") == f"TD-{key}"]

    def texts(self, key: str) -> list[str]:
        return [text_of(each) for each in self.styled(key)]

    def sections(self) -> list[Element]:
        return list(self.body.iter(W + "sectPr"))


def word(paper: OfficialDocument) -> WordFile:
    """Return what `write_docx` writes, taken apart."""
    with zipfile.ZipFile(io.BytesIO(write_docx(paper))) as archive:
        return WordFile({name: archive.read(name) for name in archive.namelist()})


def at(element: Element, path: str) -> Element | None:
    """Return the element at a path of names without prefix."""
    return element.find("/".join(W + name for name in path.split("/")))


def value(element: Element, path: str, name: str = "val") -> str | None:
    found = at(element, path)
    return None if found is None else found.get(W + name)


def text_of(element: Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(W + "t"))
