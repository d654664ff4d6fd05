"""A name as a list of elements that can be compared whatever its wording."""

from __future__ import annotations

import re
from collections.abc import Iterable

from thidua.apps.organizations.domain import words
from thidua.lib.vietnamese import clean, fold, is_syllable

Form = tuple[str, ...]
"""Folded words, and single capitals for the letters of abbreviations."""

EDGES = " \t\n.,;:-–—•+*…“”'\""
TOKEN = re.compile(r"t/p|[^\W_]+", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]+")


def fold_name(text: str) -> str:
    """Return the key under which a wording is remembered: folded, single spaces, no punctuation at the edges."""
    return " ".join(fold(clean(text)).split()).strip(EDGES)


def form_of(text: str) -> Form:
    """Return a name as elements: folded words, and capitals for the letters of abbreviations."""
    text = clean(text)
    shouting = text == text.upper()
    elements: list[str] = []
    for token in TOKEN.findall(text):
        folded = fold(token)
        if folded in words.IRREGULAR:
            elements += fold(words.IRREGULAR[folded]).split()
        elif folded in words.CONNECTIVES:
            continue
        elif _is_abbreviation(token, shouting=shouting):
            elements += folded.upper()
        else:
            elements.append(folded)
    return tuple(elements)


def _is_abbreviation(token: str, *, shouting: bool) -> bool:
    if not token.isupper() or not token.isalpha() or len(token) > 10 or _ROMAN.fullmatch(token):
        return False
    if len(token) == 1:
        return not shouting
    return not (shouting and is_syllable(token))


def letters(form: Form) -> str:
    """Return the initials: forms that agree have the same."""
    return "".join(element[0] for element in form).lower()


def agree(one: Form, other: Form) -> bool:
    """Whether two forms are the same name, one by one, a capital standing for any word it begins."""
    return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))


def same(a: str, b: str) -> bool:
    """Whether two elements can be the same word."""
    if a == b:
        return True
    return (a.isupper() and b[0] == a.lower()) or (b.isupper() and a[0] == b.lower())


def starts(form: Form, among: Iterable[Form]) -> int:
    """Return how many elements the first phrase takes that the form begins with, letter by letter."""
    return next((len(phrase) for phrase in among if form[: len(phrase)] == phrase), 0)


def ends(form: Form, among: Iterable[Form]) -> int:
    """Return how many elements the first phrase takes that the form ends with, something being left before it."""
    return next((len(phrase) for phrase in among if len(form) > len(phrase) and form[-len(phrase) :] == phrase), 0)


def phrases(texts: Iterable[str]) -> tuple[Form, ...]:
    """Return texts of a word table as forms."""
    return tuple(tuple(word for word in fold(text).replace("/", " ").split()) for text in texts)


PLURALS, PLACES = phrases(words.PLURALS), phrases(words.PLACES)


def without_plural(form: Form) -> Form:
    """Take "các", "tất cả các" … off the beginning."""
    return form[starts(form, PLURALS) :] or form


def likeness(one: Form, other: Form) -> float:
    """Return the share of elements that two forms have in common, 0 to 1; a capital for a word counts half."""
    if not one or not other:
        return 0.0
    left, common = list(other), 0.0
    for element in one:
        at = left.index(element) if element in left else next((i for i, b in enumerate(left) if same(element, b)), None)
        if at is not None:
            common += 1.0 if left.pop(at) == element else 0.5
    return 2 * common / (len(one) + len(other))


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter was put in, left out or changed between two words of three letters or more."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1 or not one.isalpha():
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]
