"""Each facet of each element finds its fault, planted in the style the paragraphs inherit from."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from thidua.lib.vanban.checking import check_docx, rules
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import SAMPLES, typed
from thidua.lib.vanban.form import Element, measures

_FACETS = ("size", "weight", "slant", "case", "alignment")
_COMPANIONS = {
    "motto-case": {"motto-rule-length"},  # capitals are wider than the rule under them
}


@dataclass(frozen=True)
class Facet:
    key: str
    element: Element
    facet: str


def _facets() -> list[Facet]:
    found = []
    for key in rules():
        element, _, facet = key.rpartition("-")
        if facet in _FACETS and element in measures().elements and key != "article-weight":  # its label: test_faults
            found.append(Facet(key, measures().elements[element], facet))
    return found


def _sample_with(key: str) -> str:
    return next(name for name in SAMPLES if f'w:val="TD-{key}"' in Planting(typed(name)).text)


def _plant(word: Planting, facet: Facet) -> None:
    element = facet.element
    if facet.facet == "size":
        word.style(element.key, "rPr", f'<w:sz w:val="{round(element.sizes[0] * 2 - 2)}"/>')
    elif facet.facet == "weight":
        word.style(element.key, "rPr", f'<w:b w:val="{0 if element.bold else 1}"/>')
    elif facet.facet == "slant":
        word.style(element.key, "rPr", f'<w:i w:val="{0 if element.italic else 1}"/>')
    elif facet.facet == "case" and element.is_capital:
        word.lower(element.key)
    elif facet.facet == "case":
        word.style(element.key, "rPr", '<w:caps w:val="1"/>')
    else:
        word.style(element.key, "pPr", '<w:jc w:val="left"/>')


@pytest.mark.parametrize("facet", _facets(), ids=lambda facet: facet.key)
def test_a_fault_in_one_facet_is_found_and_nothing_else(facet: Facet) -> None:
    word = Planting(typed(_sample_with(facet.element.key)))
    _plant(word, facet)
    found = check_docx(word.content())
    assert {one.rule for one in found} == {facet.key} | _COMPANIONS.get(facet.key, set())
    assert {one.citation for one in found if one.rule == facet.key} == {facet.element.citation}
