"""A Word file opened for planting faults, and the ways to plant them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from thidua.lib.vanban.reading.docx.names import PPR, RPR, Element, P, R, T, W

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Planting:
    """A Word file in which faults are planted; paragraphs are found by words they hold."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.styles = etree.fromstring(self.parts["word/styles.xml"])

    def content(self) -> bytes:
        """Return the file with all that was planted."""
        self.parts["word/document.xml"] = etree.tostring(self.root)
        self.parts["word/styles.xml"] = etree.tostring(self.styles)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                archive.writestr(name, part)
        return buffer.getvalue()

    # Finding

    @property
    def text(self) -> str:
        """Return the XML of the body and of the headers as text."""
        headers = "".join(part.decode() for name, part in self.parts.items() if "header" in name)
        return etree.tostring(self.root, encoding="unicode") + headers

    def paragraphs(self) -> Iterator[Element]:
        yield from self.root.iter(P)

    def paragraph(self, words: str, nth: int = 0) -> Element:
        found = [one for one in self.paragraphs() if words in text_of(one)]
        return found[nth]

    def styled(self, key: str) -> Element:
        """Return the first paragraph of a style by the key of its element."""
        return next(one for one in self.paragraphs() if f'w:val="TD-{key}"' in etree.tostring(one, encoding="unicode"))

    # Planting

    def replace(self, old: str, new: str, nth: int = 0) -> None:
        """Change words in the text of one run."""
        runs = [one for one in self.root.iter(T) if old in (one.text or "")]
        runs[nth].text = (runs[nth].text or "").replace(old, new)

    def look(self, words: str, xml: str, nth: int = 0) -> None:
        """Give the letters of a paragraph a look of their own."""
        for run in self.paragraph(words, nth).iter(R):
            properties = run.find(RPR)
            if properties is None:
                properties = etree.Element(RPR)
                run.insert(0, properties)
            set_in(properties, xml)

    def shape(self, words: str, xml: str, nth: int = 0) -> None:
        """Give a paragraph a form of its own."""
        set_in(properties_of(self.paragraph(words, nth)), xml)

    def style(self, key: str, part: str, xml: str) -> None:
        """Change the style of an element: `part` is "rPr" or "pPr"."""
        style = next(one for one in self.styles.iter(W + "style") if one.get(W + "styleId") == f"TD-{key}")
        properties = style.find(W + part)
        if properties is None:
            properties = etree.SubElement(style, W + part)
        set_in(properties, xml)

    def type_labels(self, level: str, labels: dict[str, str]) -> None:
        """Set each heading of a level as two paragraphs, its number typed; `labels` are by the words of the heading."""
        for one in [one for one in self.paragraphs() if f'"TD-{level}-label"' in markup_of(one)]:
            if text_of(one) in labels:
                for words, part in ((labels[text_of(one)], "label"), (text_of(one), "title")):
                    style = f'<w:pPr><w:pStyle w:val="TD-{level}-{part}"/></w:pPr>'
                    one.addprevious(element(f"<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>"))
                one.getparent().remove(one)

    def lower(self, key: str) -> None:
        """Set the text of the first paragraph of a style in small letters behind its first."""
        for one in self.styled(key).iter(T):
            one.text = (one.text or "")[:1] + (one.text or "")[1:].lower()

    def remove(self, words: str, nth: int = 0) -> None:
        one = self.paragraph(words, nth)
        one.getparent().remove(one)

    def insert_after(self, words: str, xml: str, nth: int = 0) -> None:
        self.paragraph(words, nth).addnext(element(xml))

    def rule_under(self, words: str, nth: int = 0) -> Element:
        """Return the paragraph that draws the rule under a line."""
        one: Element | None = self.paragraph(words, nth).getnext()
        while one is not None and "TD-rule" not in etree.tostring(one, encoding="unicode"):
            one = one.getnext()
        assert one is not None
        return one

    def section(self, change: Callable[[str], str], nth: int = 0) -> None:
        """Rewrite the properties of a section as text."""
        old = list(self.root.iter(W + "sectPr"))[nth]
        new = etree.fromstring(change(etree.tostring(old, encoding="unicode", with_tail=False)))
        old.getparent().replace(old, new)

    def part(self, name: str, old: str, new: str) -> None:
        """Change words in another part of the file."""
        text = self.parts[name].decode()
        assert re.search(old, text)
        self.parts[name] = re.sub(old, new, text, count=1).encode()


def element(xml: str) -> Element:
    """Return WordprocessingML as an element."""
    name = re.match(r"<(w:\w+)", xml)
    assert name
    return etree.fromstring(xml.replace(name[0], f"{name[0]} {_NS}", 1))


def set_in(properties: Element, xml: str) -> None:
    """Set a property, in place of the one of its name."""
    new = element(xml)
    for old in properties.findall(new.tag):
        properties.remove(old)
    properties.append(new)


