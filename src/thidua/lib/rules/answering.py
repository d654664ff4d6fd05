"""Answer one case: the rules of its award and what takes away, under the law that governs the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from thidua.lib.rules import conditions as c
from thidua.lib.rules.errors import CaseInvalid, NoRule
from thidua.lib.rules.evaluating import Evaluation, Ground, joined, made, unknown
from thidua.lib.rules.facts import Case
from thidua.lib.rules.findings import Finding, Verdict
from thidua.lib.rules.model import Award, Citation, Rule, Rulebook, Words
from thidua.lib.rules.resolving import (
    Alternative,
    Governing,
    NoRouteHere,
    alternatives,
    governing,
    restrictions_on,
)

__all__ = ["Answer", "evaluate"]

_ORDER = {Verdict.MET: 0, Verdict.UNKNOWN: 1, Verdict.UNMET: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one case. `tree` holds every condition; `law_on` is the day whose law governed."""

    case: Case
    verdict: Verdict
    is_confirmed: bool
    citations: tuple[Citation, ...]
    missing: tuple[str, ...]
    earliest_on: date | None
    law_on: date
    governed: Governing
    tree: Finding
    warnings: tuple[Words, ...]
    nearest: str


def evaluate(book: Rulebook, case: Case, *, with_nearest: bool = True) -> Answer:
    """Answer a case. Raises CaseInvalid for words the scales do not have, RuleConflict for law that contradicts itself.

    `with_nearest` also looks for the nearest lower award that is met, where the one asked is not.
    """
    _check_words(book, case)
    governed = governing(book, case)
    judged = [(day, *_judged(book, case, day)) for day in governed.days]
    law_on, tree, warnings = min(judged, key=lambda one: (_ORDER[one[1].value], one[1].carried))
    if not governed.is_certain and len({one.value for _, one, _ in judged}) > 1:
        keys = tuple(f"text:{cite}" for one in governed.transitions for cite in one.basis.cite)
        law_on, tree = (
            governed.days[0],
            replace(unknown("transition", *keys), children=tuple(one for _, one, _ in judged)),
        )
    verdict = tree.value
    citations = list(dict.fromkeys(_citations(tree, governed)))
    return Answer(
        case=case,
        verdict=verdict,
        is_confirmed=not tree.carried,
        citations=tuple(citations),
        missing=_missing(tree),
        earliest_on=tree.earliest if verdict is Verdict.UNMET else None,
        law_on=law_on,
        governed=governed,
        tree=tree,
        warnings=warnings,
        nearest=_nearest(book, case) if with_nearest and verdict is not Verdict.MET else "",
    )


def _check_words(book: Rulebook, case: Case) -> None:
    def known(scale: str, word: str | None, where: str) -> None:
        steps = book.scales.get(scale, ())
        if word is not None and steps and word not in steps:
            raise CaseInvalid(f"{case.id or 'Trường hợp'}: {where} «{word}» không có. Chọn: {', '.join(steps)}.")

    for year, record in (case.candidate.years or {}).items():
        known("completion", record.completion, f"mức hoàn thành năm {year}")
    for work in case.candidate.works or ():
        known("scope", work.scope, f"phạm vi của {work.id}")
    for move in case.candidate.movements or ():
        known("scope", move.launched_by or None, "cấp phát động phong trào")


def _judged(book: Rulebook, case: Case, law_on: date) -> tuple[Finding, tuple[Words, ...]]:
    award = book.awards.get(case.ask)
    refused = _not_for_them(book, case, award, law_on)
    if award is None or refused is not None:
        return refused or unknown("no_rule", f"rule:{case.ask}"), ()
    standard = _standard(book, case, law_on, case.ask, route=case.route)
    if standard is None:
        keys = (f"rule:{case.ask}" + (f":{case.route}" if case.route else ""),)
        return replace(unknown("no_rule", *keys), cite=award.basis.cite), ()
    relied_on = standard.first_year if standard.value is Verdict.MET else None
    children, warnings = [standard], []
    for one in restrictions_on(book, award, subject=case.candidate.kind, category=case.candidate.category, on=law_on):
        decides = one.blocks and book.standing(one.basis, law_on).decides
        asking = Evaluation(Ground(book, case, law_on, relied_on), lambda key: None, is_trusting=not decides)
        found = asking.find(one.require)
        found = replace(found, cite=(*one.basis.cite, *found.cite), mirror=one.basis.mirror or found.mirror)
        covers = one.scope.covers(subject=case.candidate.kind, category=case.candidate.category)
        if decides and covers is None and found.value is not Verdict.MET:
            found = replace(found, value=Verdict.UNKNOWN, missing=("candidate.category",), earliest=None)
        if decides:
            children.append(found)
        elif one.blocks or found.value is not Verdict.MET:
            warnings.append(_warning(found, one.blocks, one.basis.cite[0]))
    tree = joined("award", tuple(children), needed=len(children))
    return replace(tree, required=award.words), tuple(warnings)


