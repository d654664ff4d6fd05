"""The rules the checker knows, and what it says when one is not kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from thidua.lib.vanban.form import Confidence, Element, measures


class Severity(StrEnum):
    MUST = "must"  # the Decree says so
    SHOULD = "should"  # practice, samples, or less sure


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what is wrong when it is not kept, how to mend it, where it stands.

    `facet` is what it asks of an element ("từ 13 đến 14"), "" for a rule of structure.
    """

    key: str
    what: str
    remedy: str
    citation: str
    confidence: Confidence
    severity: Severity
    facet: str = ""


@dataclass(frozen=True, slots=True)
class Departure:
    """One place where a document departs from a rule; every sentence is Vietnamese.

    `where` is the line it concerns or the part of the file; `more` counts further places with the same fault.
    """

    rule: str
    what: str
    where: str
    found: str
    wanted: str
    remedy: str
    citation: str
    confidence: Confidence
    severity: Severity
    more: int = 0


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by key, those of elements first."""
    table = tomllib.loads(resources.files(__package__).joinpath("rules.toml").read_text(encoding="utf-8"))
    found: dict[str, Rule] = {}
    for key, facets in table["elements"].items():
        element = measures().elements[key]
        for facet in facets:
            words = table["facets"][facet]
            found[f"{key}-{facet}"] = Rule(
                f"{key}-{facet}",
                words["what"].format(name=_inside(element.name, words["what"])),
                words["remedy"].format(wanted=wanted_of(element, facet)),
                element.citation,
                element.confidence,
                _severity(element.confidence),
                wanted_of(element, facet),
            )
    for entry in table["rules"]:
        found[entry["key"]] = _rule(entry)
    return MappingProxyType(found)


def _rule(entry: Mapping[str, Any]) -> Rule:
    confidence = Confidence(entry["confidence"])
    severity = Severity(entry["severity"]) if "severity" in entry else _severity(confidence)
    return Rule(entry["key"], entry["what"], entry["remedy"], entry["citation"], confidence, severity)


def _severity(confidence: Confidence) -> Severity:
    return Severity.MUST if confidence is Confidence.HIGH else Severity.SHOULD


def _inside(name: str, sentence: str) -> str:
    """Return a name as it stands inside a sentence; proper names keep their capital."""
    keeps = sentence.startswith("{name}") or name in ("Quốc hiệu", "Tiêu ngữ")
    return name if keeps else name[:1].lower() + name[1:]


def wanted_of(element: Element, facet: str) -> str:
    """Return in words what is asked of an element: "từ 13 đến 14", "chữ đậm" …"""
    if facet == "size":
        least, most = element.sizes
        return (
            f"{number_in_words(least)}" if least == most else f"từ {number_in_words(least)} đến {number_in_words(most)}"
        )
    if facet == "weight":
        return "chữ đậm" if element.bold else "chữ không đậm"
    if facet == "slant":
        return "chữ nghiêng" if element.italic else "chữ đứng"
    if facet == "case":
        return "chữ in hoa" if element.is_capital else "chữ in thường"
    return "canh giữa"


def number_in_words(amount: float) -> str:
    """Return a measure as Vietnamese prints it: 12.5 is "12,5"."""
    return f"{amount:.1f}".removesuffix(".0").replace(".", ",")