def properties_of(paragraph: Element) -> Element:
    found = paragraph.find(PPR)
    if found is None:
        found = etree.Element(PPR)
        paragraph.insert(0, found)
    return found


def text_of(paragraph: Element) -> str:
    return "".join(one.text or "" for one in paragraph.iter(T))


Plant = Callable[[Planting], object]


def margin(side: str, twips: int) -> Plant:
    return lambda word: word.section(lambda xml: attribute(xml, f"w:{side}", twips))


def attribute(xml: str, name: str, amount: int) -> str:
    start = xml.index(f'{name}="', xml.index("pgMar"))
    end = xml.index('"', start + len(name) + 2)
    return f'{xml[:start]}{name}="{amount}{xml[end:]}'


def drop_rule(words: str) -> Plant:
    def plant(word: Planting) -> None:
        rule = word.rule_under(words)
        rule.getparent().remove(rule)

    return plant


def type_rule(words: str) -> Plant:
    def plant(word: Planting) -> None:
        rule = word.rule_under(words)
        line = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>__________</w:t></w:r></w:p>'
        rule.addprevious(element(line))
        rule.getparent().remove(rule)

    return plant


def stretch_rule(words: str, side: int) -> Plant:
    def plant(word: Planting) -> None:
        indent = word.rule_under(words).find(f"{PPR}/{W}ind")
        assert indent is not None
        for name in ("left", "right"):
            indent.set(W + name, str(side))

    return plant


def replaced(old: str, new: str, nth: int = 0) -> Plant:
    return lambda word: word.replace(old, new, nth)


def turned(xml: str) -> str:
    return xml.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')


def rows_apart(word: Planting) -> None:
    """Put place and date into a row of their own, below the number."""
    date = word.paragraph("ngày 05 tháng 01 năm 2026")
    row = next(date.iterancestors(W + "tr"))
    below = deepcopy(row)
    date.getparent().remove(date)
    for cell, keep in zip(below.findall(W + "tc"), ("\0", "ngày 05 tháng 01"), strict=True):
        for one in list(cell):
            if one.tag != W + "tcPr" and keep not in text_of(one):
                cell.remove(one)
        if not cell.findall(W + "p"):
            cell.append(cell.makeelement(W + "p"))
    row.addnext(below)


def to_foot(word: Planting) -> None:
    """Move the page number to the bottom."""
    word.parts["word/header1.xml"], header = word.parts["word/header2.xml"], word.parts["word/header1.xml"]
    word.parts["word/footer1.xml"] = header.replace(b"w:hdr", b"w:ftr")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
    word.part(
        "word/_rels/document.xml.rels",
        "</Relationships>",
        f'<Relationship Id="foot" Type="{kind}" Target="footer1.xml"/></Relationships>',
    )
    word.section(
        lambda xml: xml.replace(
            "<w:headerReference", '<w:footerReference w:type="default" r:id="foot"/><w:headerReference', 1
        )
    )


def lonely(word: Planting) -> None:
    """Set a line above everything."""
    body = word.root.find(W + "body")
    assert body is not None
    body.insert(
        0,
        element('<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>Bản dự thảo</w:t></w:r></w:p>'),
    )


def typed(word: Planting, words: str, label: str, nth: int = 0, *, is_bold: bool = True) -> None:
    """Type the number of a paragraph that a list numbered."""
    paragraph = [
        one
        for one in word.paragraphs()
        if text_of(one).strip() == words or (words in text_of(one) and "TD-" in markup_of(one))
    ]
    exact = [one for one in paragraph if text_of(one).strip() == words]
    one = (exact or paragraph)[nth if nth < len(exact or paragraph) else 0]
    properties = properties_of(one)
    for numbering in properties.findall(W + "numPr"):
        properties.remove(numbering)
    properties.append(element('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'))
    first = next(iter(one.iter(R)))
    bold = (
        "<w:rPr><w:b/></w:rPr>" if is_bold and label.startswith(("Điều", "Phần", "Chương", "Mục", "Tiểu", "I")) else ""
    )
    first.addprevious(element(f'<w:r>{bold}<w:t xml:space="preserve">{label} </w:t></w:r>'))


def markup_of(paragraph: Element) -> str:
    return etree.tostring(paragraph, encoding="unicode")


def box_of(word: Planting, width: int) -> None:
    """Make the box of the stamp wider."""
    table = next(word.paragraph("HỎA TỐC").iterancestors(W + "tbl"))
    for one in table.iter(W + "tcW", W + "tblW", W + "gridCol"):
        one.set(W + "w", str(width))


def unboxed(word: Planting) -> None:
    """Take the borders of a stamp away."""
    table = next(word.paragraph("LƯU HÀNH NỘI BỘ").iterancestors(W + "tbl"))
    for one in list(table.iter(W + "tblBorders")):
        one.getparent().remove(one)
