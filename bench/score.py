"""Score readings of plans against gold annotations, by the rules of the reading schema.

    python -m bench.score PRED.json GOLD.json

Every field counts true and false positives and misses, summed over documents; macro F1 is the mean over the
fields that occur. Items are aligned greedily one to one, best first; fields of an item count end to end.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]

SCALARS = (
    "doc_type", "issuer_parent", "issuer", "number", "symbol", "place", "date.year", "date.month", "date.day", "title",
    "signer.on_behalf", "signer.position", "signer.name",
)  # fmt: skip
FIELDS = (
    *SCALARS, "legal_bases", "legal_bases.number", "legal_bases.date", "headings", "headings.level", "tasks",
    "tasks.no",
    "tasks.group", "tasks.lead", "tasks.coordinating", "tasks.time_text", "tasks.start", "tasks.end", "prose_tasks",
    "prose_tasks.assignee", "deadlines", "deadlines.who", "targets", "targets.unit", "movements", "recipients",
)  # fmt: skip

_QUOTES = str.maketrans("“”„‟″«»‘’‚‛′‐‑‒–—−", '"""""""\'\'\'\'\'------')
_DROPPED = str.maketrans("", "", "\u00ad\ufeff\u200b")
_TYPE_WORDS = "kế hoạch|quyết định|hướng dẫn|thông báo|quy chế|công văn|chương trình|báo cáo|tờ trình|phụ lục"
_TITLE_HEAD = re.compile(rf"^(?:(?:{_TYPE_WORDS})\s*:?\s+)?(?:(?:về việc|v/v)\s*:?\s*)?")


@dataclass(slots=True)
class Tally:
    """Hits, spurious values and misses of one field."""

    hits: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def occurs(self) -> bool:
        return bool(self.hits or self.spurious or self.missed)

    @property
    def f1(self) -> float:
        both = 2 * self.hits + self.spurious + self.missed
        return 2 * self.hits / both if both else 0.0


@dataclass(slots=True)
class FieldScores:
    """Tallies by field, and macro F1 over the fields that occur."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})

    def add(self, name: str, *, hits: int = 0, spurious: int = 0, missed: int = 0) -> None:
        tally = self.tallies[name]
        tally.hits += hits
        tally.spurious += spurious
        tally.missed += missed

    def f1(self) -> dict[str, float]:
        return {name: tally.f1 for name, tally in self.tallies.items() if tally.occurs}

    @property
    def macro(self) -> float:
        scores = list(self.f1().values())
        return sum(scores) / len(scores) if scores else 1.0


# ---------------------------------------------------------------- comparing texts


@cache
def normal(text: str) -> str:
    """Return text as compared: NFC, no markup, one kind of quote and dash, folded, no edge punctuation."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", " ", text)
    text = re.sub(r"\*\*|~~|\|", " ", text)
    text = re.sub(r"(?<!\w)[*#]+|\*+(?!\w)", " ", text)
    text = " ".join(text.translate(_QUOTES).translate(_DROPPED).split()).casefold()
    return re.sub(r"[\s.;:,/]+$", "", re.sub(r"^[-+•~\s]+", "", text))


def _text(value: object) -> str:
    return "" if value is None else normal(str(value))


@cache
def ratio(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < 0.5 or matcher.quick_ratio() < 0.5:
        return 0.0
    return matcher.ratio()


def _shared(one: object, other: object, *, digits: bool = True) -> float:
    """Return the words two texts share over the words of the shorter one."""
    words = [
        {word for word in re.findall(r"\w+", _text(text)) if digits or not re.search(r"\d", word)}
        for text in (one, other)
    ]
    if not words[0] or not words[1]:
        return float(words[0] == words[1])
    common, least = len(words[0] & words[1]), min(len(words[0]), len(words[1]))
    return 0.0 if common < 2 and least > 1 else common / least


def _tight(value: object) -> str:
    return re.sub(r"\s", "", _text(value))


def _blank(value: object) -> bool:
    return value is None or value in ("", [])


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return [part for part in value if not _blank(part)] if isinstance(value, list | tuple) else [value]


def _items(value: object) -> list[Json]:
    return [part for part in _list(value) if isinstance(part, dict)]


def _others(item: Json, key: str) -> list[Any]:
    """Return the accepted alternatives of an item's field; None among them accepts absence."""
    table = item.get("_alt")
    value = table.get(key) if isinstance(table, dict) else None
    return [] if value is None else list(value) if isinstance(value, list | tuple) else [value]


