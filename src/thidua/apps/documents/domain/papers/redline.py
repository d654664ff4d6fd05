"""What changed between versions, by passage and words, and in which version each word came or went.

The versions are woven into one text: every word knows the version that brought it and the one that took it away. Two
steps, so that long papers stay quick: lines are matched first, words only inside lines that changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby

from thidua.apps.documents.domain.papers.lines import Line

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(slots=True)
class _Word:
    text: str
    born: int
    died: int | None = None


@dataclass(slots=True)
class _Thread:
    """A line through all versions, its words, alive and dead, in order."""

    part: str
    words: list[_Word] = field(default_factory=list)

    @property
    def is_alive(self) -> bool:
        return any(word.died is None for word in self.words)

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words if word.died is None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one fate: kept (`version` 0), or inserted or deleted in a version."""

    kind: str
    text: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class RedLine:
    """A line of the comparison: "kept", "changed", "inserted" or "deleted"."""

    part: str
    kind: str
    stretches: tuple[Stretch, ...]


def compare(versions: Sequence[tuple[int, Sequence[Line]]]) -> list[RedLine]:
    """Return the last of the versions as changed against the first; (number, lines) in order, two or more.

    Words that came and went in between are left out: they stand in neither.
    """
    first = versions[0][0]
    threads = [_Thread(line.part, [_Word(word, first) for word in _words(line.text)]) for line in versions[0][1]]
    for number, lines in versions[1:]:
        threads = _woven(threads, lines, number)
    return [line for line in (_red(thread, first) for thread in threads) if line is not None]


def changed_count(lines: Iterable[RedLine]) -> int:
    """Return how many lines differ."""
    return sum(line.kind != "kept" for line in lines)


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _woven(threads: list[_Thread], lines: Sequence[Line], version: int) -> list[_Thread]:
    alive = [at for at, thread in enumerate(threads) if thread.is_alive]
    before = [(threads[at].part, threads[at].text) for at in alive]
    after = [(line.part, line.text) for line in lines]
    found: list[_Thread] = []
    done = 0

    def upto(place: int) -> None:
        """Take over the threads before the alive one at `place`, those dead in between with them."""
        nonlocal done
        end = alive[place] if place < len(alive) else len(threads)
        found.extend(threads[done:end])
        done = end

    for how, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            upto(last)
            continue
        pairs = _pairs(before[first:last], after[start:end])
        for old, new in pairs:
            if old is None:
                assert new is not None
                line = lines[start + new]
                found.append(_Thread(line.part, [_Word(word, version) for word in _words(line.text)]))
                continue
            upto(first + old)
            thread = threads[alive[first + old]]
            _reword(thread, _words(lines[start + new].text) if new is not None else [], version)
            upto(first + old + 1)
    upto(len(alive))
    return found


def _pairs(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> Iterator[tuple[int | None, int | None]]:
    """Pair changed lines that resemble each other, in order; the others were taken away or are new."""
    start = 0
    for old, (part, text) in enumerate(before):
        best = max(
            (at for at in range(start, len(after)) if after[at][0] == part and _alike(text, after[at][1]) > 0.5),
            key=lambda at: _alike(text, after[at][1]),
            default=None,
        )
        if best is None:
            yield old, None
            continue
        for new in range(start, best):
            yield None, new
        yield old, best
        start = best + 1
    for new in range(start, len(after)):
        yield None, new


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, _words(one), _words(other), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.5 and matcher.quick_ratio() > 0.5 else 0.0


def _reword(thread: _Thread, words: list[str], version: int) -> None:
    alive = [at for at, word in enumerate(thread.words) if word.died is None]
    texts = [thread.words[at].text for at in alive]
    inserted: dict[int, list[_Word]] = {}
    for first, last, start, end in _changes(texts, words):
        for at in alive[first:last]:
            thread.words[at].died = version
        place = alive[last] if last < len(alive) else len(thread.words)
        inserted.setdefault(place, []).extend(_Word(word, version) for word in words[start:end])
    if inserted:
        woven: list[_Word] = []
        for at, word in enumerate(thread.words):
            woven += inserted.get(at, [])
            woven.append(word)
        thread.words = woven + inserted.get(len(thread.words), [])


def _changes(before: list[str], after: list[str]) -> list[tuple[int, int, int, int]]:
    """Return (first, last, start, end) of what differs; changes with but a space between them are one."""
    found: list[tuple[int, int, int, int]] = []
    for how, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        if found and not "".join(before[found[-1][1] : first]).strip():
            found[-1] = (found[-1][0], last, found[-1][2], end)
        else:
            found.append((first, last, start, end))
    return found


def _red(thread: _Thread, first: int) -> RedLine | None:
    def fate(word: _Word) -> tuple[str, int] | None:
        if word.died is not None:
            return ("deleted", word.died) if word.born == first else None
        return ("kept", 0) if word.born == first else ("inserted", word.born)

    told = [(known, word.text) for word in thread.words if (known := fate(word)) is not None]
    stretches = tuple(
        Stretch(kind, "".join(text for _, text in group), version)
        for (kind, version), group in groupby(told, key=lambda pair: pair[0])
    )
    if not stretches:
        return None
    kinds = {one.kind for one in stretches}
    return RedLine(thread.part, kinds.pop() if len(kinds) == 1 else "changed", stretches)
