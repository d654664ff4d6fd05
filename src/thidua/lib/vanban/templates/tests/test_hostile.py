"""Hostile templates: each is refused with the reason by name, and does nothing where the check is gone round."""

# ruff: noqa: E501 - cases are read a line each

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jinja2 import TemplateError

from thidua.lib.vanban.templates import Reason, check_template, kind_of, render_template
from thidua.lib.vanban.templates.expressions import TemplateEnvironment
from thidua.lib.vanban.templates.inspection import inspect
from thidua.lib.vanban.templates.report import TemplateRefused
from thidua.lib.vanban.templates.tests.files import (
    NAMESPACES,
    field_code,
    good_body,
    paragraph,
    relation,
    table,
    word_file,
)

KIND = kind_of("thong-bao")
R = Reason

# Text that stands in a paragraph of the template.
EXPRESSIONS: dict[str, tuple[str, Reason]] = {
    "arithmetic": ("{{ 7*7 }}", R.WRONG_TAG),
    "docxtpl 632, subclasses": (
        "{{ ''.__class__.__mro__[1].__subclasses__() }}", R.WRONG_TAG),
    "docxtpl 632, popen": (
        "{{ self.__init__.__globals__.__builtins__.__import__('os').popen('touch CANARY').read() }}", R.WRONG_TAG),
    "pretix, code of init": ("{{ trich_yeu.__init__.__code__.co_consts }}", R.WRONG_TAG),
    "cycler globals": ("{{ cycler.__init__.__globals__.os.popen('touch CANARY').read() }}", R.WRONG_TAG),
    "joiner globals": ("{{ joiner.__init__.__globals__.os.system('touch CANARY') }}", R.WRONG_TAG),
    "namespace globals": ("{{ namespace.__init__.__globals__.os.system('touch CANARY') }}", R.WRONG_TAG),
    "lipsum globals": ("{{ lipsum.__globals__['os'].popen('touch CANARY').read() }}", R.WRONG_TAG),
    "lipsum builtins": ("{{ lipsum.__globals__.__builtins__.open('CANARY','w').write('x') }}", R.WRONG_TAG),
    "attr filter": ("{{ trich_yeu|attr('__class__') }}", R.WRONG_TAG),
    "attr filter, joined name": ("{{ trich_yeu|attr(['__cla','ss__']|join) }}", R.WRONG_TAG),
    "attr filter, escaped name": ("{{ trich_yeu|attr('\\x5f\\x5fclass\\x5f\\x5f') }}", R.WRONG_TAG),
    "map attribute": ("{{ noi_dung|map(attribute='__class__')|list }}", R.WRONG_TAG),
    "format string": ("{{ '{0.__class__.__init__.__globals__}'.format(trich_yeu) }}", R.UNBALANCED),
    "format filter": ("{{ '%s'|format(trich_yeu.__class__) }}", R.WRONG_TAG),
    "percent format": ("{{ '%1000000000d' % 1 }}", R.WRONG_TAG),
    "str format_map": ("{{ trich_yeu.format_map(so) }}", R.WRONG_TAG),
    "getitem dunder": ("{{ trich_yeu['__class__'] }}", R.WRONG_TAG),
    "getitem": ("{{ noi_dung[0] }}", R.WRONG_TAG),
    "slice": ("{{ trich_yeu[::-1] }}", R.WRONG_TAG),
    "mro of a tuple": ("{{ ().__class__.__base__.__subclasses__()[40]('/etc/passwd').read() }}", R.WRONG_TAG),
    "dict literal": ("{{ dict(a=1) }}", R.WRONG_TAG),
    "list literal": ("{{ [1,2,3] }}", R.WRONG_TAG),
    "lambda by config": ("{{ config.items() }}", R.WRONG_TAG),
    "request application": ("{{ request.application.__globals__ }}", R.WRONG_TAG),
    "method of a value": ("{{ trich_yeu.upper() }}", R.WRONG_TAG),
    "multiplied text": ("{{ 'x' * 10000000000 }}", R.WRONG_TAG),
    "multiplied field": ("{{ trich_yeu * 10000000000 }}", R.WRONG_TAG),
    "power": ("{{ 9 ** 9 ** 9 ** 9 }}", R.WRONG_TAG),
    "concatenation": ("{{ trich_yeu ~ trich_yeu }}", R.WRONG_TAG),
    "sum": ("{{ trich_yeu + so }}", R.WRONG_TAG),
    "center filter": ("{{ trich_yeu|center(1000000000) }}", R.WRONG_TAG),
    "indent filter": ("{{ trich_yeu|indent(1000000000) }}", R.WRONG_TAG),
    "join filter": ("{{ noi_dung|join(trich_yeu) }}", R.WRONG_TAG),
    "replace filter": ("{{ trich_yeu|replace('a', trich_yeu) }}", R.WRONG_TAG),
    "batch filter": ("{{ noi_dung|batch(2, 'x') }}", R.WRONG_TAG),
    "safe filter, raw XML": ("{{ trich_yeu|safe }}", R.WRONG_TAG),
    "xmlattr filter": ("{{ so|xmlattr }}", R.WRONG_TAG),
    "pprint filter": ("{{ noi_dung|pprint }}", R.WRONG_TAG),
    "conditional expression": ("{{ so if trich_yeu else ky_hieu }}", R.WRONG_TAG),
    "test": ("{% if so is defined %}x{% endif %}", R.WRONG_TAG),
    "test of a callable": ("{% if so is callable %}x{% endif %}", R.WRONG_TAG),
    "ordering of long numbers": ("{% if so > '1' %}x{% endif %}", R.WRONG_TAG),
    "membership": ("{% if 'a' in trich_yeu %}x{% endif %}", R.WRONG_TAG),
    "secret outside the fields": ("{{ SECRET_KEY }}", R.UNKNOWN_FIELD),
    "loop over range": ("{% for i in range(10**12) %}x{% endfor %}", R.WRONG_TAG),
    "loop without end": ("{% for i in cycle() %}x{% endfor %}", R.WRONG_TAG),
    "loop over a text": ("{% for i in trich_yeu %}x{% endfor %}", R.WRONG_USE),
    "loop over a literal": ("{% for i in [1,2] %}x{% endfor %}", R.WRONG_TAG),
    "loops in loops": (
        "{% for a in noi_dung %}{% for b in noi_nhan %}x{% endfor %}{% endfor %}", R.WRONG_USE),
    "recursive loop": ("{% for a in noi_dung recursive %}{{ loop(noi_dung) }}{% endfor %}", R.WRONG_TAG),
    "loop with a filter": ("{% for a in noi_dung if a.__class__ %}x{% endfor %}", R.WRONG_TAG),
    "loop that takes a field's name": ("{% for so in noi_dung %}x{% endfor %}", R.WRONG_USE),
    "loop of two targets": ("{% for a, b in noi_dung %}x{% endfor %}", R.WRONG_TAG),
    "count of a text": ("{{ trich_yeu|nhieu }}", R.WRONG_TAG),
    "condition on the count of a text": ("{% if trich_yeu|nhieu %}x{% endif %}", R.WRONG_TAG),
    "cycle of the loop": ("{% for a in noi_dung %}{{ loop.cycle('a') }}{% endfor %}", R.WRONG_TAG),
    "loop to outer context": ("{% for a in noi_dung %}{{ loop.__init__ }}{% endfor %}", R.WRONG_TAG),
    "include": ("{% include '/etc/passwd' %}", R.WRONG_TAG),
    "import": ("{% import 'os' as os %}", R.WRONG_TAG),
    "from import": ("{% from 'os' import system %}", R.WRONG_TAG),
    "extends": ("{% extends 'a' %}", R.WRONG_TAG),
    "macro": ("{% macro a() %}x{% endmacro %}", R.WRONG_TAG),
    "call": ("{% call a() %}x{% endcall %}", R.WRONG_TAG),
    "set": ("{% set a = so.__class__ %}", R.WRONG_TAG),
    "with": ("{% with a = so %}{% endwith %}", R.WRONG_TAG),
    "block": ("{% block a %}{% endblock %}", R.WRONG_TAG),
    "filter block": ("{% filter upper %}x{% endfilter %}", R.WRONG_TAG),
    "autoescape off": ("{% autoescape false %}{{ so }}{% endautoescape %}", R.WRONG_TAG),
    "do": ("{% do so.append(1) %}", R.WRONG_TAG),
    "raw": ("{% raw %}{{ so }}{% endraw %}", R.WRONG_TAG),
    "comment that swallows": ("{# so #}", R.UNBALANCED),
    "rich text tag": ("{{r trich_yeu }}", R.WRONG_TAG),
    "run tag": ("{%r if so %}x{%r endif %}", R.WRONG_TAG),
    "cell tag": ("{%tc for a in noi_dung %}", R.WRONG_TAG),
    "row tag outside a table": ("{%tr for a in noi_dung %}", R.WRONG_TAG),
    "row tag printed": ("{{tr trich_yeu.__class__ }}", R.WRONG_TAG),
    "colour of a cell": ("{% cellbg trich_yeu.__class__ %}", R.WRONG_TAG),
    "span of a cell": ("{% colspan 99999999 %}", R.WRONG_TAG),
    "vertical merge": ("{% vm %}", R.WRONG_TAG),
    "horizontal merge": ("{% hm %}", R.WRONG_TAG),
    "strip of white space": ("{%- if so -%}x{%- endif -%}", R.WRONG_TAG),
    "curly quotes": ("{{ trich_yeu|attr(“__class__”) }}", R.WRONG_TAG),
    "never closed": ("{{ trich_yeu", R.UNBALANCED),
    "never opened": ("trich_yeu }}", R.UNBALANCED),
    "tag in a tag": ("{{ {{ trich_yeu }} }}", R.UNBALANCED),
    "if without end": ("{% if so %}x", R.UNBALANCED),
    "end without for": ("x{% endfor %}", R.UNBALANCED),
    "conditions without measure": (
        "{% if " + " and ".join(["so"] * 200) + " %}x{% endif %}", R.WRONG_TAG),
    "brackets deep": ("{{ " + "(" * 3000 + "so" + ")" * 3000 + " }}", R.WRONG_TAG),
}  # fmt: skip

