"""What a line looks like in the end, however the file says it; what is drawn, however it is drawn."""

from __future__ import annotations

import pytest
from lxml import etree

from thidua.lib.vanban.checking import check_docx
from thidua.lib.vanban.checking.drawings import Drawn, Frame, shapes_of
from thidua.lib.vanban.checking.formatting import CharLooks, Formats
from thidua.lib.vanban.checking.tests.planting import Planting, element
from thidua.lib.vanban.checking.tests.samples import right
from thidua.lib.vanban.checking.word import WordFile, open_word
from thidua.lib.vanban.reading.docx.names import R
from thidua.lib.vanban.reading.limits import DEFAULT_LIMITS
from thidua.lib.vanban.reading.tests.files import docx_of, numbering_part, paragraph, styles_part

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def opened(
    body: str, *, styles: str = "", numbering: str = "", parts: dict[str, str | bytes] | None = None
) -> WordFile:
    all_parts: dict[str, str | bytes] = {
        "word/styles.xml": styles_part(styles),
        "word/numbering.xml": numbering_part(numbering),
        **(parts or {}),
    }
    return open_word(docx_of(body, parts=all_parts), limits=DEFAULT_LIMITS)


def style(key: str, inner: str, *, kind: str = "paragraph", based_on: str = "", is_default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    default = ' w:default="1"' if is_default else ""
    return f'<w:style w:type="{kind}"{default} w:styleId="{key}">{base}{inner}</w:style>'


def looks_of(word: WordFile, at: int = 0) -> CharLooks:
    return word.lines[at].spans[0].looks


def test_letters_inherit_from_defaults_styles_and_their_own() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/><w:sz w:val="22"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>"
        + style("N", '<w:rPr><w:sz w:val="26"/><w:b/></w:rPr>', is_default=True)
        + style("A", "<w:rPr><w:i/></w:rPr>", based_on="N")
    )
    word = opened(paragraph("Một", '<w:pStyle w:val="A"/>', '<w:b w:val="0"/>') + paragraph("Hai"), styles=styles)
    assert looks_of(word) == CharLooks(
        font="Arial", ascii_font="Arial", size=13.0, bold=False, italic=True, color="auto"
    )
    assert (looks_of(word, 1).bold, looks_of(word, 1).italic) == (True, None)


def test_a_style_of_letters_over_a_bold_style_turns_back() -> None:
    styles = style("B", "<w:rPr><w:b/></w:rPr>") + style("C", "<w:rPr><w:b/></w:rPr>", kind="character")
    word = opened(paragraph("Một", '<w:pStyle w:val="B"/>', '<w:rStyle w:val="C"/>'), styles=styles)
    assert looks_of(word).bold is False


def test_nothing_said_is_words_own_default() -> None:
    word = opened(paragraph("Một"))
    assert (looks_of(word).font, looks_of(word).size) == ("Times New Roman", 10.0)


def test_a_loop_of_styles_ends() -> None:
    styles = style("A", "<w:rPr><w:i/></w:rPr>", based_on="B") + style("B", "<w:rPr><w:b/></w:rPr>", based_on="A")
    assert looks_of(opened(paragraph("Một", '<w:pStyle w:val="A"/>'), styles=styles)).bold is True


def test_a_theme_names_the_font() -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:minorFont><a:latin '
        'typeface="Calibri"/></a:minorFont></a:theme>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="t" Type="{kind}" Target="theme.xml"/></Relationships>'
    )
    run = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:ascii="Times New Roman"/>'
    parts: dict[str, str | bytes] = {"word/theme.xml": theme, "word/_rels/document.xml.rels": relations}
    assert looks_of(opened(paragraph("Một", "", run), parts=parts)).font == "Calibri"


def test_a_list_indents_over_its_style_and_under_the_paragraph() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr><w:rPr><w:b/></w:rPr></w:lvl>'
        '</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    )
    list_of = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr>'
    word = opened(
        paragraph("Một", list_of) + paragraph("Hai", f'{list_of}<w:ind w:firstLine="567" w:left="0"/>'),
        numbering=numbering,
    )
    first, second = word.lines
    assert (first.text, first.looks.left, first.looks.first_line) == ("1. Một", 36.0, -18.0)
    assert (second.text, second.looks.left, second.looks.first_line) == ("2. Hai", 0.0, 28.35)
    assert first.spans[0].is_label
    assert first.spans[0].looks.bold is True
    assert first.spans[1].looks.bold is None


