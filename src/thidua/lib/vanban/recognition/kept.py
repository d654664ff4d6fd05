"""The account of words: what a zone of the source says must stand in the parts taken from it, or stay as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from thidua.lib.vanban.understanding.pieces import Item, Piece
from thidua.lib.vanban.understanding.words import lower

_WORD = re.compile(r"\w+")
_OF_THE_FORM = "cộng hòa xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc số ngày tháng năm v/v kính gửi nơi nhận"


def words(text: str) -> list[str]:
    """Return the words of a text in small letters with one spelling of tones; a number without leading zeros."""
    return [word.lstrip("0") or word if word.isdigit() else word for word in _WORD.findall(lower(text))]


def unsaid(items: Iterable[Item], said: Sequence[str]) -> list[Item]:
    """Return the pieces that hold a word which neither `said` nor the form itself says, and all tables."""
    there = Counter(words(" ".join(said)))
    form = set(words(_OF_THE_FORM))
    left: list[Item] = []
    for piece in items:
        if not isinstance(piece, Piece):
            left.append(piece)
            continue
        needed = Counter(word for word in words(piece.text))
        missing = [word for word, count in needed.items() if there[word] < count and word not in form]
        if missing:
            left.append(piece)
        else:
            there -= needed
    return left