XXE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def many_members() -> bytes:
    return word_file(good_body(), parts={f"word/media/a{number}.png": b"x" for number in range(400)})


def with_raw_name(name: str) -> bytes:
    content = io.BytesIO(word_file(good_body()))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
    return content.getvalue()


def doubled() -> bytes:
    content = io.BytesIO(word_file(good_body()))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<w/>")
    return content.getvalue()


def encrypted() -> bytes:
    raw = bytearray(word_file(good_body()))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(sign)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(sign, at + 4)
    return bytes(raw)


def unfinished_laughs(encoding: str) -> bytes:
    text = f"{LAUGHS}<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
    return word_file(
        "", document=text.replace('version="1.0"', f'version="1.0" encoding="{encoding}"').encode(encoding)
    )


def word_xml(body: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"


def nested_code() -> str:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    inner = f"{begin}<w:r><w:instrText>REF a</w:instrText></w:r>{end}"
    return f"<w:p>{begin}{inner}<w:r><w:instrText> cmd</w:instrText></w:r>{end}</w:p>"


def code_with_tag_as_text() -> str:
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF </w:instrText></w:r>'
        '<w:r><w:t>{{ trich_yeu }}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def broken_code() -> str:
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("DD", "EAU", "TO c:\\\\x"))
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{pieces}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