def test_a_table_gives_its_style_to_what_stands_in_it() -> None:
    styles = style("T", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:i/></w:rPr>', kind="table")
    table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr><w:tc>'
        f"{paragraph('Một')}</w:tc><w:tc>{paragraph('Hai')}</w:tc></w:tr></w:tbl>"
    )
    word = opened(table + paragraph("Ba"), styles=styles)
    assert [(line.alignment, line.has("italic")) for line in word.lines] == [
        ("center", True),
        ("center", True),
        ("left", False),
    ]


def test_the_legacy_spacing_in_lines_and_automatic_space() -> None:
    formats = Formats()
    properties = element(
        '<w:pPr><w:spacing w:beforeAutospacing="1" w:afterLines="50" w:line="300" w:lineRule="exact"/></w:pPr>'
    )
    looks = formats.paragraph(properties)
    assert (looks.before, looks.after, looks.line, looks.line_rule) == (14.0, 6.0, 15.0, "exact")


def _shape(properties: str, width: str) -> str:
    shape = f"<wps:wsp><wps:spPr>{properties}</wps:spPr></wps:wsp>"
    return f"<wp:anchor><wp:extent cx='{width}' cy='0'/><a:graphic>{shape}</a:graphic></wp:anchor>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (
            _shape("<a:prstGeom prst='line'/>", "1270000"),
            [Drawn(100.0)],
        ),
        (
            _shape("<a:prstGeom prst='straightConnector1'/><a:ln><a:prstDash val='dash'/></a:ln>", "635000"),
            [Drawn(50.0, is_solid=False)],
        ),
        ("<v:line from='10pt,2pt' to='1.5in,2pt'/>", [Drawn(98.0)]),
        ("<v:shape style='width:72.5pt;height:0' o:connectortype='straight'/>", [Drawn(72.5)]),
        ("<v:rect style='width:100pt;height:1.5pt'/>", [Drawn(100.0)]),
        ("<v:rect style='width:100pt;height:20pt'/>", []),
    ],
)
def test_rules_drawn_in_every_way(xml: str, expected: list[Drawn]) -> None:
    drawing = etree.fromstring(f"<w:drawing {_SPACES}>{xml}</w:drawing>")
    assert list(shapes_of(drawing)) == expected


def test_a_text_box_stored_twice_is_one() -> None:
    content = f"<w:txbxContent>{paragraph('KHẨN')}</w:txbxContent>"
    drawing = etree.fromstring(
        f"<mc:AlternateContent {_SPACES}><mc:Choice><w:drawing><wp:anchor><wp:extent cx='720000' cy='288000'/><wps:wsp>"
        "<wps:spPr><a:ln><a:solidFill><a:srgbClr val='FF0000'/></a:solidFill></a:ln></wps:spPr>"
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:rect style='width:20mm;height:8mm' strokecolor='red'><v:textbox>{content}</v:textbox></v:rect></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    [(frame, _)] = list(shapes_of(drawing))
    assert frame == Frame(pytest.approx(56.69, abs=0.01), pytest.approx(22.68, abs=0.01), True, "FF0000")


def _drawn_rule(word: Planting, points: float, dash: str = "solid") -> None:
    """Draw the rule under the motto as Word's users do: a line shape that hangs on the motto's own paragraph."""
    rule = word.rule_under("Độc lập")
    rule.getparent().remove(rule)
    run = next(iter(word.paragraph("Độc lập").iter(R)))
    line = f"<v:line from='0,0' to='{points}pt,0'><v:stroke dashstyle='{dash}'/></v:line>"
    run.addnext(etree.fromstring(f"<w:r {_SPACES}><w:pict>{line}</w:pict></w:r>"))


def test_a_rule_drawn_as_a_shape_is_measured_too() -> None:
    word = Planting(right("letter"))
    _drawn_rule(word, 160)
    assert check_docx(word.content()) == ()
    word = Planting(right("letter"))
    _drawn_rule(word, 60)
    assert [one.rule for one in check_docx(word.content())] == ["motto-rule-length"]
    word = Planting(right("letter"))
    _drawn_rule(word, 160, "dash")
    assert [(one.rule, one.found) for one in check_docx(word.content())] == [("motto-rule-typed", "nét đứt")]


def test_an_underlined_motto_has_its_rule_an_underlined_issuer_has_too_long_a_one() -> None:
    word = Planting(right("letter"))
    for words in ("Độc lập", "SỞ NỘI VỤ"):
        rule = word.rule_under(words)
        rule.getparent().remove(rule)
        word.look(words, '<w:u w:val="single"/>')
    assert [one.rule for one in check_docx(word.content())] == ["issuer-rule-length"]
