"""What a Vietnamese syllable can look like: tells text from text read in the wrong encoding."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_NUCLEUS = (
    "iêu|yêu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uyu|uyê|uya|uêu|iê|yê|uô|ươ|uâ|uê|uy|uơ|oa|oă|oe|oo|ai|ao|au|ay"
    "|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|ya|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_NUCLEUS})(?:ch|ng|nh|[cmnpt])?")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_WORD = re.compile(r"[^\W\d_]+(?:[^\x00-\x7f\w\s][^\W\d_]*)*|[^\x00-\x7f\w\s]+", re.UNICODE)
_ORDINARY = frozenset("–—…“”‘’«»•·−₫°±×÷≥≤→§©®™%‰")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Tell whether one word, in any case, could be a Vietnamese syllable."""
    parts = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONE.subn("", parts)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def plausibility(text: str) -> float:
    """Return how Vietnamese text looks, from -1 (words impossible) to 1 (accented syllables everywhere).

    Only words with letters outside ASCII count for or against; a text without any scores 0.
    """
    good = bad = 0
    for word in _WORD.findall(text[:20_000]):
        if word.isascii() or all(char in _ORDINARY for char in word):
            continue
        if is_syllable(word.strip("–—…“”‘’«»•·")):
            good += 1
        else:
            bad += 1
    return (good - 2 * bad) / (good + 2 * bad) if good + bad else 0.0