# Whole files.
FILES: dict[str, tuple[bytes, Reason]] = {
    "XXE": (word_file(good_body("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"), prolog=XXE), R.UNSAFE_XML),
    "billion laughs": (word_file(good_body("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>"), prolog=LAUGHS), R.UNSAFE_XML),
    "billion laughs in UTF-16": (unfinished_laughs("utf-16"), R.UNSAFE_XML),
    "XXE in the relations": (
        word_file(good_body(), parts={"word/_rels/document.xml.rels": XXE + "<a>&x;</a>"}), R.UNSAFE_XML),
    "zip bomb": (word_file(good_body(), parts={"word/styles.xml": b" " * 30_000_000}), R.TOO_LARGE),
    "picture bomb": (word_file(good_body(), parts={"word/media/a.png": b"\x89PNG\r\n\x1a\n" + bytes(15_000_000)}), R.TOO_LARGE),
    "members without number": (many_members(), R.TOO_LARGE),
    "file too large": (b"PK\x03\x04" + bytes(11_000_000), R.TOO_LARGE),
    "depth of elements": (word_file(good_body("<w:p>" * 400 + "</w:p>" * 400)), R.TOO_LARGE),
    "folder above": (with_raw_name("../../../tmp/CANARY"), R.UNSAFE_NAME),
    "folder above, turned": (with_raw_name("word\\..\\..\\CANARY"), R.UNSAFE_NAME),
    "root folder": (with_raw_name("/etc/cron.d/CANARY"), R.UNSAFE_NAME),
    "drive": (with_raw_name("C:/CANARY"), R.UNSAFE_NAME),
    "same part twice": (doubled(), R.UNSAFE_NAME),
    "password": (encrypted(), R.ENCRYPTED),
    "no zip": (b"{{ 7*7 }}", R.NOT_WORD),
    "broken zip": (word_file(good_body())[:400], R.DAMAGED),
    "zip without Word": (with_raw_name("x")[:0] + b"PK\x05\x06" + bytes(18), R.NOT_WORD),
    "macro": (word_file(good_body(), parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), R.MACRO),
    "macro type": (
        word_file(good_body(), main_type="application/vnd.ms-word.document.macroEnabled.main+xml"), R.MACRO),
    "template type": (
        word_file(good_body(), main_type="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
        R.NOT_WORD),
    "ActiveX": (word_file(good_body(), parts={"word/activeX/activeX1.xml": "<a/>"}), R.MACRO),
    "OLE part": (word_file(good_body(), parts={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), R.EMBEDDED),
    "nested Word file": (word_file(good_body(), parts={"word/embeddings/a.docx": word_file("")}), R.EMBEDDED),
    "OLE element": (word_file(good_body('<w:p><w:r><w:object><o:OLEObject Type="Link"/></w:object></w:r></w:p>')), R.EMBEDDED),
    "OLE relation": (word_file(good_body(), relations=relation("oleObject", "file:///c:/a", is_external=True)), R.EMBEDDED),
    "altChunk": (word_file(good_body('<w:altChunk r:id="rId9"/>')), R.INCLUDED),
    "altChunk part": (word_file(good_body(), parts={"word/afchunk.mht": "x"}), R.INCLUDED),
    "altChunk relation": (word_file(good_body(), relations=relation("aFChunk", "a.html")), R.EMBEDDED),
    "subdocument": (word_file(good_body('<w:subDoc r:id="rId9"/>')), R.INCLUDED),
    "template elsewhere": (
        word_file(good_body(), relations=relation("attachedTemplate", "http://127.0.0.1/a.dotm", is_external=True)), R.EXTERNAL),
    "picture elsewhere": (word_file(good_body(), relations=relation("image", "http://127.0.0.1/a.png", is_external=True)), R.EXTERNAL),
    "picture of a share": (word_file(good_body(), relations=relation("image", "\\\\evil\\a.png", is_external=True)), R.EXTERNAL),
    "picture in VML": (word_file(good_body('<w:p><w:r><w:pict><v:imagedata src="http://127.0.0.1/a.png"/></w:pict></w:r></w:p>')), R.EXTERNAL),
    "link to a file": (word_file(good_body(), relations=relation("hyperlink", "file:///etc/passwd", is_external=True)), R.EXTERNAL),
    "link to a script": (word_file(good_body(), relations=relation("hyperlink", "javascript:alert(1)", is_external=True)), R.EXTERNAL),
    "link out of the file": (word_file(good_body(), relations=relation("image", "../../../etc/passwd")), R.EXTERNAL),
    "mail merge": (word_file(good_body(), parts={"word/settings.xml": f"<w:settings {NAMESPACES}><w:mailMerge/></w:settings>"}), R.EXTERNAL),
    "unknown relation": (word_file(good_body(), relations=relation("frame", "http://a", is_external=True)), R.EMBEDDED),
    "unknown part": (word_file(good_body(), parts={"word/charts/chart1.xml": "<a/>"}), R.UNKNOWN_PART),
    "script part": (word_file(good_body(), parts={"word/a.js": "x"}), R.UNKNOWN_PART),
    "picture that is none": (word_file(good_body(), parts={"word/media/a.png": b"<svg onload=x>"}), R.PICTURE),
    "SVG picture": (word_file(good_body(), parts={"word/media/a.svg": b"<svg/>"}), R.PICTURE),
    "other namespace of the same elements": (
        word_file("", document=word_xml(good_body(field_code("DDEAUTO cmd"))).replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
        ).encode()), R.NOT_WORD),
    "DDEAUTO": (word_file(good_body(field_code('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'))), R.WORD_FIELD),
    "DDE in small letters": (word_file(good_body(field_code(' dde "cmd" '))), R.WORD_FIELD),
    "DDEAUTO over runs": (word_file(good_body(broken_code())), R.WORD_FIELD),
    "code within a code": (word_file(good_body(nested_code())), R.WORD_FIELD),
    "INCLUDEPICTURE": (word_file(good_body(field_code('INCLUDEPICTURE "http://127.0.0.1/a.png"'))), R.WORD_FIELD),
    "INCLUDETEXT": (word_file(good_body(field_code('INCLUDETEXT "/etc/passwd"'))), R.WORD_FIELD),
    "simple field": (word_file(good_body('<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;/etc/passwd&quot;"/></w:p>')), R.WORD_FIELD),
    "QUOTE": (word_file(good_body(field_code("QUOTE 68 68 69"))), R.WORD_FIELD),
    "LINK": (word_file(good_body(field_code("LINK Excel.Sheet a.xlsx"))), R.WORD_FIELD),
    "MACROBUTTON": (word_file(good_body(field_code("MACROBUTTON a b"))), R.WORD_FIELD),
    "link field to a share": (word_file(good_body(field_code('HYPERLINK "\\\\evil\\a"'))), R.WORD_FIELD),
    "field code of a value": (word_file(good_body(field_code("REF {{ trich_yeu }}"))), R.TAG_OUTSIDE_TEXT),
    "field code of a printed value": (word_file(good_body(code_with_tag_as_text())), R.TAG_OUTSIDE_TEXT),
    "tag in an attribute": (word_file(good_body('<w:p w:rsidR="{{ so.__class__ }}"/>')), R.TAG_OUTSIDE_TEXT),
    "tag in another part": (
        word_file(good_body(), parts={"word/styles.xml": f"<w:styles {NAMESPACES}><w:t>{{{{ 7*7 }}}}</w:t></w:styles>"}),
        R.TAG_OUTSIDE_TEXT),
    "tag between elements": (word_file(good_body("{{ so.__class__ }}")), R.TAG_OUTSIDE_TEXT),
    "tag in deleted text": (word_file(good_body("<w:p><w:del><w:r><w:delText>{{ 7*7 }}</w:delText></w:r></w:del></w:p>")), R.TAG_OUTSIDE_TEXT),
    "tag over runs": (word_file(good_body(paragraph("{", "{ so.__cl", "ass__ }", "}"))), R.WRONG_TAG),
    "tag over paragraphs": (word_file(good_body(paragraph("{{ so"), paragraph("}}"))), R.UNBALANCED),
    "brace over paragraphs": (word_file(good_body(paragraph("a {"), paragraph("{ so }}"))), R.UNBALANCED),
    "loop from one cell to another": (
        word_file(good_body(table(["{%p for muc in noi_nhan %}", "{%p endfor %}"]))), R.UNBALANCED),
    "loop from the body into a table": (
        word_file(good_body(paragraph("{%p for muc in noi_nhan %}"), table(["{%p endfor %}"]))), R.UNBALANCED),
    "tags without number": (word_file(good_body(*[paragraph("{{ so }}")] * 1_100)), R.TOO_MANY_TAGS),
}  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_what_a_template_may_not_say_is_refused_by_name(text: str, reason: Reason) -> None:
    report = inspect(word_file(good_body(paragraph(text))), kind=KIND).report
    assert [problem.reason for problem in report.problems][:1] == [reason]
    assert all(problem.message and problem.remedy for problem in report.problems)
    assert report.problems[0].where, "the report quotes the paragraph"


HARMLESS = frozenset(
    {"raw", "strip of white space", "comment that swallows", "never closed", "never opened", "tag in a tag",
     "if without end", "end without for"}
)  # fmt: skip
"""Refused because an office would not get what it meant; no danger in itself."""


@pytest.mark.parametrize("name", sorted(EXPRESSIONS.keys() - HARMLESS))
def test_what_a_template_may_not_say_is_not_rendered_either(name: str) -> None:
    """The check gone round: the environment itself compiles none of it."""
    with pytest.raises((TemplateError, RecursionError)):
        TemplateEnvironment(KIND).from_string(EXPRESSIONS[name][0]).render(KIND.sample_values)


@pytest.mark.parametrize(("content", "reason"), FILES.values(), ids=FILES)
def test_hostile_files_are_refused_by_name(content: bytes, reason: Reason) -> None:
    report = inspect(content, kind=KIND).report
    assert report.problems[0].reason == reason
    assert inspect(content, kind=KIND).template is None
    assert all(problem.message and problem.remedy for problem in report.problems)


def test_there_are_enough_of_them() -> None:
    assert len(EXPRESSIONS) + len(FILES) >= 60


LIVE = [name for name, (text, _) in EXPRESSIONS.items() if "CANARY" in text]


@pytest.mark.parametrize("name", LIVE)
def test_payloads_run_where_nobody_looks(name: str, tmp_path: Path) -> None:
    """The payloads are live: docxtpl alone, without our environment, runs them. Else the tests here would prove little."""
    canary = tmp_path / "canary"
    source = tmp_path / "a.docx"
    source.write_bytes(word_file(paragraph(EXPRESSIONS[name][0].replace("CANARY", str(canary)))))
    program = f"import docxtpl; t = docxtpl.DocxTemplate({str(source)!r}); t.render({{}})"
    subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, timeout=60)
    assert canary.exists()


