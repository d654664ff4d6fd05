"""Whatever a value holds, the paper is whole and prints it as it stands."""

from __future__ import annotations

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from thidua.lib.vanban.templates import kind_of
from thidua.lib.vanban.templates.inspection import fill_template, inspect
from thidua.lib.vanban.templates.tags import W
from thidua.lib.vanban.templates.tests.files import good_body, word_file
from thidua.lib.vanban.templates.values import plain_values

KIND = kind_of("thong-bao")
TEMPLATE = inspect(word_file(good_body()), kind=KIND).template
SNIPPETS = st.sampled_from(
    ["{{ so }}", "{% if so %}", "{#", "{%p endfor %}", "<w:t>", "&amp;", "]]>", "\x00", "\ufffe", "\ud800", "a\nb",
     "‘’“”", "Ủy ban"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(max_size=12), SNIPPETS), max_size=4).map("".join)


def printed(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(text.text or "" for text in one.iter(f"{W}t")) for one in root.iter(f"{W}p")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=TEXTS, entries=st.lists(TEXTS, max_size=4))
def test_values_are_printed_as_they_stand(title: str, entries: list[str]) -> None:
    assert TEMPLATE is not None
    values = plain_values(KIND, {**KIND.sample_values, "trich_yeu": title, "noi_dung": entries})
    lines = printed(fill_template(TEMPLATE, kind=KIND, values=values))

    def shown(text: object) -> str:
        # What the renderer takes for its own escaped braces comes out as braces.
        return str(text).replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%").replace("%_}", "%}")

    assert lines[2] == shown(values["trich_yeu"])
    assert lines[4:] == [shown(one) for one in values["noi_dung"]]
