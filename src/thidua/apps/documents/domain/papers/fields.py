"""A paper as the fields of a form, and back; what the form does not show stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from thidua.apps.documents.domain.papers.writing import read_body, typed_body
from thidua.lib.vanban.form.wording import without_end_mark
from thidua.lib.vanban.official import (
    Annex,
    Capacity,
    Circulation,
    OfficialDocument,
    Passage,
    Piece,
    Signature,
    Urgency,
)

TEXTS = ("title", "parent", "issuer", "symbol", "place", "reference", "authority_line", "order_word", "drafter")
LISTS = ("addressees", "legal_bases", "recipients", "contact")
SIGNED = ("capacity", "authority", "position", "own_position", "name")
MOST_SIGNERS = 2
"""Minutes have two (Mẫu 1.9), every other paper one."""


def typed_fields(paper: OfficialDocument) -> dict[str, Any]:
    """Return what the form of a paper shows."""
    fields: dict[str, Any] = {name: getattr(paper, name) for name in TEXTS}
    fields |= {name: list(getattr(paper, name)) for name in LISTS}
    fields["urgency"] = paper.urgency.value if paper.urgency else ""
    fields["circulation"] = paper.circulation.value if paper.circulation else ""
    fields["body"] = typed_body(paper.body)
    for at, signature in enumerate(paper.signatures[:MOST_SIGNERS], start=1):
        for name in SIGNED:
            fields[f"sign{at}_{name}"] = getattr(signature, name) or ""
    for at, attachment in enumerate(paper.attachments):
        fields[f"annex{at}_title"] = attachment.title
        fields[f"annex{at}_body"] = typed_body(attachment.body)
    return fields


def with_fields(paper: OfficialDocument, typed: Mapping[str, Any]) -> OfficialDocument:
    """Return the paper with what was typed; fields that were not sent stay. Raises BodyFault."""
    changes: dict[str, Any] = {name: " ".join(str(typed[name]).split()) for name in TEXTS if name in typed}
    changes |= {name: tuple(typed[name]) for name in LISTS if name in typed}
    if "urgency" in typed:
        changes["urgency"] = Urgency(typed["urgency"]) if typed["urgency"] else None
    if "circulation" in typed:
        changes["circulation"] = Circulation(typed["circulation"]) if typed["circulation"] else None
    if "body" in typed:
        changes["body"] = _closed(read_body(typed["body"], before=paper.body))
    signatures = [_signature(paper.signatures, at, typed) for at in range(MOST_SIGNERS)]
    kept = tuple(one for one in signatures if one is not None and (one.position or one.name))
    changes["signatures"] = kept + paper.signatures[MOST_SIGNERS:]
    changes["attachments"] = tuple(
        _attachment(one, at, typed) for at, one in enumerate(paper.attachments) if not typed.get(f"annex{at}_drop")
    )
    return replace(paper, **changes)


def _closed(body: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Take the mark "./." off the last passage: the form prints it."""
    last = body[-1] if body else None
    if not isinstance(last, Passage) or not last.runs:
        return body
    bare = without_end_mark(last.runs[-1].text)
    if bare == last.runs[-1].text:
        return body
    return (*body[:-1], replace(last, runs=(*last.runs[:-1], replace(last.runs[-1], text=bare))))


def with_new_annex(paper: OfficialDocument) -> OfficialDocument:
    """Return the paper with an empty annex at its end; two or more are numbered in Roman."""
    annexes = [*paper.attachments, Annex(title="TÊN PHỤ LỤC")]
    if sum(isinstance(one, Annex) for one in annexes) > 1:
        number = 0
        for at, one in enumerate(annexes):
            if isinstance(one, Annex):
                number += 1
                annexes[at] = replace(one, label=_roman(number))
    return replace(paper, attachments=tuple(annexes))


def _signature(before: Sequence[Signature], at: int, typed: Mapping[str, Any]) -> Signature | None:
    old = before[at] if at < len(before) else None
    sent = {name: typed[f"sign{at + 1}_{name}"] for name in SIGNED if f"sign{at + 1}_{name}" in typed}
    if not sent:
        return old
    values: dict[str, Any] = {name: " ".join(str(value).split()) for name, value in sent.items() if name != "capacity"}
    if "capacity" in sent:
        values["capacity"] = Capacity(sent["capacity"]) if sent["capacity"] else None
    return replace(old or Signature("", ""), **values)


def _attachment(one: Annex | OfficialDocument, at: int, typed: Mapping[str, Any]) -> Annex | OfficialDocument:
    changes: dict[str, Any] = {}
    if f"annex{at}_title" in typed:
        changes["title"] = " ".join(str(typed[f"annex{at}_title"]).split())
    if f"annex{at}_body" in typed:
        changes["body"] = read_body(typed[f"annex{at}_body"], before=one.body)
    return replace(one, **changes)


def _roman(number: int) -> str:
    found = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        found += sign * count
    return found
