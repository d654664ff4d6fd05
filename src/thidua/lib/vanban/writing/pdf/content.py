"""The paper as the template takes it: its parts in printed order, each with its words and the element that sets it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from thidua.lib.vanban.form import Addressing, TitleBox, measures, type_of, wording
from thidua.lib.vanban.model import Run
from thidua.lib.vanban.official import Annex, CopyMark, Level, OfficialDocument, Passage, Piece, Sheet, Signature
from thidua.lib.vanban.writing.pdf.tables import sheet_of
from thidua.lib.vanban.writing.pdf.text import cleaned, inked, words_of

Shown = dict[str, Any]

_OWN_LINES = (Level.PART, Level.CHAPTER, Level.SECTION, Level.SUBSECTION)
_RANKS = (*_OWN_LINES, Level.HEADING, Level.ARTICLE, Level.CLAUSE)
_ELEMENTS = {
    Level.HEADING: "heading",
    Level.ARTICLE: "article",
    Level.CLAUSE: "clause",
    Level.POINT: "point",
    Level.ITEM: "item",
    Level.TEXT: "text",
    Level.CENTERED: "centered",
}
_MOST_RECIPIENTS_KEPT = 30
"""A closing block of more recipients than this may break over pages."""
COPY = -1
"""The part that what is set below a copied document makes."""
_SHORT = 200
"""A passage of fewer letters may move to the next page as a whole."""


def content_of(paper: OfficialDocument, *, kept: frozenset[int] = frozenset()) -> Shown:
    """Return what the template sets. `kept` are the parts whose last lines must go with their signature."""
    sections: list[Shown] = []
    for part, piece in enumerate((paper, *paper.attachments)):
        writer = _AnnexWriter(part) if isinstance(piece, Annex) else _PaperWriter(part)
        writer.is_kept = part in kept
        writer.write(piece)  # type: ignore[arg-type]
        sections.extend(writer.sections)
    return {
        "title": title_of(paper),
        "author": cleaned(paper.issuer),
        "keywords": [cleaned(word) for word in (paper.symbol,) if word],
        "sections": sections,
    }


def title_of(paper: OfficialDocument) -> str:
    """Return the title of the file: type and abstract."""
    return cleaned(f"{type_of(paper.type_key).name} {paper.title}").strip()


@dataclass(slots=True)
class _Writer:
    """Gathers the pieces of one document or annex, page turn by page turn."""

    part: int
    is_kept: bool = False
    sections: list[Shown] = field(default_factory=list)
    _after: float = 0.0
    """Space that the piece before asks for below itself."""
    _ranks: list[int] = field(default_factory=list)
    """Ranks of the headings that the place is under."""

    @property
    def is_wide(self) -> bool:
        return bool(self.sections) and bool(self.sections[-1]["wide"])

    @property
    def width(self) -> float:
        return measures().landscape_text_width_mm if self.is_wide else measures().text_width_mm

    def turn(self, *, wide: bool) -> None:
        """Go on on pages turned this way."""
        if not self.sections or self.is_wide != wide:
            self.sections.append({"wide": wide, "starts": not self.sections, "pieces": []})
            self._after = 0.0

    def add(self, piece: Shown, *, before: float = 0.0, after: float = 0.0) -> Shown:
        piece["a"] = self._after + before
        self._after = after
        self.sections[-1]["pieces"].append(piece)
        return piece

    def line(self, key: str, runs: Iterable[Run], *, width: float | None = None) -> Shown:
        """Return a line of an element; it has its own space before, nothing yet of the piece above."""
        element = measures().elements[key]
        shown = inked(
            (
                Run(element.as_printed(run.text), run.bold, run.italic, run.underline, run.strike, run.superscript)
                for run in runs
            ),
            width=width or self.width,
            size=element.size,
            bold=element.bold,
            italic=element.italic,
        )
        return {"e": key, "r": shown, "a": element.space_before}

    def add_line(self, key: str, runs: Iterable[Run] | str, **options: Any) -> Shown:
        element = measures().elements[key]
        line = self.line(key, (Run(runs),) if isinstance(runs, str) else runs)
        return self.add({"kind": "line", **line, **options}, before=element.space_before, after=element.space_after)

    def add_rule(self, name: str, above: Shown) -> None:
        under = {key: above[key] for key in ("e", "r")}
        self.add({"kind": "rule", "share": measures().rules[name].chosen, "under": under}, after=6.0)

    def heading_level(self, rank: int) -> int:
        """Return the level of a heading so that none is skipped, whatever levels the paper uses."""
        self._ranks = [above for above in self._ranks if above < rank]
        self._ranks.append(rank)
        return min(len(self._ranks), 6)

    def add_heading(self, lines: Sequence[tuple[str, str]], rank: int) -> None:
        """Add a heading of one or more lines, each of an element."""
        shown = [self.line(key, (Run(text),)) for key, text in lines if text]
        if not shown:
            return
        shown[0]["a"] = self._after + shown[0]["a"]
        last = measures().elements[shown[-1]["e"]]
        self.add({"kind": "heading", "h": self.heading_level(rank), "lines": shown}, after=last.space_after)

    def add_body(self, pieces: Sequence[Piece], *, has_end_mark: bool, has_closing: bool) -> None:
        """Add passages and tables; `has_closing` tells that a signature follows, which the last lines go with."""
        pieces = with_mark(pieces) if has_end_mark else list(pieces)
        for place, piece in enumerate(pieces):
            left = len(pieces) - place - 1
            keep = has_closing and self.is_kept and left < 3 and _is_short(pieces[place:])
            if isinstance(piece, Sheet):
                self.turn(wide=piece.is_wide)
                self._add_sheet(piece, is_last=not left)
            else:
                self.turn(wide=False)
                self._add_passage(piece, is_last=not left, keep=keep and left > 0)

    def _add_sheet(self, sheet: Sheet, *, is_last: bool) -> None:
        shown = sheet_of(sheet, width=self.width)
        rows = shown["rows"]
        if is_last and rows and self.is_kept:
            cut = _cut(rows)
            if cut:
                self.add({**shown, "rows": rows[:cut]}, after=0.0)
                shown = {**shown, "rows": rows[cut:]}
            shown["keep"] = True
        if is_last:
            last = shown["rows"] or shown["header"]
            if last and last[-1]:
                last[-1][0] |= {"end": True, "part": self.part}
        self.add(shown, before=0.0, after=4.0)

    def _add_passage(self, passage: Passage, *, is_last: bool, keep: bool) -> None:
        options: Shown = {"end": True, "part": self.part} if is_last else {"keep": True} if keep else {}
        if passage.level in _OWN_LINES:
            rank = _RANKS.index(passage.level)
            self.add_heading(
                ((f"{passage.level}-label", passage.label), (f"{passage.level}-title", passage.title)), rank
            )
            if passage.runs:
                self.add_line("text", passage.runs, **options)
            return
        if passage.title and passage.level in _RANKS:
            key = "clause-heading" if passage.level is Level.CLAUSE else _ELEMENTS[passage.level]
            self.add_heading(((key, f"{passage.label} {passage.title}".strip()),), _RANKS.index(passage.level))
            return
        key = _ELEMENTS[passage.level]
        runs: tuple[Run, ...] = (*((Run(passage.title, bold=True),) if passage.title else ()), *passage.runs)
        if passage.label:
            runs = (Run(f"{passage.label} "), *runs) if runs else (Run(passage.label),)
        if passage.level in (Level.ARTICLE, Level.HEADING):
            # The number is bold; words on its line are text.
            runs = (Run(runs[0].text, bold=True), *runs[1:])
            key = "text"
        if is_last and self.is_kept:
            element = measures().elements[key]
            line = self.line(key, runs)
            self.add(
                {"kind": "tail", **line, "words": words_of(line["r"]), "part": self.part},
                before=element.space_before,
                after=element.space_after,
            )
        else:
            self.add_line(key, runs, **options)

    def add_closing(
        self, signatures: Sequence[Signature], recipients: Sequence[str], *, drafter: str = "", part: int | None = None
    ) -> None:
        """Add recipients and signatures side by side."""
        if not (signatures or recipients or drafter):
            return
        share = measures().columns["signature"]
        left_width = self.width * share.left_mm / (share.left_mm + share.right_mm)
        left = []
        if recipients:
            left.append(self.line("recipients-word", (Run(wording.RECIPIENTS_WORD),)))
            left += [
                self.line("recipients", (Run(line),), width=left_width)
                for line in wording.recipient_lines(tuple(recipients))
            ]
        if drafter:
            left.append(self.line("drafter", (Run(drafter),)))
        self.add(
            {
                "kind": "closing",
                "part": self.part if part is None else part,
                "left": left,
                "signatures": [self._signature(each) for each in signatures],
                "breakable": len(left) > _MOST_RECIPIENTS_KEPT,
            },
            before=12.0,
        )

    def _signature(self, signature: Signature) -> Shown:
        below = [self.line("signatory-own-position", (Run(text),)) for text in (signature.own_position,) if text]
        below += [self.line("signatory-name", (Run(text),)) for text in (signature.name,) if text]
        above = [self.line("signatory-capacity", (Run(text),)) for text in wording.signature_lines(signature)]
        return {"above": above, "below": below}

    def letterhead(
        self,
        left: Sequence[tuple[str, str]],
        right: Sequence[tuple[str, str]],
        rows: Sequence[tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]], Sequence[str]]],
        *,
        right_share: float,
    ) -> None:
        """Add the two columns at the head; each line is an element and its text."""
        widths = measures().columns["letterhead"]

        def lines(entries: Sequence[tuple[str, str]], width: float) -> list[Shown]:
            return [self.line(key, (Run(text),), width=width - 2) for key, text in entries if text]

        self.add(
            {
                "kind": "letterhead",
                "left": {"lines": lines(left, widths.left_mm), "share": measures().rules["issuer"].chosen},
                "right": {"lines": lines(right, widths.right_mm), "share": right_share},
                "rows": [
                    {
                        "left": lines(one, widths.left_mm),
                        "right": lines(other, widths.right_mm),
                        "stamps": [self._stamp(key, text) for key, text in stamps],
                    }
                    for one, other, stamps in rows
                    if any(text for _, text in (*one, *other)) or stamps
                ],
            }
        )

    def _stamp(self, key: str, text: str) -> Shown:
        stamp = measures().stamps[text]
        return {**self.line(key, (Run(text),)), "width": stamp.width_mm, "height": stamp.height_mm}


class _AnnexWriter(_Writer):
    def write(self, annex: Annex) -> None:
        first = annex.body[0] if annex.body else None
        self.turn(wide=isinstance(first, Sheet) and first.is_wide)
        self.add_heading((("annex-label", wording.annex_line(annex.label)), ("annex-title", annex.title)), -1)
        if annex.reference:
            self.add_line("reference", annex.reference, keep=True)
        self.add_rule(
            "annex", self.line("annex-title" if annex.title else "annex-label", (Run(annex.title or "-" * 8),))
        )
        self.add_body(annex.body, has_end_mark=False, has_closing=False)


class _PaperWriter(_Writer):
    def write(self, paper: OfficialDocument) -> None:
        self.turn(wide=False)
        if self.part == 0 and paper.contact:
            lines = [self.line("contact", (Run(text),)) for text in paper.contact]
            self.add({"kind": "contact", "lines": lines})
        self._add_letterhead(paper)
        self._add_title(paper)
        self._add_opening(paper)
        closes = bool(paper.signatures)
        self.add_body(paper.body, has_end_mark=closes, has_closing=closes)
        self.add_closing(paper.signatures, paper.recipients, drafter=paper.drafter)
        if paper.copy is not None:
            self._add_copy(paper.copy)

    def _add_letterhead(self, paper: OfficialDocument) -> None:
        kind = type_of(paper.type_key)
        is_attached = self.part > 0
        number = ""
        if not is_attached or paper.symbol or paper.number is not None:
            number = wording.number_line(paper.number, paper.symbol)
        dated = ""
        if kind.has_place_and_date and (not is_attached or paper.place or paper.issued_on):
            dated = wording.place_and_date(paper.place, paper.issued_on, year=paper.year, month=paper.month)
        subject = ""
        if kind.title_box is TitleBox.UNDER_NUMBER and paper.title:
            subject = wording.subject_line(paper.title)
        stamps = [
            (key, mark.value)
            for key, mark in (
                ("secrecy", paper.secrecy),
                ("urgency", paper.urgency),
                ("circulation", paper.circulation),
            )
            if mark is not None
        ]
        self.letterhead(
            [("parent", paper.parent), ("issuer", paper.issuer)],
            [("national-title", wording.NATIONAL_TITLE), ("motto", wording.MOTTO)],
            [
                ([("number", number)], [("place-and-date", dated)], []),
                ([("subject", subject)], [], stamps),
            ],
            right_share=measures().rules["motto"].chosen,
        )

    def _add_title(self, paper: OfficialDocument) -> None:
        kind = type_of(paper.type_key)
        if kind.title_box is TitleBox.UNDER_NUMBER:
            return
        self.add_heading((("type-name", kind.printed_name), ("abstract", paper.title)), -1)
        if paper.reference:
            self.add_line("reference", paper.reference, keep=True)
        if kind.has_rule_under_title:
            key, text = ("abstract", paper.title) if paper.title else ("type-name", kind.printed_name)
            self.add_rule("abstract", self.line(key, (Run(text),)))

    def _add_opening(self, paper: OfficialDocument) -> None:
        kind = type_of(paper.type_key)
        is_telegram = kind.addressing is Addressing.TELEGRAM
        if is_telegram and (paper.authority_line or paper.addressees):
            sender = wording.telegram_line(paper.authority_line)
            self._add_addressees(sender, paper.addressees)
        elif paper.addressees:
            self._add_addressees(wording.ADDRESSEES_WORD, paper.addressees)
        if paper.authority_line and not is_telegram:
            self.add_line("authority", paper.authority_line, keep=True)
        for line in wording.legal_basis_lines(paper.legal_bases):
            self.add_line("legal-basis", line)
        if paper.order_word:
            self.add_line("order-word", paper.order_word, keep=True)

    def _add_addressees(self, word: str, addressees: tuple[str, ...]) -> None:
        lead = f"{word} " if len(addressees) == 1 else word
        element = measures().elements["addressees"]
        self.add(
            {
                "kind": "addressees",
                "word": self.line("addressees", (Run(lead),))["r"],
                "lines": [self.line("addressees", (Run(line),))["r"] for line in wording.addressee_lines(addressees)],
            },
            before=element.space_before,
            after=element.space_after,
        )

    def _add_copy(self, copy: CopyMark) -> None:
        self.add({"kind": "full-rule"}, before=12.0, after=6.0)
        self.letterhead(
            [("parent", copy.parent), ("issuer", copy.issuer)],
            [("copy-form", copy.form.value)],
            [
                (
                    [("number", wording.number_line(copy.number, copy.symbol))],
                    [("place-and-date", wording.place_and_date(copy.place, copy.issued_on))],
                    [],
                )
            ],
            right_share=0.0,
        )
        self.add_closing((copy.signature,), copy.recipients, part=COPY)


def with_mark(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the body with the mark that ends it, behind its last words; none behind a table."""
    *before, last = pieces or (None,)
    if not isinstance(last, Passage) or not last.runs:
        return list(pieces)
    *runs, end = last.runs
    marked = replace(end, text=wording.with_end_mark(end.text))
    return [*(each for each in before if each is not None), replace(last, runs=(*runs, marked))]


def _is_short(pieces: Sequence[Piece]) -> bool:
    """Tell whether only short passages are left: these go to the next page together with the signature."""
    return (
        all(isinstance(each, Passage) for each in pieces)
        and sum(len(each.text) for each in pieces if isinstance(each, Passage)) < _SHORT
    )


def _cut(rows: Sequence[Sequence[Shown]]) -> int:
    """Return before which row a table may be parted so that two rows go on with the signature; no span is broken."""
    cut = max(len(rows) - 2, 0)
    while cut and any(place + cell.get("rs", 1) > cut for place in range(cut) for cell in rows[place]):
        cut -= 1
    return cut