def _warning(found: Finding, blocks: bool, cite: Citation) -> Words:  # noqa: FBT001 - a truth value of the rule
    vi = "chưa kiểm chứng, không quyết định" if blocks else "chỉ để lưu ý"
    en = "unconfirmed, not decisive" if blocks else "for attention only"
    return Words(
        f"{found.required.vi}: {found.found.vi} ({cite}; {vi})", f"{found.required.en}: {found.found.en} ({cite}; {en})"
    )


def _not_for_them(book: Rulebook, case: Case, award: Award | None, law_on: date) -> Finding | None:
    if award is None:
        return None
    if case.candidate.kind not in award.subjects:
        note = Words("Không dành cho đối tượng này", "Not for this kind of candidate")
    elif not award.in_force.holds(law_on):
        note = Words(f"Không có trong pháp luật ngày {law_on}", f"Does not exist in the law of {law_on}")
    else:
        return None
    if not book.standing(award.basis, law_on).decides:
        return replace(unknown("unconfirmed", f"text:{award.basis.cite[0]}"), required=award.words)
    return made(Verdict.UNMET, "not_for_them", note, required=award.words, cite=award.basis.cite)


def _standard(book: Rulebook, case: Case, law_on: date, award: str, *, route: str = "") -> Finding | None:
    """Return how the rules of an award come out; None when no rule speaks."""
    evaluation = Evaluation(Ground(book, case, law_on), lambda key: _standard(book, case, law_on, key))
    try:
        options = alternatives(
            book,
            award=award,
            subject=case.candidate.kind,
            category=case.candidate.category,
            on=law_on,
            route=route,
        )
    except NoRule:
        return None
    found = [(option, one) for option in options if (one := _by_rule(evaluation, option, route)) is not None]
    if not found:
        return None
    certain = [one for option, one in found if option.is_certain]
    doubtful = [one for option, one in found if not option.is_certain]
    if doubtful:
        same = len({one.value for one in doubtful}) == 1
        together = joined("category", tuple(doubtful), needed=1)
        if not same:
            together = replace(unknown("category", "candidate.category"), children=tuple(doubtful))
        certain.append(replace(together, required=Words("Quy tắc theo đối tượng", "The rule of the category")))
    if len(certain) == 1:
        return certain[0]
    options_found = joined("routes", tuple(certain), needed=1)
    return replace(options_found, required=Words("Một trong các trường hợp", "One of the routes"))


def _by_rule(evaluation: Evaluation, option: Alternative, route: str) -> Finding | None:
    rules = (option.rule, *option.added)
    try:
        found = tuple(_one_rule(evaluation, rule, "" if rule.route else route) for rule in rules)
    except NoRouteHere:
        return None
    if len(found) == 1:
        return found[0]
    return replace(joined("layers", found, needed=len(found)), required=found[0].required)


def _one_rule(evaluation: Evaluation, rule: Rule, route: str) -> Finding:
    inner = evaluation.find(rule.conditions, route=route)
    standing = evaluation.ground.book.standing(rule.basis, evaluation.ground.law_on)
    name = evaluation.ground.book.word(rule.award)
    found = replace(
        inner,
        code=f"rule.{rule.id}",
        required=rule.note or Words(f"Tiêu chuẩn {name.vi}", f"Standard of {name.en}"),
        cite=rule.basis.cite,
        mirror=rule.basis.mirror,
        carried=inner.carried or standing.carried,
        children=inner.children if isinstance(rule.conditions, c.All) else (inner,),
    )
    if standing.decides:
        return found
    keys = tuple(f"text:{cite}" for cite in rule.basis.cite)
    return replace(found, value=Verdict.UNKNOWN, missing=keys, earliest=None, first_year=None)


def _citations(tree: Finding, governed: Governing) -> Iterator[Citation]:
    for one in tree.children:
        if one.code.startswith("rule."):
            yield from one.cite  # the standard bore on the answer also where something else took away
        elif one.code in ("routes", "layers", "category"):
            yield from (cite for child in one.children for cite in child.cite)
    for one in tree.decisive():
        yield from one.cite
    for transition in governed.transitions:
        yield from transition.basis.cite


def _missing(tree: Finding) -> tuple[str, ...]:
    if tree.value is Verdict.UNKNOWN:
        return tuple(dict.fromkeys(tree.missing)) or ("rule",)
    if tree.value is Verdict.MET:
        return ()
    leaves = (one for one in tree.decisive() if not one.children and one.value is Verdict.UNMET)
    return tuple(dict.fromkeys(one.required.vi for one in leaves))


def _nearest(book: Rulebook, case: Case) -> str:
    """Return the highest award of the family, below the one asked, that is met and not yet held for the year."""
    asked = book.awards.get(case.ask)
    if asked is None:
        return ""
    held = {one.award for one in case.candidate.recognitions or () if one.year == case.year}
    lower = sorted(
        (
            one
            for one in book.awards.values()
            if one.rank < asked.rank
            and (one.family == asked.family if asked.family else one.kind == asked.kind)
            and case.candidate.kind in one.subjects
            and one.key not in held
        ),
        key=lambda one: -one.rank,
    )
    for one in lower:
        answer = evaluate(book, replace(case, ask=one.key, route=""), with_nearest=False)
        if answer.verdict is Verdict.MET:
            return one.key
    return ""