# ---------------------------------------------------------------- single values

_Same = Callable[[Any, Any], bool]


def _equal(one: object, other: object) -> bool:
    return _text(one) == _text(other)


def _value(
    scores: FieldScores, name: str, gold: object, found: object, also: Sequence[object] = (), same: _Same = _equal
) -> None:
    if _blank(gold) and _blank(found):
        return
    for accepted in (gold, *also):
        if _blank(accepted) and _blank(found):
            return
        if not _blank(accepted) and not _blank(found) and same(accepted, found):
            scores.add(name, hits=1)
            return
    scores.add(name, spurious=int(not _blank(found)), missed=int(not _blank(gold)))


def _same_scalar(name: str) -> _Same:
    def same(gold: object, found: object) -> bool:
        if name.startswith("date."):
            return str(gold).isdigit() and str(found).isdigit() and int(str(gold)) == int(str(found))
        if name in ("number", "symbol"):
            one, other = _tight(gold).strip("-/"), _tight(found).strip("-/")
            return int(one) == int(other) if one.isdigit() and other.isdigit() else one == other
        one, other = _text(gold), _text(found)
        if name == "title":
            one, other = _TITLE_HEAD.sub("", one), _TITLE_HEAD.sub("", other)
        if name == "signer.on_behalf":
            one, other = (re.sub(r"[\s./;,]", "", text) for text in (one, other))
        return ratio(one, other) >= 0.95 or one == other

    return same


def _scalars(scores: FieldScores, gold: Json, found: Json) -> None:
    optional = set(_list(gold.get("_optional_fields")))
    for name in SCALARS:
        top, _, rest = name.partition(".")

        def part(document: Json, top: str = top, rest: str = rest) -> object:
            value = document.get(top)
            if rest:
                value = value.get(rest) if isinstance(value, dict) else None
            return None if _blank(value) else value

        if part(found) is None and (name in optional or top in optional):
            continue
        key = rest if top == "signer" else name
        _value(scores, name, part(gold), part(found), _others(gold, key), _same_scalar(name))


# ---------------------------------------------------------------- lists of units


def _names_found(gold: Sequence[str], found: Sequence[str]) -> tuple[int, int, int]:
    """Return hits, spurious and missed names; a gold name with commas may come in its parts."""
    free = [normal(name) for name in found if normal(name)]

    def take(name: str) -> str | None:
        wanted = normal(name)
        for fits in (lambda have: have == wanted, lambda have: ratio(have, wanted) >= 0.92):
            for have in free:
                if fits(have):
                    free.remove(have)
                    return have
        return None

    left = [name for name in gold if take(name) is None]
    missed = 0
    for name in left:
        parts = [part.strip(" .") for part in re.split(r"[;,\n]", name) if part.strip(" .")]
        taken: list[str] = []
        whole = len(parts) > 1
        for part in parts if whole else ():
            have = take(part)
            if have is None:
                whole = False
                break
            taken.append(have)
        if not whole:
            free.extend(taken)
            missed += 1
    return len(gold) - missed, len(free), missed


def _units(scores: FieldScores, name: str, gold: object, found: object, also: Sequence[object]) -> None:
    have = [str(part) for part in _list(found)]
    best: tuple[float, tuple[int, int, int]] | None = None
    for accepted in (gold, *also):
        hits, spurious, missed = _names_found([str(part) for part in _list(accepted)], have)
        both = 2 * hits + spurious + missed
        quality = 2 * hits / both if both else 1.0
        if best is None or quality > best[0] + 1e-9:
            best = (quality, (hits, spurious, missed))
    assert best is not None
    scores.add(name, hits=best[1][0], spurious=best[1][1], missed=best[1][2])


