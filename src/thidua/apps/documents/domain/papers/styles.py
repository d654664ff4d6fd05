"""Styled text as one types it: **đậm**, ''nghiêng'', __gạch chân__, ~~gạch bỏ~~, ^^số mũ^^; a backslash keeps it."""

from __future__ import annotations

from collections.abc import Iterable

from thidua.lib.vanban.model import Run

_MARKS = {"*": "bold", "'": "italic", "_": "underline", "~": "strike", "^": "superscript"}
_STYLES = tuple(_MARKS.items())


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the runs with neighbours of one style joined and empty ones left out."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and _style(found[-1]) == _style(run):
            found[-1] = _run(found[-1].text + run.text, _style(run))
        else:
            found.append(run)
    return tuple(found)


def typed(runs: Iterable[Run]) -> str:
    """Return the runs as one types them."""
    line, style = "", frozenset[str]()
    for run in joined(runs):
        line += _toggles(style, _style(run)) + _escaped(run.text)
        style = _style(run)
    return line + _toggles(style, frozenset())


def read(line: str) -> tuple[Run, ...]:
    """Return the runs of a typed line; a mark that nobody closes holds to its end."""
    runs: list[Run] = []
    style: frozenset[str] = frozenset()
    text, at = "", 0
    while at < len(line):
        here = line[at]
        if here == "\\" and line[at + 1 : at + 2] in ("\\", *_MARKS) and at + 1 < len(line):
            text += line[at + 1]
            at += 2
        elif here in _MARKS and line[at + 1 : at + 2] == here:
            runs.append(_run(text, style))
            text, style = "", style ^ {_MARKS[here]}
            at += 2
        else:
            text += here
            at += 1
    return joined([*runs, _run(text, style)])


def _style(run: Run) -> frozenset[str]:
    return frozenset(name for _, name in _STYLES if getattr(run, name))


def _run(text: str, style: frozenset[str]) -> Run:
    return Run(text, **dict.fromkeys(style, True))


def _toggles(before: frozenset[str], after: frozenset[str]) -> str:
    return "".join(mark * 2 for mark, name in _STYLES if (name in before) != (name in after))


def _escaped(text: str) -> str:
    """Keep what would be read as a mark: one that stands beside its like, or at an end of the run."""
    found = ""
    for at, here in enumerate(text):
        beside = {text[at - 1] if at else here, text[at + 1] if at + 1 < len(text) else here}
        found += f"\\{here}" if here == "\\" or (here in _MARKS and here in beside) else here
    return found
