"""The number of a document, given in the transaction that issues it."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from thidua.apps.audit import services as audit
from thidua.apps.documents import policies
from thidua.apps.documents.domain import numbering
from thidua.apps.documents.domain.marks import Mark
from thidua.apps.documents.domain.numbering import RegisterEntry
from thidua.apps.documents.errors import ClockBehind, NumberingNotSet, NumbersInRecovery, RequestKeyUsed, SymbolTaken
from thidua.apps.documents.models import IssuedNumber, NumberRegister, Registry
from thidua.apps.documents.queries import registers as queries
from thidua.apps.documents.services.registers.registry import (
    ASK_REGISTRY,
    entry_subject,
    locked_registry,
    mark_after_commit,
    open_register,
)
from thidua.apps.documents.transitions import REGISTER
from thidua.apps.organizations.queries import Unit
from thidua.core.actor import Actor
from thidua.core.errors import InvalidInput
from thidua.core.policies import require
from thidua.core.search import search_key

logger = logging.getLogger(__name__)


def allot_number(*, actor: Actor, body: Unit, entry: RegisterEntry, at: datetime) -> IssuedNumber:
    """Give a document the next number of its series and enter it in the register (`documents.allot_number`).

    Needs the transaction that issues the document, and comes before anything that one records: number and document
    stand or fall together. Locks the registry of the body, so that numbers, moments and years form one line. The
    series follows from the scheme, the year from the moment the lock is held; a new year's register opens by itself.
    With a `request_key` that has its number, returns that line again and writes nothing.
    Raises NotPermitted, NumberingNotSet, ClockBehind, NumbersInRecovery, SymbolTaken, RequestKeyUsed, InvalidInput.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("allot_number outside a transaction: number and document must stand or fall together")
    registry = locked_registry(actor, body, year=numbering.year_of(at))
    require(policies.can_allot(actor, body), f"Chỉ văn thư của {body.name} cấp số văn bản.", remedy=ASK_REGISTRY)
    if present := IssuedNumber.objects.select_related("register").filter(request_key=entry.request_key).first():
        return _same_request(present, body, entry)
    _check(entry)
    moment = _moment(registry, body, at=at)
    year = numbering.year_of(moment)
    scheme = queries.scheme_for(body.pk, year=year)
    if scheme is None:
        raise NumberingNotSet(body.name, year=year)
    kept = queries.marks()
    standing = queries.standings(body.pk, years=queries.years_at_stake(moment), kept=kept)
    if queries.is_in_recovery(registry, kept=kept, standing=standing):
        logger.error("numbers of %s (%s) are in recovery: none is allotted until confirmed", body.name, body.code)
        raise NumbersInRecovery(body.name)
    series = numbering.series_of(scheme.manner, scheme.groups, type_key=entry.type_key, is_secret=entry.is_secret)
    found = next((one for one in standing if one.register and (one.year, one.series.key) == (year, series.key)), None)
    register = found.register if found and found.register else open_register(actor, body, series, year=year, at=moment)
    register.body = body
    REGISTER.step("documents.allot_number", state=register.state)
    line = _line(register, entry, number=(found.last if found else 0) + 1, moment=moment, actor=actor)
    _refuse_twice(line)
    line.save(force_insert=True)
    registry.last_issued_at = moment
    registry.save(update_fields=["last_issued_at"])
    changes = {"number": line.number, "symbol": line.symbol, "series": str(register)}
    audit.record(actor=actor, act="documents.allot_number", subject=entry_subject(line), at=at, changes=changes)
    mark_after_commit(kept, body, year=year, raised={series.key: Mark(line.number, moment)})
    return line


def _same_request(present: IssuedNumber, body: Unit, entry: RegisterEntry) -> IssuedNumber:
    asked = (body.pk, entry.type_key, entry.symbol.strip(), entry.title.strip())
    if (present.register.body_id, present.type_key, present.symbol, present.title) != asked:
        raise RequestKeyUsed(str(present))
    present.register.body = body
    return present


def _check(entry: RegisterEntry) -> None:
    fields = {
        field: sentence
        for field, value, sentence in (
            ("request_key", entry.request_key, "Thiếu mã yêu cầu."),
            ("symbol", entry.symbol, "Cần ghi ký hiệu văn bản."),
            ("title", entry.title, "Cần ghi trích yếu nội dung."),
            ("signer", entry.signer, "Cần ghi người ký."),
        )
        if not value.strip()
    }
    if entry.type_key not in numbering.type_names():
        fields["type_key"] = "Chưa rõ loại văn bản."
    if entry.copies is not None and entry.copies < 0:
        fields["copies"] = "Số lượng bản không thể âm."
    if fields:
        raise InvalidInput("Chưa cấp được số: " + " ".join(fields.values()), fields=fields)


def _moment(registry: Registry, body: Unit, *, at: datetime) -> datetime:
    try:
        return numbering.moment_of_issue(now=at, last=registry.last_issued_at)
    except ClockBehind:
        logger.error(
            "the clock says %s, before the last number of %s at %s: none is allotted",
            at, body.code, registry.last_issued_at,
        )  # fmt: skip
        raise


def _line(
    register: NumberRegister, entry: RegisterEntry, *, number: int, moment: datetime, actor: Actor
) -> IssuedNumber:
    name, symbol = numbering.type_name(entry.type_key), entry.symbol.strip()
    text = f"{numbering.printed(number)}/{symbol}"
    return IssuedNumber(
        register=register,
        number=number,
        symbol=symbol,
        issued_on=numbering.day_of(moment),
        issued_at=moment,
        type_key=entry.type_key,
        type_name=name,
        title=entry.title.strip(),
        signer=entry.signer.strip(),
        recipients=entry.recipients.strip(),
        keeping_unit=entry.keeping_unit.strip(),
        copies=entry.copies,
        note=entry.note.strip(),
        request_key=entry.request_key,
        recorded_by_id=actor.user_id,
        recorded_label=actor.label[:200],
        search_text=search_key(text, name, entry.title, entry.signer, entry.recipients),
    )


def _refuse_twice(line: IssuedNumber) -> None:
    """Raise SymbolTaken when another series of the body gave this number with this symbol in the year."""
    register = line.register
    others = IssuedNumber.objects.filter(symbol=line.symbol, number=line.number, register__body_id=register.body_id)
    same = others.filter(register__year=register.year).exclude(register=register).select_related("register").first()
    if same is not None:
        raise SymbolTaken(str(line), register=str(same.register))