# ---------------------------------------------------------------- items

_Match = Callable[[Json, Json], tuple[float, float]]


def _pairs(
    gold: Sequence[Any], found: Sequence[Any], match: Callable[[Any, Any], tuple[float, float]], floor: float
) -> list[tuple[int, int]]:
    """Align one to one, greedily: best match first, then the tie-breaker, required before optional, order."""
    ranked = []
    for g, one in enumerate(gold):
        for f, other in enumerate(found):
            quality, tie = match(one, other)
            if quality >= floor:
                optional = isinstance(one, dict) and bool(one.get("_optional"))
                ranked.append((-round(quality, 6), -tie, optional, abs(g - f), g, f))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    chosen = []
    for *_, g, f in sorted(ranked):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            chosen.append((g, f))
    return sorted(chosen)


def _align(
    scores: FieldScores,
    name: str,
    gold: Sequence[Json],
    found: Sequence[Json],
    match: _Match,
    floor: float,
    fields: Callable[[Json | None, Json | None], None],
) -> None:
    pairs = _pairs(gold, found, match, floor)
    for g, f in pairs:
        if not gold[g].get("_optional"):
            scores.add(name, hits=1)
            fields(gold[g], found[f])
    for g in sorted(set(range(len(gold))) - {g for g, _ in pairs}):
        if not gold[g].get("_optional"):
            scores.add(name, missed=1)
            fields(gold[g], None)
    for f in sorted(set(range(len(found))) - {f for _, f in pairs}):
        scores.add(name, spurious=1)
        fields(None, found[f])


def _closest(gold: Json, found: Json, key: str) -> float:
    return max(ratio(_text(text), _text(found.get(key))) for text in (gold.get(key), *_others(gold, key)))


def _bases(scores: FieldScores, gold: Json, found: Json) -> None:
    def match(one: Json, other: Json) -> tuple[float, float]:
        number, have = _tight(one.get("number")), _tight(other.get("number"))
        text = ratio(_text(one.get("text")), _text(other.get("text")))
        tie = float(one.get("date") == other.get("date"))
        if number and have:
            return (1.0 if number == have else text if text >= 0.9 else 0.0), tie
        if number and number in _tight(other.get("text")):
            return max(text, 0.9), tie
        return text, tie

    def fields(one: Json | None, other: Json | None) -> None:
        gold_item, item = one or {}, other or {}
        _value(
            scores,
            "legal_bases.number",
            gold_item.get("number"),
            item.get("number"),
            _others(gold_item, "number"),
            lambda a, b: _tight(a) == _tight(b),
        )
        _value(scores, "legal_bases.date", gold_item.get("date"), item.get("date"), _others(gold_item, "date"))

    _align(scores, "legal_bases", _items(gold.get("legal_bases")), _items(found.get("legal_bases")), match, 0.6, fields)


def _headings(scores: FieldScores, gold: Json, found: Json) -> None:
    def label(value: object) -> str:
        return _text(value).rstrip(".):/ ").lstrip("( ")

    def match(one: Json, other: Json) -> tuple[float, float]:
        if label(other.get("label")) not in [label(text) for text in (one.get("label"), *_others(one, "label"))]:
            return 0.0, 0.0
        return _closest(one, other, "title"), 0.0

    def fields(one: Json | None, other: Json | None) -> None:
        gold_item, item = one or {}, other or {}
        _value(
            scores,
            "headings.level",
            gold_item.get("level"),
            item.get("level"),
            _others(gold_item, "level"),
            lambda a, b: str(a) == str(b),
        )

    _align(scores, "headings", _items(gold.get("headings")), _items(found.get("headings")), match, 0.85, fields)


def _bare_group(value: object) -> str:
    return re.sub(r"^(?:[ivx]+|[a-zđ]|\d+(?:\.\d+)*)[.)]?\s+", "", _text(value))


