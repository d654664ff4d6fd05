"""What the parts of the first page are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator

SHOWN = 6
"""Lines of a part; the whole list is one click away."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what, of whom and until when, and the one next act. `is_post`: the act is done at once."""

    text: str
    url: str
    note: str = ""
    mark: SafeString | str = ""
    act: str = ""
    act_url: str = ""
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines; `more_url` opens the whole list, `act` is one act for all of them."""

    key: str
    title: str
    items: Sequence[Item]
    more_url: str = ""
    act: str = ""
    act_url: str = ""


def short(text: str) -> str:
    return Truncator(text).chars(140)


def facts_line(*facts: object) -> str:
    return " · ".join(str(fact) for fact in facts if fact)
