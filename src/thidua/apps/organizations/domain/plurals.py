"""Plurals: which kinds of units "các phòng chuyên môn", "LĐLĐ các huyện, TP" … name."""

from __future__ import annotations

import re

from thidua.apps.organizations.domain import words
from thidua.apps.organizations.domain.candidates import Candidates
from thidua.apps.organizations.domain.forms import PLURALS, Form, agree, ends, form_of, phrases, starts, without_plural
from thidua.lib.vietnamese import fold

LEADS, VAGUE, AREAS = phrases(words.LEADS), phrases(words.VAGUE), phrases(words.AREAS)
_NOUNS = {tuple(fold(noun).split()): kinds for noun, kinds in words.GROUP_NOUNS.items()}
_UNIT_NOUN = tuple(fold(words.UNIT_NOUN).split())
_COMMAS = re.compile(r"[,;/&+]|\bvà\b|\bcùng\b", re.IGNORECASE)
_COMMAS_AND_DASHES = re.compile(rf"{_COMMAS.pattern}|\s[-–—]\s", re.IGNORECASE)


def plural_kinds(text: str, candidates: Candidates) -> tuple[frozenset[str], float]:
    """Return the kinds of units that a plural names, and how sure that is; nothing when it is no such plural."""
    for pattern in (_COMMAS, _COMMAS_AND_DASHES):
        fragments = [form for form in map(form_of, pattern.split(text)) if form]
        kinds, confidence = _kinds(fragments, candidates) if fragments else (frozenset[str](), 0.0)
        if kinds:
            return kinds, confidence
    return frozenset(), 0.0


def _kinds(fragments: list[Form], candidates: Candidates) -> tuple[frozenset[str], float]:
    nothing, confidence = frozenset[str](), 0.95
    first = fragments[0][starts(fragments[0], LEADS) :] or fragments[0]
    is_plural = len(fragments) > 1 or starts(first, PLURALS) > 0
    prefix, fragments[0] = _district_prefix(without_plural(first), candidates)
    length = ends(fragments[-1], VAGUE)
    if length:
        fragments[-1], confidence = fragments[-1][:-length], 0.6
    last = without_plural(fragments[-1])
    last = last[: len(last) - ends(last, AREAS)]
    of_the_body = _noun(last) is None
    named = [_noun(without_plural(fragment)) for fragment in fragments[:-1]]
    named.append(_noun_before_body(last, candidates) if of_the_body else _noun(last))
    nouns = [noun for noun in named if noun is not None]
    if len(nouns) < len(named) or not (is_plural or prefix):
        return nothing, 0.0
    if prefix:
        if _NOUNS[nouns[0]] != {words.DISTRICT}:
            return nothing, 0.0
        confidence = confidence if _districts_begin(prefix, candidates) else min(confidence, 0.7)
    kinds: frozenset[str] = nothing
    for noun in nouns:
        if noun == _UNIT_NOUN and len(nouns) > 1:
            kinds |= {words.SUBORDINATE}
        elif noun == _UNIT_NOUN and of_the_body:
            kinds |= {words.DIVISION, words.SUBORDINATE}
        else:
            kinds |= _NOUNS[noun]
    return kinds, confidence


def _noun(form: Form) -> Form | None:
    return next((noun for noun in _NOUNS if agree(noun, form)), None)


def _noun_before_body(form: Form, candidates: Candidates) -> Form | None:
    """The noun the body's name stands behind; the "thuộc" between belongs to some: "đơn vị trực thuộc Sở"."""
    head = candidates.without_body(form)
    return _noun(form[: len(head) + 1]) or _noun(head)


def _district_prefix(form: Form, candidates: Candidates) -> tuple[Form, Form]:
    """Split "LĐLĐ các huyện", "P.LĐ-TBXH huyện": what the units are, and where."""
    if "cac" in form[1:]:
        at = form.index("cac", 1)
        return form[:at], form[at:]
    if len(form) > 1 and form[-1] == "huyen" and _districts_begin(form[:-1], candidates):
        return form[:-1], form[-1:]
    return (), form


def _districts_begin(prefix: Form, candidates: Candidates) -> bool:
    """Whether most districts of the tree have names that begin so."""
    districts = [form_of(unit.name) for unit in candidates.units if unit.kind == words.DISTRICT and unit.depth == 1]
    return 2 * sum(agree(form[: len(prefix)], prefix) for form in districts) > len(districts)