def _tasks(scores: FieldScores, gold: Json, found: Json) -> None:
    def match(one: Json, other: Json) -> tuple[float, float]:
        tie = 2 * (_bare_group(one.get("group")) == _bare_group(other.get("group"))) + _equal(
            one.get("no"), other.get("no")
        )
        tie += (one.get("end") == other.get("end")) + (one.get("start") == other.get("start"))
        return _closest(one, other, "content"), float(tie)

    def fields(one: Json | None, other: Json | None) -> None:
        gold_item, item = one or {}, other or {}
        skipped = set(_list(gold_item.get("_skip")))
        _value(scores, "tasks.no", gold_item.get("no"), item.get("no"), _others(gold_item, "no"))
        _value(
            scores, "tasks.group", gold_item.get("group"), item.get("group"), _others(gold_item, "group"),
            lambda a, b: _equal(a, b) or ratio(_bare_group(a), _bare_group(b)) >= 0.9,
        )  # fmt: skip
        for key in ("lead", "coordinating"):
            _units(scores, f"tasks.{key}", gold_item.get(key), item.get(key), _others(gold_item, key))
        repeated = [] if gold_item.get("time_text") else [gold_item.get("group")]
        _value(
            scores, "tasks.time_text", gold_item.get("time_text"), item.get("time_text"),
            [*_others(gold_item, "time_text"), *repeated],
            lambda a, b: _equal(a, b) or ratio(_text(a), _text(b)) >= 0.9,
        )  # fmt: skip
        start, end = item.get("start"), item.get("end")
        gold_start, gold_end = gold_item.get("start"), gold_item.get("end")
        if one is not None and other is not None:
            right_end = end is not None and end in [gold_end, *_others(gold_item, "end")]
            if gold_start is None and right_end and start == end:
                start = None  # a lone date may be given as a one-day period
            elif gold_start is not None and gold_start == gold_end and start is None and right_end:
                start = gold_start  # and a one-day period as a lone date
        for key, wanted, have in (("start", gold_start, start), ("end", gold_end, end)):
            if key not in skipped:
                _value(scores, f"tasks.{key}", wanted, have, _others(gold_item, key))

    _align(scores, "tasks", _items(gold.get("tasks")), _items(found.get("tasks")), match, 0.85, fields)


def _prose_tasks(scores: FieldScores, gold: Json, found: Json) -> None:
    def match(one: Json, other: Json) -> tuple[float, float]:
        same = {_text(name) for name in _list(one.get("assignee"))} == {
            _text(name) for name in _list(other.get("assignee"))
        }
        return _closest(one, other, "content"), float(same)

    def fields(one: Json | None, other: Json | None) -> None:
        gold_item, item = one or {}, other or {}
        _units(
            scores,
            "prose_tasks.assignee",
            gold_item.get("assignee"),
            item.get("assignee"),
            _others(gold_item, "assignee"),
        )

    _align(
        scores, "prose_tasks", _items(gold.get("prose_tasks")), _items(found.get("prose_tasks")), match, 0.85, fields
    )


def _day_before(day: object) -> str | None:
    try:
        return (date.fromisoformat(str(day)) - timedelta(days=1)).isoformat()
    except ValueError:
        return None


def _deadlines(scores: FieldScores, gold: Json, found: Json) -> None:
    def match(one: Json, other: Json) -> tuple[float, float]:
        days = [one.get("due"), *_others(one, "due"), *([_day_before(one.get("due"))] if one.get("_before") else [])]
        due = other.get("due")
        return (_shared(one.get("what"), other.get("what")) if due and due in days else 0.0), 0.0

    def fields(one: Json | None, other: Json | None) -> None:
        gold_item, item = one or {}, other or {}
        _value(
            scores, "deadlines.who", gold_item.get("who"), item.get("who"), _others(gold_item, "who"),
            lambda a, b: _shared(a, ", ".join(map(str, _list(b)))) >= 0.5,
        )  # fmt: skip

    _align(scores, "deadlines", _items(gold.get("deadlines")), _items(found.get("deadlines")), match, 0.5, fields)


