"""Made-up bodies: every level, lists that begin anew, tables, in the manner of each type."""

from __future__ import annotations

from random import Random

from thidua.lib.vanban.form import DocumentType, wording
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Level, Passage, Piece
from thidua.lib.vanban.writing.tests.papers.tables import sheet
from thidua.lib.vanban.writing.tests.papers.words import CAPITAL_TITLES, HEADINGS, ROMAN, runs, sentence

_BY_ARTICLES = frozenset(("nghi-quyet", "quyet-dinh"))
_BY_CHAPTERS = frozenset(("quy-che", "quy-dinh"))
_BY_LINES = frozenset(("giay-moi", "giay-gioi-thieu", "giay-nghi-phep", "phieu-gui", "phieu-chuyen", "phieu-bao"))


def made_up_body(chance: Random, kind: DocumentType, *, keeps_form: bool, mentions: str = "") -> tuple[Piece, ...]:
    if kind.key in _BY_ARTICLES:
        body = _articles(chance, chance.randint(1, 4))
    elif kind.key in _BY_CHAPTERS:
        body = _chapters(chance)
    elif kind.key in _BY_LINES:
        body = [_text(chance, ".") for _ in range(chance.randint(1, 4))]
    elif kind.key == "de-an":
        body = _parts(chance, in_words=not keeps_form and chance.random() < 0.3)
    else:
        body = _headings(chance)
    if mentions:
        body.append(Passage(Level.TEXT, runs=(Run(mentions),)))
    return (*body, _text(chance, "."))


def _articles(chance: Random, count: int, first: int = 1, *, are_titled: bool = False) -> list[Piece]:
    body: list[Piece] = []
    for place in range(first, first + count):
        label = f"Điều {place}."
        if are_titled or chance.random() < 0.5:
            body.append(Passage(Level.ARTICLE, label, title=chance.choice(HEADINGS)))
            body += _clauses(chance)
        else:
            body.append(Passage(Level.ARTICLE, label, runs=runs(chance, sentence(chance, "."), looks=False)))
    return body


def _chapters(chance: Random) -> list[Piece]:
    body: list[Piece] = []
    article = 1
    for place in range(chance.randint(1, 3)):
        body.append(Passage(Level.CHAPTER, f"Chương {ROMAN[place]}", title=chance.choice(CAPITAL_TITLES)))
        for section in range(chance.choice((0, 0, 2))):
            body.append(Passage(Level.SECTION, f"Mục {section + 1}", title=chance.choice(CAPITAL_TITLES)))
            if chance.random() < 0.3:
                body.append(Passage(Level.SUBSECTION, "Tiểu mục 1", title=chance.choice(CAPITAL_TITLES)))
            body += _articles(chance, 1, article, are_titled=True)
            article += 1
        count = chance.randint(1, 3)
        body += _articles(chance, count, article, are_titled=True)
        article += count
    return body


def _parts(chance: Random, *, in_words: bool) -> list[Piece]:
    body: list[Piece] = []
    for place in range(2):
        label = f"Phần {('thứ nhất', 'thứ hai')[place] if in_words else ROMAN[place]}"
        body.append(Passage(Level.PART, label, title=chance.choice(CAPITAL_TITLES)))
        body += _headings(chance)
    return body


def _headings(chance: Random) -> list[Piece]:
    body: list[Piece] = [_text(chance, ".")] if chance.random() < 0.5 else []
    for place in range(chance.randint(1, 4)):
        body.append(Passage(Level.HEADING, f"{ROMAN[place]}.", title=chance.choice(CAPITAL_TITLES)))
        way = chance.random()
        if way < 0.2:
            body += [_centered(chance)] * (chance.random() < 0.3)
            body.append(sheet(chance))
            body += [sheet(chance)] * (chance.random() < 0.2)
        elif way < 0.4:
            body += [_text(chance, "."), *_items(chance)]
        elif way < 0.5:
            body += [*_clauses(chance), _text(chance, "."), *_clauses(chance)]
        else:
            body += _clauses(chance)
    return body


def _centered(chance: Random) -> Passage:
    """Return a line in the middle: a subtitle."""
    text = chance.choice(("Chỉ tiêu thi đua năm 2026", "BẢNG ĐIỂM THI ĐUA"))
    return Passage(Level.CENTERED, runs=(Run(text, bold=chance.random() < 0.5),))


def _clauses(chance: Random) -> list[Piece]:
    body: list[Piece] = []
    for place in range(chance.randint(1, 4)):
        label = f"{place + 1}."
        if chance.random() < 0.3:
            body.append(Passage(Level.CLAUSE, label, title=chance.choice(HEADINGS)))
            if chance.random() < 0.3:
                body += [
                    Passage(Level.CLAUSE, f"{place + 1}.{nested + 1}.", runs=runs(chance, sentence(chance, ".")))
                    for nested in range(2)
                ]
            else:
                body.append(_text(chance, "."))
            continue
        below = chance.random()
        body.append(Passage(Level.CLAUSE, label, runs=runs(chance, sentence(chance, ":" if below < 0.5 else "."))))
        if below < 0.3:
            count = chance.choice((2, 3, 4, 7))
            body += [
                Passage(Level.POINT, wording.point_label(point + 1), runs=runs(chance, sentence(chance, ";")))
                for point in range(count)
            ]
        elif below < 0.5:
            body += _items(chance)
    return body


def _items(chance: Random) -> list[Piece]:
    body: list[Piece] = []
    for _ in range(chance.randint(1, 3)):
        body.append(Passage(Level.ITEM, "-", runs=runs(chance, sentence(chance, "."))))
        if chance.random() < 0.3:
            body.append(Passage(Level.ITEM, "+", runs=runs(chance, sentence(chance, ";"))))
    return body


def _text(chance: Random, end: str) -> Passage:
    return Passage(Level.TEXT, runs=runs(chance, sentence(chance, end)))
