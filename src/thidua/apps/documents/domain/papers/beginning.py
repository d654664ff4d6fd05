"""How a new paper begins: from the form of its type, and from the last one of its body and type."""

from __future__ import annotations

from dataclasses import replace

from thidua.lib.vanban.form import type_of
from thidua.lib.vanban.form.wording import symbol_of
from thidua.lib.vanban.official import OfficialDocument, Signature
from thidua.lib.vanban.templates.kinds import kind_of
from thidua.lib.vanban.templates.ready_papers import begin, fields_of_wording


def abbreviation(*, name: str, short_name: str) -> str:
    """Return the short form of a body in symbols: "SNV" of "Sở Nội vụ"; its short name where that is one already."""
    if short_name and " " not in short_name:
        return short_name
    return "".join(word[0] for word in (short_name or name).split() if word[0].isalpha()).upper()


def begin_paper(
    *,
    type_key: str,
    issuer: str,
    parent: str,
    agency: str,
    unit: str,
    title: str = "",
    last_like: OfficialDocument | None = None,
    last: OfficialDocument | None = None,
) -> OfficialDocument:
    """Return a paper with what is known before anything is typed.

    `agency` and `unit` are the short forms of the body and of the unit that drafts. `last_like` is the body's last
    paper of the type: its bases, addressees and recipients are likely those of the next; `last` one of any type.
    """
    kind = type_of(type_key)
    known = last_like or last
    begun = OfficialDocument(
        type_key=type_key,
        issuer=issuer.upper(),
        parent=parent.upper(),
        title=title,
        symbol=symbol_of(type_key, agency=agency, unit=unit),
        order_word=kind.order_word,
        signatures=tuple(Signature(position, "") for position in kind.signers),
    )
    if known is not None:
        begun = replace(begun, issuer=known.issuer, parent=known.parent, place=known.place)
        if not kind.signers:
            begun = replace(begun, signatures=known.signatures[:1])
        if kind.has_authority_line:
            begun = replace(begun, authority_line=known.authority_line)
        begun = replace(begun, recipients=known.recipients, contact=known.contact)
    if last_like is not None:
        begun = replace(
            begun,
            symbol=last_like.symbol,
            legal_bases=last_like.legal_bases,
            addressees=last_like.addressees,
            authority_line=last_like.authority_line,
        )
    return begun


def with_wording(begun: OfficialDocument, *, kind: str, name: str) -> OfficialDocument:
    """Return a paper just begun with the ready wording of a kind of paper; what is known already stays.

    `name` is that of the issuing body in a sentence. Raises KeyError for an unknown kind.
    """
    known = {
        "co_quan_chu_quan": begun.parent, "co_quan": begun.issuer, "ten_co_quan": name, "ky_hieu": begun.symbol,
        "trich_yeu": begun.title, "nguoi_ban_hanh": begun.authority_line,
    }  # fmt: skip
    used = fields_of_wording(kind_of(kind))
    worded = begin(kind, values={field: value for field, value in known.items() if field in used})
    return replace(
        begun,
        body=worded.body,
        attachments=worded.attachments,
        order_word=worded.order_word or begun.order_word,
        legal_bases=begun.legal_bases or worded.legal_bases,
        addressees=begun.addressees or worded.addressees,
        authority_line=begun.authority_line or worded.authority_line,
        recipients=begun.recipients or worded.recipients,
    )
