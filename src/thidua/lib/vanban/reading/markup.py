"""Inline markup of text files: markdown emphasis, HTML residue, entities; all become runs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from thidua.lib.vanban.model import Run

_STYLE_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "sup": "superscript",
}
_SILENT_TAGS = "sub|span|font|p|div|center|small|big|mark|a|o:p|tt|code"
_TOKEN = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!|~>-])"
    r"|(?P<stars>\*{1,3})"
    r"|(?P<tildes>~~)"
    r"|(?P<underscores>(?<![\w_])__(?=[^\W_])|(?<=[^\W_])__(?![\w_]))"
    r"|<(?P<close>/?)(?P<tag>b|strong|i|em|u|ins|s|del|strike|sup)\s*>"
    r"|(?P<break><br\s*/?\s*>)"
    rf"|(?P<silent></?(?:{_SILENT_TAGS})(?:\s[^<>\n]{{0,300}})?/?>|<!--.{{0,2000}}?-->)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"[*~<&\\]|__")
_MOST_OPEN = 40
"""Openers remembered while their closers are looked for; more are no text."""
LINE_BREAK = "\v"
"""Stands in runs for a <br>: the same source line, a new paragraph."""


@dataclass(slots=True)
class _Mark:
    """One token of emphasis: whether it may open or close, and what it was matched to be."""

    text: str
    can_open: bool = False
    can_close: bool = False
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    is_matched: bool = False


def runs_of(text: str) -> tuple[Run, ...]:
    """Return text as runs. Emphasis may span line feeds; an unmatched `*` stays, unmatched `**` and `~~` go."""
    if not _MARKED.search(text):
        return (Run(text),) if text else ()
    pieces = _tokenized(text)
    _match(pieces)
    depth = dict.fromkeys(("bold", "italic", "underline", "strike", "superscript"), 0)
    runs: list[Run] = []
    for piece in pieces:
        if isinstance(piece, str):
            _add(runs, piece, depth)
            continue
        for style in piece.closes:
            depth[style] = max(0, depth[style] - 1)
        for style in piece.opens:
            depth[style] += 1
        if not piece.is_matched and piece.text == "*":
            _add(runs, "*", depth)
    return tuple(runs)


def _add(runs: list[Run], text: str, depth: dict[str, int]) -> None:
    if not text:
        return
    run = Run(text, **{style: count > 0 for style, count in depth.items()})
    if runs and replace(runs[-1], text="") == replace(run, text=""):
        runs[-1] = replace(run, text=runs[-1].text + text)
    else:
        runs.append(run)


def _tokenized(text: str) -> list[str | _Mark]:
    pieces: list[str | _Mark] = []
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            pieces.append(text[at : match.start()])
        at = match.end()
        before = text[match.start() - 1 : match.start()]
        after = text[at : at + 1]
        token = match[0]
        if match["escaped"]:
            pieces.append(match["escaped"])
        elif match["entity"]:
            pieces.append(html.unescape(token).replace("\xa0", " "))
        elif match["break"]:
            pieces.append(LINE_BREAK)
        elif match["tag"]:
            style = (_STYLE_OF_TAG[match["tag"].lower()],)
            mark = _Mark(token, closes=style) if match["close"] else _Mark(token, opens=style)
            mark.is_matched = True
            pieces.append(mark)
        elif not match["silent"]:
            can_open, can_close = bool(after.strip()), bool(before.strip())
            pieces.append(_Mark(token, can_open, can_close))
    pieces.append(text[at:])
    return pieces


def _styles(text: str) -> tuple[str, ...]:
    return {"*": ("italic",), "**": ("bold",), "***": ("bold", "italic"), "__": ("bold",), "~~": ("strike",)}[text]


def _match(pieces: list[str | _Mark]) -> None:
    """Pair openers with closers of the same signs; `***` also closes or opens a `*` and a `**` apart."""
    open_marks: list[tuple[_Mark, str]] = []
    for piece in pieces:
        if not isinstance(piece, _Mark) or piece.is_matched:
            continue
        wanted = ["**", "*"] if piece.text == "***" else [piece.text]
        remaining = []
        for sign in wanted:
            opener = next((entry for entry in reversed(open_marks) if entry[1] == sign), None)
            if piece.can_close and opener is not None:
                open_marks.remove(opener)
                opener[0].opens += _styles(sign)
                piece.closes += _styles(sign)
                opener[0].is_matched = piece.is_matched = True
            else:
                remaining.append(sign)
        if piece.can_open:
            open_marks.extend((piece, sign) for sign in remaining)
            del open_marks[:-_MOST_OPEN]