def _amount(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _targets(scores: FieldScores, gold: Json, found: Json) -> None:
    def agrees(one: Json, other: Json, key: str) -> bool:
        accepted = [one.get(key), *_others(one, key)]
        if key == "comparator":
            return other.get(key) in accepted
        return _amount(other.get(key)) in [_amount(value) for value in accepted]

    def match(one: Json, other: Json) -> tuple[float, float]:
        if not all(agrees(one, other, key) for key in ("comparator", "min", "max")):
            lone = _amount(one.get("min")) in (_amount(other.get("min")), _amount(other.get("max")))
            if not (other.get("comparator") in _others(one, "comparator") and lone):
                return 0.0, 0.0
        near = ratio(_text(one.get("indicator")), _text(other.get("indicator")))
        return _shared(one.get("indicator"), other.get("indicator"), digits=False), float(round(10 * near))

    def fields(one: Json | None, other: Json | None) -> None:
        gold_item, item = one or {}, other or {}
        _value(scores, "targets.unit", gold_item.get("unit"), item.get("unit"), _others(gold_item, "unit"))

    _align(scores, "targets", _items(gold.get("targets")), _items(found.get("targets")), match, 0.5, fields)


def _movements(scores: FieldScores, gold: Json, found: Json) -> None:
    def bare(text: object) -> str:
        return _text(text).strip("\"' ")

    wanted = [str(name) for name in _list(gold.get("movements"))]
    have = [str(name) for name in _list(found.get("movements"))]
    pairs = _pairs(wanted, have, lambda one, other: (ratio(bare(one), bare(other)), 0.0), 0.85)
    neutral = _list(gold.get("_optional_movements"))
    extra = [name for place, name in enumerate(have) if place not in {f for _, f in pairs}]
    spurious = sum(1 for name in extra if all(ratio(bare(other), bare(name)) < 0.85 for other in neutral))
    scores.add("movements", hits=len(pairs), spurious=spurious, missed=len(wanted) - len(pairs))


def _recipients(scores: FieldScores, gold: Json, found: Json) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\s*\([^()]*\)\s*$", "", normal(text)).rstrip(" ;,.")

    def match(one: str, other: str) -> tuple[float, float]:
        return max(ratio(normal(one), normal(other)), ratio(bare(one), bare(other))), 0.0

    have = [str(name) for name in _list(found.get("recipients"))]
    best: tuple[float, int, int, int] | None = None
    for accepted in (gold.get("recipients"), *_others(gold, "recipients")):
        wanted = [str(name) for name in _list(accepted)]
        hits = len(_pairs(wanted, have, match, 0.9))
        both = len(wanted) + len(have)
        quality = 2 * hits / both if both else 1.0
        if best is None or quality > best[0]:
            best = (quality, hits, len(have) - hits, len(wanted) - hits)
    assert best is not None
    scores.add("recipients", hits=best[1], spurious=best[2], missed=best[3])


def score(predictions: Mapping[str, Json], golds: Mapping[str, Json]) -> FieldScores:
    """Return the scores of predictions by document name; a document without prediction counts as empty."""
    scores = FieldScores()
    for name, gold in golds.items():
        found = predictions.get(name) or {}
        for part in (_scalars, _bases, _headings, _tasks, _prose_tasks, _deadlines, _targets, _movements, _recipients):
            part(scores, gold, found)
    return scores


def table(scores: FieldScores) -> str:
    """Return the scores as lines to print."""
    lines = [f"{'field':<22}{'hits':>6}{'extra':>7}{'missed':>8}{'F1':>8}"]
    for name, tally in scores.tallies.items():
        if tally.occurs:
            lines.append(f"{name:<22}{tally.hits:>6}{tally.spurious:>7}{tally.missed:>8}{tally.f1:>8.3f}")
    lines.append(f"{'macro F1':<22}{scores.macro:>29.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    prediction, gold_file = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3])
    print(table(score({"": prediction}, {"": gold_file})))
