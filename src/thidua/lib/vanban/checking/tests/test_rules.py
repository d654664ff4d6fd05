"""The tables of rules: whole, in words, and as the reference page shows them."""

from __future__ import annotations

import re

from tools.document_form import PAGE, page

from thidua.lib.vanban.checking import Severity, rules
from thidua.lib.vanban.form import Confidence

_CITED = re.compile(r"Phụ lục (?:I|II|III), (?:Phần I{1,2}, )?Mục ")


def test_every_rule_is_said_in_words_and_cited() -> None:
    for rule in rules().values():
        assert _CITED.match(rule.citation), rule.key
        assert re.fullmatch(r"[A-ZĐ].*[^.]|.*«./.»", rule.what), rule.key
        assert rule.remedy.endswith((".", "…")), rule.key
        assert "{" not in rule.what + rule.remedy, rule.key


def test_what_the_decree_does_not_surely_say_is_advice() -> None:
    unsure = {rule.key for rule in rules().values() if rule.confidence is not Confidence.HIGH}
    assert all(rules()[key].severity is Severity.SHOULD for key in unsure)
    assert not any(rule.confidence is Confidence.OWN for rule in rules().values())


def test_an_element_says_what_it_asks() -> None:
    rule = rules()["motto-size"]
    assert (rule.what, rule.remedy) == (
        "Cỡ chữ của Tiêu ngữ không đúng",
        "Chọn dòng này và đặt cỡ chữ từ 13 đến 14.",
    )
    assert rules()["recipients-word-slant"].remedy == "Chọn dòng này và đặt chữ nghiêng (Ctrl+I)."


def test_the_reference_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/document_form.py"
