"""Read the form from its TOML files, once, and refuse what does not hold together."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, TypeVar, cast, get_type_hints

from thidua.lib.vanban.form.measures import (
    BodyText,
    Case,
    Columns,
    Confidence,
    DigitalSignature,
    Element,
    Header,
    Margins,
    Measures,
    Page,
    RuleLength,
    SignatureSpace,
    Span,
    Stamp,
)
from thidua.lib.vanban.form.types import Addressing, CopyType, DocumentType, TitleBox, Types
from thidua.lib.vanban.model import Alignment
from thidua.lib.vanban.official import Circulation, CopyForm, Secrecy, Urgency

NUMBER_OF_TYPES = 29
_Entry = TypeVar("_Entry")
_ENUMS = (Confidence, Case, Alignment, Addressing, TitleBox, CopyForm)


class WrongForm(ValueError):
    """Raised when a file of the form does not hold together; a fault of the program's own data."""


@lru_cache(maxsize=1)
def measures() -> Measures:
    """Return every measure of the form."""
    return read_measures(_toml("measures.toml"))


@lru_cache(maxsize=1)
def _types() -> Types:
    return read_types(_toml("types.toml"))


def types() -> tuple[DocumentType, ...]:
    """Return the 29 types in the order of the Decree."""
    return tuple(_types().by_key.values())


def type_of(key: str) -> DocumentType:
    """Return the type of a key like "ke-hoach"; raises KeyError for another."""
    return _types().by_key[key]


def copy_type(form: CopyForm) -> CopyType:
    """Return what is known of a form of copy."""
    return _types().copies[form]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))


def read_measures(content: Mapping[str, Any]) -> Measures:
    """Check and type what measures.toml holds; raises WrongForm."""
    read = Measures(
        page=_entry(Page, content["page"], "page"),
        margins=_margins(content["margins"], "margins"),
        landscape=_margins(content["landscape"], "landscape"),
        header=_entry(Header, content["header"], "header"),
        columns=_each(Columns, content["columns"]),
        rules=_each(RuleLength, content["rules"]),
        body=_entry(BodyText, content["body"], "body"),
        signature=_entry(SignatureSpace, content["signature"], "signature"),
        digital_signature=_entry(DigitalSignature, content["digital_signature"], "digital_signature"),
        stamps=MappingProxyType({stamp.text: stamp for stamp in _each(Stamp, content["stamps"]).values()}),
        elements=MappingProxyType(
            {key: _entry(Element, {"key": key, **entry}, key) for key, entry in content["elements"].items()}
        ),
    )
    for element in read.elements.values():
        least, most = element.sizes
        if not least <= element.size <= most:
            raise WrongForm(f"{element.key}: size {element.size} is not within {least} to {most}")
    for name, rule in read.rules.items():
        if not rule.least <= rule.chosen <= rule.most:
            raise WrongForm(f"rules.{name}: {rule.chosen} is not within {rule.least} to {rule.most}")
    missing = {*Secrecy, *Urgency, *Circulation} - set(read.stamps)
    if missing:
        raise WrongForm(f"stamps: none for {', '.join(sorted(missing))}")
    return read


def read_types(content: Mapping[str, Any]) -> Types:
    """Check and type what types.toml holds; raises WrongForm."""
    found: dict[str, DocumentType] = {}
    for entry in content["types"]:
        kind = _entry(DocumentType, entry, str(entry.get("key")))
        if kind.key in found:
            raise WrongForm(f"{kind.key}: stands twice")
        found[kind.key] = kind
    if len(found) != NUMBER_OF_TYPES:
        raise WrongForm(f"{len(found)} types instead of {NUMBER_OF_TYPES}")
    for what in ("name", "archive_code"):
        if len({getattr(kind, what) for kind in found.values()}) != len(found):
            raise WrongForm(f"two types have the same {what}")
    abbreviations = [kind.abbreviation for kind in found.values() if kind.abbreviation]
    exchange_codes = [kind.exchange_code for kind in found.values() if kind.exchange_code is not None]
    if len(set(abbreviations)) != len(abbreviations) or len(set(exchange_codes)) != len(exchange_codes):
        raise WrongForm("two types have the same abbreviation or exchange code")
    copies = [_entry(CopyType, entry, str(entry.get("form"))) for entry in content["copies"]]
    if {copy.form for copy in copies} != set(CopyForm):
        raise WrongForm("copies: one entry for each form of copy is needed")
    return Types(MappingProxyType(found), MappingProxyType({copy.form: copy for copy in copies}))


def _each(kind: type[_Entry], content: Mapping[str, Any]) -> Mapping[str, _Entry]:
    return MappingProxyType({key: _entry(kind, entry, key) for key, entry in content.items()})


def _margins(content: Mapping[str, Any], place: str) -> Margins:
    sides = {side: _entry(Span, content[side], f"{place}.{side}") for side in ("top", "bottom", "left", "right")}
    for side, span in sides.items():
        if not span.least_mm <= span.chosen_mm <= span.most_mm:
            raise WrongForm(f"{place}.{side}: {span.chosen_mm} is not within {span.least_mm} to {span.most_mm}")
    return Margins(citation=content["citation"], confidence=Confidence(content["confidence"]), **sides)


def _entry(kind: type[_Entry], content: Mapping[str, Any], place: str) -> _Entry:
    """Fill a dataclass from a TOML table: every field known and of its type, none missing, the citation not empty."""
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(cast("Any", kind))}
    unknown = set(content) - set(known)
    if unknown:
        raise WrongForm(f"{place}: unknown {', '.join(sorted(unknown))}")
    missing = {name for name, field in known.items() if field.default is MISSING} - set(content)
    if missing:
        raise WrongForm(f"{place}: {', '.join(sorted(missing))} missing")
    if "citation" in known and not content["citation"]:
        raise WrongForm(f"{place}: no citation")
    return kind(**{name: _typed(hints[name], value, f"{place}.{name}") for name, value in content.items()})


def _typed(hint: Any, value: Any, place: str) -> Any:
    if hint in _ENUMS:
        try:
            return hint(value)
        except ValueError:
            raise WrongForm(f"{place}: {value!r} is not one of {', '.join(repr(str(each)) for each in hint)}") from None
    if isinstance(value, list):
        return tuple(value)
    expected: dict[Any, tuple[type, ...]] = {str: (str,), bool: (bool,), float: (int, float), int | None: (int,)}
    if not isinstance(value, expected[hint]) or (hint is not bool and isinstance(value, bool)):
        raise WrongForm(f"{place}: {value!r} is of the wrong type")
    return value