@pytest.mark.parametrize("name", LIVE)
def test_payloads_leave_no_canary_here(name: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    content = word_file(good_body(paragraph(EXPRESSIONS[name][0].replace("CANARY", str(canary)))))
    assert [one.reason for one in check_template(content, kind=KIND.key).problems] == [Reason.WRONG_TAG]
    with pytest.raises(TemplateRefused):
        render_template(content, kind=KIND.key, values=KIND.sample_values)
    assert not canary.exists()


DOORS = {
    "file written": "open({canary!r}, 'w')",
    "file read": "open('/etc/passwd').read()",
    "descriptor written": "import os; os.open({canary!r}, os.O_CREAT | os.O_WRONLY)",
    "process": "import subprocess; subprocess.run(['touch', {canary!r}])",
    "shell": "import os; os.system('touch ' + {canary!r})",
    "fork": "import os; os.fork()",
    "exec": "import os; os.execv('/usr/bin/touch', ['touch', {canary!r}])",
    "socket": "import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)",
    "lookup": "import socket; socket.getaddrinfo('example.org', 80)",
    "environment": "import os; assert os.environ['THIDUA_CANARY']",
    "library call": "import ctypes; ctypes.CDLL(None).system(b'touch x')",
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_the_child_has_shut_its_doors(door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a template ever to run code, it would find nothing: tried from within the child, with the doors shut."""
    import socket

    from thidua.lib.vanban.isolation import bare_environment

    monkeypatch.setenv("THIDUA_CANARY", "secret")
    canary = tmp_path / "canary"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        act = door.format(canary=str(canary), port=server.getsockname()[1])
        program = (
            "import socket, subprocess, ctypes\nfrom thidua.lib.vanban.templates.child import shut_doors\nshut_doors()\n"
            f"try:\n    {act.replace('; ', chr(10) + '    ')}\nexcept (PermissionError, KeyError):\n    print('shut', flush=True)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            timeout=60,
            env=bare_environment(),
            check=False,
        )
        assert done.stdout == "shut\n", done.stderr
        with pytest.raises(TimeoutError):
            server.accept()
    assert not canary.exists()


def test_values_are_text_and_never_template(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    hostile = f"{{{{ cycler.__init__.__globals__.os.system('touch {canary}') }}}} <w:t>&amp;</w:t> {{%p if so %}} {{_{{ so }}_}}"
    values = {**KIND.sample_values, "trich_yeu": hostile, "noi_dung": [hostile], "ky_hieu": '"><w:x'}
    paper = render_template(word_file(good_body()), kind=KIND.key, values=values)
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        raw = archive.read("word/document.xml").decode()
    assert "&lt;w:t&gt;" in raw
    assert "<w:x" not in raw
    assert "cycler.__init__" in raw
    assert not canary.exists()


def test_a_child_that_would_never_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is bounded from outside, for whatever the check has not thought of."""
    from thidua.lib.vanban.templates import isolated

    monkeypatch.setattr(isolated, "SECONDS", 0.0)
    report = check_template(word_file(good_body(*[paragraph("{{ so }}")] * 900)), kind=KIND.key)
    assert [problem.reason for problem in report.problems] == [Reason.OUT_OF_TIME]


def test_the_environment_has_no_globals_tests_or_foreign_filters() -> None:
    environment = TemplateEnvironment(KIND)
    assert dict(environment.globals) == {}
    assert dict(environment.tests) == {}
    assert set(environment.filters) == {"in_hoa", "cuoi", "tru_cuoi", "nhieu"}
    assert json.dumps(dict(os.environ))  # the process of the tests is untouched
